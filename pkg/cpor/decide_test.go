package cpor_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func workload(name string) cpor.Place { return cpor.Place{Tenant: contoso(), Workload: name} }

func place(n byte) cpor.Place {
	return cpor.Place{Tenant: contoso(), Subscription: subscription(n)}
}

func held(places map[cpor.Place]ids.Partner) func(*cpor.Command) {
	return func(c *cpor.Command) { c.Facts.Held = places }
}

func TestAPlaceOfAnotherPartnerIsAConflictAtTheApproval(t *testing.T) {
	tests := []struct {
		name string
		form cpor.Form
		held map[cpor.Place]ids.Partner
		want []string
	}{
		{"free workloads", usage(), nil, nil},
		{"free, said by none", usage(), map[cpor.Place]ids.Partner{workload("teams"): {}}, nil},
		{"its own", usage(), map[cpor.Place]ids.Partner{workload("teams"): fabrikam()}, nil},
		{"a workload of another customer", usage(), map[cpor.Place]ids.Partner{{Tenant: tailspin(), Workload: "teams"}: northwind()}, nil},
		{"a workload that is not claimed", usage(), map[cpor.Place]ids.Partner{workload("intune"): northwind()}, nil},
		{"one of two workloads", usage(), map[cpor.Place]ids.Partner{workload("yammer"): northwind()}, []string{
			"conflict claim.taken  held=2222222 place=yammer",
		}},
		{"both workloads", usage(), map[cpor.Place]ids.Partner{workload("yammer"): northwind(), workload("teams"): number(1000)}, []string{
			"conflict claim.taken  held=1000 place=teams", "conflict claim.taken  held=2222222 place=yammer",
		}},
		{"a subscription", advice(), map[cpor.Place]ids.Partner{place(2): northwind(), place(1): fabrikam()}, []string{
			"conflict claim.taken  held=2222222 place=" + subscription(2).String(),
		}},
		{"workloads do not count where subscriptions are claimed", changed(advice(), func(f *cpor.Form) { f.Workloads = []string{"sales"} }),
			map[cpor.Place]ids.Partner{workload("sales"): northwind()}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, from := range []cpor.Status{cpor.Submitted, cpor.InReview} {
				events, err := cpor.Decide(in(t, from, with(tt.form)), command(t, cpor.Approve, held(tt.held)))
				if diff := cmp.Diff(tt.want, refusals(err, "held", "place")); diff != "" || (len(events) == 1) != (err == nil) {
					t.Fatalf("%s: %d events (-want +got)\n%s", from, len(events), diff)
				}
				if err == nil {
					continue
				}
				for _, e := range fault.As(err).Each() {
					if e.Target != "CLM-7" || (e.SubscriptionID != "") != (e.Args["place"] == e.SubscriptionID) {
						t.Errorf("%v is about %q and subscription %q", e, e.Target, e.SubscriptionID)
					}
				}
			}
		})
	}
}

func TestATakenPlaceStopsNeitherTheSubmissionNorTheReview(t *testing.T) {
	taken := held(map[cpor.Place]ids.Partner{workload("teams"): northwind()})
	does(t, in(t, cpor.Draft), command(t, cpor.Submit, taken), command(t, cpor.Review, taken))
}

