package notify_test

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// told are the texts that a message has to hold, by what they are (CONTRACT section 10: customer,
// subscription, product, partner, since when, by whom, and what to type).
func told(kind notice.Kind) map[string]string {
	texts := map[string]string{
		"customer": "Contoso", "tenant": tenant().String(), "partner": "Fabrikam Cloud Services", "partner ID": "4391507",
		"user": "@", "role": "-admin)", "time": "2024-05-31 09:30 UTC",
	}
	place := func() {
		texts["subscription"], texts["subscription ID"] = "Sales Enterprise", subscription(1, "").ID.String()
		texts["product"], texts["history"] = "dynamics365", "    dpor history --subscription "+texts["subscription ID"]
		if kind != notice.PartnerRemoved && kind != declined {
			texts["other partner"] = "5127255 Northwind Consulting"
		}
	}
	switch kind {
	case notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved:
		place()
		texts["contact"], texts["since"], texts["who did it"] = "Alva Lind", "2024-05-01", "admin@contoso.example (global-admin)"
		texts["comment"] = "Agreed on the telephone"
	case requested:
		place()
		texts["contact"], texts["who asks"] = "Alva Lind", "bo@fabrikam.example (incentives-admin)"
		texts["request"], texts["reason"] = "REQ-3", "We have run it since May"
		texts["how to accept"], texts["how to decline"] = "    dpor request accept REQ-3", "    dpor request decline REQ-3"
	case declined:
		place()
		texts["contact"], texts["who did it"] = "Alva Lind", "admin@contoso.example (global-admin)"
		texts["request"], texts["reason"] = "REQ-3", "We have run it since May"
	case notice.Digest:
		texts["contact"], texts["places given"], texts["places lost"] = "Alva Lind", ": 2\n", ": 1\n"
		texts["attachment"], texts["history"] = "changes-2024-05-31.csv", "    dpor history --mpn 4391507"
	default:
		texts["contact"], texts["claim"], texts["claim name"] = "Alva Lind", "CLM-7", "Teams for everyone"
		texts["area"], texts["role"] = "Modern Work and Security", "Use or consume"
		texts["workload"], texts["another workload"] = ": Teams\n", ": Intune\n"
		texts["subscription"] = subscription(1, "").ID.String() + " Sales Enterprise (dynamics365)"
		texts["another subscription"] = subscription(2, "").ID.String() + " Field Service (dynamics365)"
		texts["history"] = "    dpor history --claim CLM-7"
		if kind != notice.ClaimSubmitted {
			texts["reason"], texts["due"] = "The form has no date", "2024-06-07"
		}
	}
	if kind == notice.ClaimApproved {
		texts["since"] = ": 2024-05-31\n"
	}
	if command := answers()[kind]; command != "" {
		texts["how to answer"] = "    " + command
	}
	return texts
}

// answers are what can be typed to answer a message.
func answers() map[notice.Kind]string {
	return map[notice.Kind]string{
		notice.PartnerReplaced: "dpor request --subscription ", notice.PartnerRemoved: "dpor request --subscription ",
		notice.ClaimSubmitted: "dpor claim decline CLM-7 --reason ", notice.ClaimReturned: "dpor claim submit CLM-7",
		notice.ClaimApproved: "dpor claim end CLM-7 --reason ", notice.ClaimRejected: "dpor claim dispute CLM-7 --reason ",
		notice.ClaimDeclined: "dpor claim dispute CLM-7 --reason ", declined: "dpor request --subscription ",
	}
}

func TestAMessageTellsEveryFact(t *testing.T) {
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		m := write(t, facts(kind, lang))
		for what, text := range told(kind) {
			if !strings.Contains(m.Text, text) {
				t.Errorf("the text lacks the %s, %q:\n%s", what, text, m.Text)
			}
		}
		about := []string{"Contoso", "Sales Enterprise"}
		switch kind {
		case notice.Digest:
			about = []string{"2", "1"}
		case notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved, requested, declined:
		default:
			about[1] = "Teams for everyone"
		}
		for _, text := range about {
			if !strings.Contains(m.Subject, text) {
				t.Errorf("the subject lacks %q: %s", text, m.Subject)
			}
		}
	})
}

