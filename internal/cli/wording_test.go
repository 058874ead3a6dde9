package cli

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// CONTRACT section 10: a message is in the partner's language.
func TestTheLanguageOfAMessageIsThatOfWhomItGoesTo(t *testing.T) {
	toCustomer := []notice.Kind{notice.ClaimSubmitted, notice.PartnerRequested}
	toPartner := []notice.Kind{
		notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved, notice.Digest,
		notice.ClaimReturned, notice.ClaimApproved, notice.ClaimRejected, notice.ClaimDeclined,
	}
	for _, tt := range []struct {
		kinds                      []notice.Kind
		partner, customer, setting string
		want                       string
	}{
		{toPartner, "sv", "es", "en", "sv"},
		{toPartner, "sv-FI", "es", "en", "sv"},
		{toPartner, "en-GB", "es", "sv", "en"},
		{toPartner, "", "es", "sv", "es"},
		{toPartner, "fr", "es", "sv", "es"},
		{toPartner, "fr", "de", "sv", "sv"},
		{toPartner, "", "", "es", "es"},
		{toPartner, " ", "ES-mx", "sv", "es"},
		{toPartner, "", "", "", "en"},
		{toCustomer, "sv", "es", "en", "es"},
		{toCustomer, "sv", "", "es", "es"},
		{toCustomer, "sv", "fr", "es", "es"},
		{toCustomer, "sv", "en-GB", "es", "en"},
		{toCustomer, "es", "", "", "en"},
	} {
		for _, kind := range tt.kinds {
			l := app.Letter{Message: notice.Message{Kind: kind}}
			l.Partner.Language, l.Customer.Language = tt.partner, tt.customer
			s := shellFor("")
			s.config.Mail.Lang = tt.setting
			w := s.wording(t.Context())
			if got := w.language(l); got != tt.want || w.facts(l).Lang != tt.want {
				t.Errorf("%s, partner %q, customer %q, setting %q: %s, want %s", kind, tt.partner, tt.customer, tt.setting, got, tt.want)
			}
		}
	}
}

func TestTheSubjectOfAKindThatNobodyKnowsIsEmpty(t *testing.T) {
	w := shellFor("").wording(t.Context())
	if got := w.subject(app.Letter{Message: notice.Message{Kind: "news"}}); got != "" {
		t.Errorf("got %q", got)
	}
	l := aLetter("")
	m, err := notify.Write(w.facts(l))
	if got := w.subject(l); err != nil || got == "" || got != m.Subject {
		t.Errorf("in a list it is %q, sent %q: %v", got, m.Subject, err)
	}
}

// A catalogue of workloads that is not there, or lacks one, keeps no message back.
func TestAWorkloadThatTheCatalogueLacksHasItsID(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"the shipped one": {"", "Microsoft Teams"},
		"another one":     {written(t, "workloads.csv", "workload,name,solutionArea,aliases,products\nintune,Intune,modern-work-security,,\n"), "teams"},
		"none":            {"nowhere.csv", "teams"},
		"a broken one":    {written(t, "broken.csv", "\x00"), "teams"},
	} {
		s := shellFor("")
		s.config = config.Config{Claim: config.ClaimSettings{Catalogue: tt.file}}
		l := app.Letter{Message: notice.Message{Kind: notice.ClaimSubmitted, Claim: testkit.Claim(7)}}
		l.Claim.Form.Area, l.Claim.Form.Workloads = "modern-work-security", []string{"teams", "gone"}
		got := s.wording(t.Context()).facts(l).Claim.Workloads
		if len(got) != 2 || got[0] != tt.want || got[1] != "gone" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A claim of which the ledger knows nothing but the number is still told of.
func TestOfAClaimOnlyWhatIsKnownIsTold(t *testing.T) {
	w := shellFor("").wording(t.Context())
	got := w.facts(app.Letter{Message: notice.Message{Kind: notice.ClaimApproved, Claim: testkit.Claim(7)}})
	if c := got.Claim; c.ID != testkit.Claim(7) || c.Area != "" || c.Role != "" || c.Name != "" || len(c.Workloads)+len(c.Subscriptions) > 0 || got.Since != day.Day(0) {
		t.Errorf("%+v", got)
	}
	if got := w.facts(aLetter("")).Claim; !got.ID.IsZero() || got.Area != "" {
		t.Errorf("a letter about a place tells of the claim %+v", got)
	}
}
