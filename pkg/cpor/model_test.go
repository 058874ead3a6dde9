package cpor_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
)

// desk is a second account of some claims, kept in the simplest way: what happened to each, and every
// state that one ever had, with the bytes of it as it was then.
type desk struct {
	claims []cpor.State
	events [][]cpor.Event
	stamps [][]journal.Stamp
	seqs   [][]uint64
	seq    uint64
	kept   []kept
	leads  map[cell]cpor.Status
}

type kept struct {
	state cpor.State
	bytes string
}

// held says who holds which place by an approved claim.
func (d *desk) held() map[cpor.Place]ids.Partner {
	held := map[cpor.Place]ids.Partner{}
	for _, c := range d.claims {
		if c.Status != cpor.Approved {
			continue
		}
		for _, p := range c.Places() {
			held[p] = c.Partner
		}
	}
	return held
}

// command asks something of one of the claims; most of it could be right.
func (d *desk) command(t *rapid.T, n int, today day.Day) cpor.Command {
	rarely := func(label string) bool { return rapid.IntRange(0, 9).Draw(t, label) == 7 }
	var verb cpor.Verb
	if next, waits := onwards(d.claims[n]); waits && !rarely("anything") && !rarely("anything at all") {
		verb = next
	} else {
		verb = rapid.SampledFrom(cpor.Verbs()).Draw(t, "verb").Verb
	}
	form := rapid.SampledFrom([]cpor.Form{usage(), advice(), revenue()}).Draw(t, "form")
	form.Partner = rapid.SampledFrom([]ids.Partner{fabrikam(), northwind()}).Draw(t, "partner")
	form.Workloads = rapid.SampledFrom([][]string{{"teams"}, {"Yammer", "teams", "MSTEAMS"}, {"intune"}}).Draw(t, "workloads")
	if form.Area == cpor.BusinessApplications {
		form.Workloads, form.Subscriptions = nil, form.Subscriptions[rapid.IntRange(0, 1).Draw(t, "from"):]
	}
	if rarely("spoiled") {
		form.Workloads, form.Name = []string{"skype"}, ""
	}
	if rarely("without partner") {
		form.Partner = ids.Partner{}
	}
	someDocument := func(label string) byte { return rapid.ByteRange(1, 3).Draw(t, label) }
	c := cpor.Command{
		Verb: verb, ID: ids.ClaimFromNumber(uint64(n + 1)), Form: form,
		Documents: []evidence.Document{document(someDocument("document")), document(someDocument("another"))},
		Hashes:    []evidence.Hash{hash(someDocument("hash"))},
		Text:      rapid.SampledFrom([]string{"", " ", "said"}).Draw(t, "text"), Reason: rapid.SampledFrom([]string{"why", "why", ""}).Draw(t, "reason"),
		Attestation: "I confirm.", Today: today, Windows: windows(), Facts: facts(),
	}
	c.Windows.Customer = rapid.SampledFrom([]day.Period{{}, {N: 7}, {N: 5, Business: true}}).Draw(t, "customer's window")
	c.Facts.Partner, c.Facts.Held = recordOf(d.claims[n].Partner), d.held()
	if rarely("inactive") {
		c.Facts.Partner.Status = record.InactivePartner
	}
	if rarely("lost") {
		c.Facts.Lost = []evidence.Hash{hash(1)}
	}
	return c
}

// onwards is the verb that brings a claim towards its approval; without such ones random commands would
// hardly ever approve anything.
func onwards(s cpor.State) (v cpor.Verb, ok bool) {
	switch {
	case s.Status == cpor.None:
		return cpor.New, true
	case s.Status == cpor.Draft && len(s.Evidence) == 0:
		return cpor.Attach, true
	case s.Status == cpor.Draft:
		return cpor.Submit, true
	case s.Status == cpor.Submitted, s.Status == cpor.InReview:
		return cpor.Approve, true
	}
	return "", false
}

// take lets an event happen and keeps what was before it.
func (d *desk) take(t *rapid.T, n int, c cpor.Command, e cpor.Event) {
	d.seq++
	before := d.claims[n]
	after := cpor.Evolve(before, e, stamp(c.Today), d.seq)
	d.claims[n] = after
	d.events[n], d.stamps[n], d.seqs[n] = append(d.events[n], e), append(d.stamps[n], stamp(c.Today)), append(d.seqs[n], d.seq)
	d.kept = append(d.kept, kept{after, string(after.AppendBinary(nil))})
	if to, ok := d.leads[cell{before.Status, c.Verb}]; !ok || to != after.Status || e.From != before.Status || e.To != to || e.Verb != c.Verb || e.Claim != c.ID || after.ID != c.ID {
		t.Fatalf("%s of one that is %q gave %+v", c.Verb, before.Status, e)
	}
	checkDue(t, after, c)
}