func TestValidatingTellsWhatStopsTheSubmissionAndTheApproval(t *testing.T) {
	f := facts()
	f.Held = map[cpor.Place]ids.Partner{workload("teams"): northwind(), workload("yammer"): fabrikam()}
	f.Lost = []evidence.Hash{hash(1)}
	s := in(t, cpor.Draft)
	var got []string
	for _, p := range cpor.Problems(s, f) {
		if p.Target != "CLM-7" {
			t.Errorf("%v is about %q", p, p.Target)
		}
		got = append(got, p.Key)
	}
	if diff := cmp.Diff([]string{"claim.document-lost", "claim.taken"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, form := range []cpor.Form{usage(), advice(), revenue()} {
		if problems := cpor.Problems(in(t, cpor.Draft, with(form)), facts()); len(problems) > 0 {
			t.Errorf("%s: %v", form.Role, problems)
		}
	}
}

func TestDocumentsAreAttachedOnce(t *testing.T) {
	renamed := document(1)
	renamed.FileName = "the same bytes.pdf"
	tests := []struct {
		name string
		give []evidence.Document
		want []evidence.Document // nil where nothing happens
	}{
		{"none", nil, nil},
		{"a new one", []evidence.Document{document(2)}, []evidence.Document{document(2)}},
		{"one that is there", []evidence.Document{document(1)}, nil},
		{"the same bytes under another name", []evidence.Document{renamed}, nil},
		{"the same one twice", []evidence.Document{document(2), document(2)}, []evidence.Document{document(2)}},
		{"some of each", []evidence.Document{document(3), document(1), document(2), document(3)}, []evidence.Document{document(3), document(2)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, from := range []cpor.Status{cpor.Draft, cpor.ActionRequired} {
				s := in(t, from)
				c := command(t, cpor.Attach, func(c *cpor.Command) { c.Documents = tt.give })
				events, err := cpor.Decide(s, c)
				if err != nil || len(events) != min(1, len(tt.want)) {
					t.Fatalf("%s: %d events, %v", from, len(events), err)
				}
				for _, e := range events {
					if diff := cmp.Diff(tt.want, e.Added); diff != "" {
						t.Errorf("%s (-want +got)\n%s", from, diff)
					}
					after := cpor.Evolve(s, e, stamp(c.Today), 9)
					if n := len(after.Evidence); n != 1+len(tt.want) || after.Evidence[n-1].AddedBy != stamp(c.Today).By || !after.Evidence[n-1].AddedAt.Equal(stamp(c.Today).At) {
						t.Errorf("%s: then it has %+v", from, after.Evidence)
					}
				}
			}
		})
	}
}

func TestDocumentsAreDetachedByTheirHash(t *testing.T) {
	several := does(t, in(t, cpor.Draft), command(t, cpor.Attach, func(c *cpor.Command) {
		c.Documents = []evidence.Document{document(2), document(3)}
	}))
	for name, tt := range map[string]struct {
		hashes []evidence.Hash
		left   []evidence.Hash
		want   []string
	}{
		"one":                 {[]evidence.Hash{hash(2)}, []evidence.Hash{hash(1), hash(3)}, nil},
		"all":                 {[]evidence.Hash{hash(3), hash(2), hash(1)}, nil, nil},
		"one that it lacks":   {[]evidence.Hash{hash(9)}, nil, []string{"not-found claim.no-such-document  hash=" + hash(9).String()}},
		"two that it lacks":   {[]evidence.Hash{hash(9), hash(1), hash(8)}, nil, []string{"not-found claim.no-such-document  hash=" + hash(9).String(), "not-found claim.no-such-document  hash=" + hash(8).String()}},
		"one named two times": {[]evidence.Hash{hash(1), hash(1)}, []evidence.Hash{hash(2), hash(3)}, nil},
	} {
		c := command(t, cpor.Detach, func(c *cpor.Command) { c.Hashes = tt.hashes })
		events, err := cpor.Decide(several, c)
		if diff := cmp.Diff(tt.want, refusals(err, "hash")); diff != "" || (len(events) == 1) != (err == nil) {
			t.Errorf("%s: %d events (-want +got)\n%s", name, len(events), diff)
		}
		for _, e := range events {
			var left []evidence.Hash
			for _, d := range cpor.Evolve(several, e, stamp(c.Today), 9).Evidence {
				left = append(left, d.Hash)
			}
			if diff := cmp.Diff(tt.left, left); diff != "" {
				t.Errorf("%s: left (-want +got)\n%s", name, diff)
			}
		}
	}
}

func TestAnEmptyCommentIsRefused(t *testing.T) {
	for _, text := range []string{"", " \r\n\t"} {
		events, err := cpor.Decide(in(t, cpor.ActionRequired), command(t, cpor.Remark, func(c *cpor.Command) { c.Text = text }))
		e := fault.As(err)
		if len(events) > 0 || e == nil || e.Code != fault.Invalid || e.Key != "claim.comment" || e.Target != "--comment" {
			t.Errorf("%q: %d events, %v", text, len(events), err)
		}
	}
	s := does(t, in(t, cpor.ActionRequired), command(t, cpor.Remark, func(c *cpor.Command) { c.Text = "\n two lines\nof it \n" }))
	if want := []cpor.Comment{{At: stamp(date(t, today)).At, By: stamp(1).By, Text: "two lines\nof it"}}; !cmp.Equal(want, s.Comments[len(s.Comments)-1:]) {
		t.Errorf("said %+v", s.Comments)
	}
}

// during is a claim in a status, and the last day of the window that is open in it.
func during(t *testing.T, status cpor.Status) (cpor.State, day.Day) {
	t.Helper()
	s := in(t, status)
	if s.DueOn <= date(t, today) {
		t.Fatalf("%s until %s", status, s.DueOn)
	}
	return s, s.DueOn
}

func TestARejectionIsDisputedUntilTheLastDay(t *testing.T) {
	s, last := during(t, cpor.Rejected)
	for d, fits := range map[day.Day]bool{last - 30: true, last - 1: true, last: true, last + 1: false, day.Last: false} {
		events, err := cpor.Decide(s, command(t, cpor.Dispute, func(c *cpor.Command) { c.Today = d }))
		if fits {
			if err != nil || len(events) != 1 || !events[0].DueOn.IsZero() {
				t.Errorf("on %s: %+v, %v", d, events, err)
			}
			continue
		}
		e := fault.As(err)
		if len(events) > 0 || e == nil || e.Code != fault.Conflict || e.Key != "claim.dispute-late" || e.Args["due"] != last.String() || e.Target != "CLM-7" {
			t.Errorf("on %s: %+v, %v", d, events, err)
		}
	}
}

func TestAClaimIsSweptOnTheDayAfterItsLast(t *testing.T) {
	s, last := during(t, cpor.ActionRequired)
	for d, lapsed := range map[day.Day]bool{last - 5: false, last: false, last + 1: true, last + 400: true} {
		events, err := cpor.Decide(s, command(t, cpor.Sweep, func(c *cpor.Command) { c.Today, c.Reason = d, "" }))
		if cpor.Lapsed(s, d) != lapsed {
			t.Errorf("on %s it has lapsed: %t", d, !lapsed)
		}
		if !lapsed {
			checkRefused(t, s, cpor.Sweep, events, err)
			continue
		}
		if err != nil || len(events) != 1 || events[0].To != cpor.Rejected || events[0].DueOn != d+30 {
			t.Errorf("on %s: %+v, %v", d, events, err)
		}
	}
	for _, status := range everywhere() {
		if other := in(t, status); status != cpor.ActionRequired && cpor.Lapsed(other, day.Last) {
			t.Errorf("one that is %q has lapsed", status)
		}
	}
}

// The customer may decline at any time, also when its window is over (CONTRACT section 8, seeds/003).
func TestTheCustomerDeclinesAtAnyTime(t *testing.T) {
	w := windows()
	w.Customer = day.Period{N: 7}
	s := in(t, cpor.Approved, within(w))
	for _, d := range []day.Day{s.DueOn, s.DueOn + 1, s.DueOn + 1000} {
		after := does(t, s, command(t, cpor.Decline, func(c *cpor.Command) { c.Today = d }))
		if after.Status != cpor.Rejected || after.DueOn != d+30 {
			t.Errorf("on %s it became %s until %s", d, after.Status, after.DueOn)
		}
	}
}