// What is not known leaves no label, bracket or gap behind.
func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	loose := regexp.MustCompile(`(?m): *$|\(\)| ,|  +\S*  |[^:] {2,}|<no value>|\{\{|\bnil\b| \.`)
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		full := facts(kind, lang)
		m := write(t, notify.Facts{
			Kind: kind, Lang: lang, Partner: notify.Partner{ID: full.Partner.ID}, Customer: notify.Customer{Tenant: full.Customer.Tenant},
			Subscription: notify.Subscription{ID: full.Subscription.ID}, Claim: notify.Claim{ID: full.Claim.ID}, Request: full.Request,
			Digest: notify.Digest{Gained: 1},
		})
		labels := 0
		for l := range strings.Lines(m.Text) {
			fact, is := strings.CutPrefix(l, "  ")
			if is && !strings.HasPrefix(fact, " ") {
				labels++
				l = fact
			}
			if !strings.HasPrefix(fact, " ") && loose.MatchString(strings.TrimSuffix(strings.TrimSuffix(l, "\n"), ":")) {
				t.Errorf("something is loose in %q", l)
			}
		}
		if most := 7; labels > most || labels < 3 {
			t.Errorf("%d facts are told, of which at most %d are known:\n%s", labels, most, m.Text)
		}
		if loose.MatchString(m.Subject) || m.Attachment != nil {
			t.Errorf("subject %q, attachment %v", m.Subject, m.Attachment)
		}
	})
}

// Who happened to write when the time had passed knows nothing of the claim.
func TestAClaimThatLapsedIsNobodysDecision(t *testing.T) {
	for lang, because := range map[string]string{
		"en": "because it was not answered in time", "es": "porque no se respondió a tiempo", "sv": "eftersom det inte besvarades i tid",
	} {
		f := facts(notice.ClaimRejected, lang)
		for _, f.Claim.Lapsed = range []bool{true, false} {
			text := write(t, f).Text
			if strings.Contains(text, because) != f.Claim.Lapsed || strings.Contains(text, f.Stamp.By+",") == f.Claim.Lapsed {
				t.Errorf("%s, lapsed: %t:\n%s", lang, f.Claim.Lapsed, text)
			}
		}
	}
}

func TestALanguageWithoutTemplatesIsEnglish(t *testing.T) {
	for given, want := range map[string]string{
		"": "en", "en": "en", "en-GB": "en", "de": "en", "../sv": "en", "es": "es", "es-MX": "es", "ES": "es", "sv_SE.UTF-8": "sv", "svenska": "en",
	} {
		got, agreed := write(t, facts(notice.PartnerAdded, given)), write(t, facts(notice.PartnerAdded, want))
		if got.Text != agreed.Text || got.HTML != agreed.HTML {
			t.Errorf("%q is not told as %q", given, want)
		}
	}
	if en, es := write(t, facts(notice.PartnerAdded, "en")), write(t, facts(notice.PartnerAdded, "es")); en.Text == es.Text {
		t.Error("English and Spanish say the same")
	}
}

func TestAKindWithoutATemplateIsAnInternalError(t *testing.T) {
	for _, kind := range []notice.Kind{"", "news", "../sv/digest"} {
		_, err := notify.Write(notify.Facts{Kind: kind})
		if fault.CodeOf(err) != fault.Internal || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", kind, err)
		}
	}
}

func TestOfALongClaimTheFirstPlacesAreNamedAndTheOthersCounted(t *testing.T) {
	for _, lang := range languages() {
		f := facts(notice.ClaimApproved, lang)
		f.Claim.Workloads, f.Claim.Subscriptions = nil, nil
		for n := range 23 {
			f.Claim.Workloads = append(f.Claim.Workloads, fmt.Sprintf("workload-%d", n+1))
			f.Claim.Subscriptions = append(f.Claim.Subscriptions, subscription(byte(n+1), fmt.Sprintf("name-%d", n+1)))
		}
		text := write(t, f).Text
		for text, want := range map[string]bool{
			": workload-20\n": strings.Contains(text, ": workload-20\n"), " name-20 (": strings.Contains(text, " name-20 ("),
			"not workload-21": !strings.Contains(text, "workload-21"), "not name-21": !strings.Contains(text, "name-21"),
			"3 further, twice": strings.Count(text, ": 3\n") == 2,
		} {
			if !want {
				t.Errorf("%s lacks %q:\n%s", lang, text, text)
			}
		}
	}
}