// checkDue checks that a last day is set in exactly the statuses that have a window.
func checkDue(t *rapid.T, s cpor.State, c cpor.Command) {
	t.Helper()
	customers := s.Status == cpor.Approved && !c.Windows.Customer.IsZero()
	if due := s.Status == cpor.ActionRequired || s.Status == cpor.Rejected || customers; due == s.DueOn.IsZero() {
		t.Fatalf("%s, due on %q", s.Status, s.DueOn)
	}
	if !s.DueOn.IsZero() && s.DueOn <= c.Today && c.Verb != cpor.Attach && c.Verb != cpor.Remark {
		t.Fatalf("%s on %s is due on %s", s.Status, c.Today, s.DueOn)
	}
}

func TestRandomCommandsNeverGiveAPlaceToTwoPartners(t *testing.T) {
	leads, _ := agreed(t)
	approvals, conflicts := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 4).Draw(t, "claims")
		d := &desk{
			claims: make([]cpor.State, count), events: make([][]cpor.Event, count), stamps: make([][]journal.Stamp, count),
			seqs: make([][]uint64, count), leads: leads,
		}
		today := day.Day(45000)
		for range rapid.IntRange(10, 60).Draw(t, "commands") {
			today += day.Day(rapid.SampledFrom([]int32{0, 0, 0, 1, 3, 8, 31}).Draw(t, "days later"))
			n := rapid.IntRange(0, count-1).Draw(t, "claim")
			c := d.command(t, n, today)
			before := string(d.claims[n].AppendBinary(nil))
			events, err := cpor.Decide(d.claims[n], c)
			if string(d.claims[n].AppendBinary(nil)) != before {
				t.Fatalf("deciding %s changed the claim", c.Verb)
			}
			if code := fault.CodeOf(err); err != nil && (len(events) > 0 || code != fault.Conflict && code != fault.Invalid && code != fault.NotFound) {
				t.Fatalf("refused with %v and gave %d events", err, len(events))
			}
			if err != nil && fault.As(err).Each()[0].Key == "claim.taken" {
				conflicts++
			}
			if len(events) > 1 {
				t.Fatalf("%d events of one command", len(events))
			}
			for _, e := range events {
				d.take(t, n, c, e)
				if e.Verb == cpor.Approve {
					approvals++
				}
			}
			d.checkPlaces(t)
		}
		d.checkStates(t)
	})
	if !testing.Short() && (approvals == 0 || conflicts == 0) {
		t.Errorf("%d approvals and %d conflicts: the test looks at too little", approvals, conflicts)
	}
}

// checkPlaces checks that no place is with two partners at once.
func (d *desk) checkPlaces(t *rapid.T) {
	t.Helper()
	holder := map[cpor.Place]ids.Partner{}
	for _, c := range d.claims {
		if c.Status != cpor.Approved {
			continue
		}
		for _, p := range c.Places() {
			if other, taken := holder[p]; taken && other != c.Partner {
				t.Fatalf("%+v is with %s and %s", p, other, c.Partner)
			}
			holder[p] = c.Partner
		}
	}
}

// checkStates checks that each claim is what its events make of it, as they are stored, that it is in a
// status that there is, and that no state was changed after the fact.
func (d *desk) checkStates(t *rapid.T) {
	t.Helper()
	for n, s := range d.claims {
		var folded cpor.State
		for i, e := range d.events[n] {
			read, err := cpor.DecodeEvent(e.AppendBinary(nil))
			if err != nil {
				t.Fatal(err)
			}
			folded = cpor.Evolve(folded, read, d.stamps[n][i], d.seqs[n][i])
		}
		if diff := cmp.Diff(s, folded, identifiers()); diff != "" {
			t.Fatalf("(-state +folded)\n%s", diff)
		}
		checkTenures(t, s)
		if len(d.events[n]) == 0 {
			continue
		}
		read, err := cpor.DecodeState(s.AppendBinary(nil))
		if diff := cmp.Diff(s, read, identifiers()); err != nil || diff != "" {
			t.Fatalf("%v (-state +read)\n%s", err, diff)
		}
	}
	for _, k := range d.kept {
		if string(k.state.AppendBinary(nil)) != k.bytes {
			t.Fatalf("a state was changed later: %+v", k.state)
		}
	}
}

// checkTenures checks that the times of approval follow each other and only the last one can be open.
func checkTenures(t *rapid.T, s cpor.State) {
	t.Helper()
	var end day.Day
	tenures := s.Tenures()
	for i, tenure := range tenures {
		last := i == len(tenures)-1
		open := tenure.Until.IsZero()
		if tenure.Since.IsZero() || tenure.Since < end || open != (last && s.Status == cpor.Approved) || !open && tenure.Until < tenure.Since {
			t.Fatalf("tenure %d of %d of one that is %s: %+v after %s", i+1, len(tenures), s.Status, tenure, end)
		}
		if open && tenure.Pending != s.DueOn || !tenure.Pending.IsZero() && tenure.Pending <= tenure.Since {
			t.Fatalf("pending: %+v", tenure)
		}
		end = tenure.Until
	}
	if len(tenures) == 0 && s.Status == cpor.Approved {
		t.Fatal("approved, and never was")
	}
}
