package cpor_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/journal"
)

func TestEveryMoveIsKeptWithWhoMadeIt(t *testing.T) {
	s := in(t, cpor.ActionRequired)
	d := date(t, today)
	var want []cpor.Move
	for i, v := range []cpor.Verb{cpor.New, cpor.Attach, cpor.Submit, cpor.RequireAction} {
		m := cpor.Move{Verb: v, To: cpor.Draft, From: cpor.Draft, Journal: uint64(i + 1), Stamp: stamp(d)}
		switch v {
		case cpor.New:
			m.From = cpor.None
		case cpor.Submit:
			m.To = cpor.Submitted
		case cpor.RequireAction:
			m.From, m.To, m.DueOn = cpor.Submitted, cpor.ActionRequired, s.DueOn
		}
		m.Reason = "as the portal says"
		want = append(want, m)
	}
	if diff := cmp.Diff(want, s.Moves); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if s.ID != claim() || !s.CreatedAt().Equal(stamp(d).At) || !s.SubmittedAt().Equal(stamp(d).At) {
		t.Errorf("%s, created at %s and submitted at %s", s.ID, s.CreatedAt(), s.SubmittedAt())
	}
}

// Whoever's command let a claim be swept did not reject it.
func TestTheSystemsOwnMoveIsNobodysElse(t *testing.T) {
	s := does(t, in(t, cpor.ActionRequired), command(t, cpor.Sweep))
	last := s.Moves[len(s.Moves)-1]
	at := stamp(date(t, today) + 100).At
	if want := (journal.Stamp{At: at, By: "system", Role: "system"}); last.Stamp != want {
		t.Errorf("swept by %+v, want %+v", last.Stamp, want)
	}
}

func TestTheLastSubmissionCounts(t *testing.T) {
	if s := in(t, cpor.Draft); !s.SubmittedAt().IsZero() || !s.Attestation.At.IsZero() {
		t.Errorf("a draft was submitted at %s", s.SubmittedAt())
	}
	if s := (cpor.State{}); !s.CreatedAt().IsZero() || len(s.Tenures()) > 0 {
		t.Errorf("one that is not there was created at %s", s.CreatedAt())
	}
	s := does(t, in(t, cpor.ActionRequired), command(t, cpor.Submit, on(t, "2024-06-18"), func(c *cpor.Command) { c.Attestation = "Again." }))
	if at := stamp(date(t, "2024-06-18")).At; !s.SubmittedAt().Equal(at) || !s.Attestation.At.Equal(at) || s.Attestation.Text != "Again." {
		t.Errorf("submitted at %s, attested %+v", s.SubmittedAt(), s.Attestation)
	}
	if s.CreatedAt() != stamp(date(t, today)).At {
		t.Errorf("created at %s", s.CreatedAt())
	}
}

func TestAClaimThatIsApprovedAgainHasTwoTenures(t *testing.T) {
	verbs := []struct {
		verb cpor.Verb
		on   string
	}{
		{cpor.Approve, "2024-06-20"}, {cpor.Decline, "2024-06-25"}, {cpor.Dispute, "2024-07-01"}, {cpor.Approve, "2024-07-02"}, {cpor.End, "2024-08-01"},
	}
	s := in(t, cpor.InReview)
	var got [][]cpor.Tenure
	for _, v := range verbs {
		s = does(t, s, command(t, v.verb, on(t, v.on)))
		got = append(got, s.Tenures())
	}
	first := cpor.Tenure{Since: date(t, "2024-06-20"), Until: date(t, "2024-06-25")}
	second := cpor.Tenure{Since: date(t, "2024-07-02")}
	open, ended := cpor.Tenure{Since: first.Since}, cpor.Tenure{Since: second.Since, Until: date(t, "2024-08-01")}
	if diff := cmp.Diff([][]cpor.Tenure{{open}, {first}, {first}, {first, second}, {first, ended}}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Two claims can grow out of one state, so that what it holds must stay as it is, room beyond the end of
// its lists included.
func TestTheStateBeforeAnEventStaysAsItIs(t *testing.T) {
	s := in(t, cpor.Draft)
	s.Evidence = slices.Grow(append(s.Evidence, cpor.Document{Document: document(2)}), 8)
	s.Comments = slices.Grow([]cpor.Comment{{At: time.UnixMicro(1), By: "b", Text: "x"}}, 8)
	s.Moves = slices.Grow(s.Moves, 8)
	before := s.AppendBinary(nil)
	event := func(e cpor.Event) cpor.Event { e.Claim, e.To = s.ID, cpor.Draft; return e }
	for name, e := range map[string][2]cpor.Event{
		"attach":  {event(cpor.Event{Verb: cpor.Attach, Added: []evidence.Document{document(3)}}), event(cpor.Event{Verb: cpor.Attach, Added: []evidence.Document{document(4)}})},
		"detach":  {event(cpor.Event{Verb: cpor.Detach, Removed: []evidence.Hash{hash(1)}}), event(cpor.Event{Verb: cpor.Detach, Removed: []evidence.Hash{hash(2)}})},
		"comment": {event(cpor.Event{Verb: cpor.Remark, Comment: "one"}), event(cpor.Event{Verb: cpor.Remark, Comment: "two"})},
		"submit":  {event(cpor.Event{Verb: cpor.Submit, Comment: "one", Attestation: "a"}), event(cpor.Event{Verb: cpor.Submit, Comment: "two", Attestation: "b"})},
	} {
		one := cpor.Evolve(s, e[0], stamp(day.Day(1)), 8)
		kept := one.AppendBinary(nil)
		other := cpor.Evolve(s, e[1], stamp(day.Day(2)), 9)
		if string(s.AppendBinary(nil)) != string(before) {
			t.Fatalf("%s changed the state before it", name)
		}
		if string(one.AppendBinary(nil)) != string(kept) || string(other.AppendBinary(nil)) == string(kept) {
			t.Errorf("%s: what grew first was changed by what grew second", name)
		}
	}
}
