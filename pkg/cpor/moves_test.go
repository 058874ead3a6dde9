package cpor_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// contract is the table of CONTRACT section 8, written down a second time: from, command, to, by. A
// command with "!" needs a reason.
const contract = `
-                                             | new                | draft           | partner
draft                                         | edit attach detach | draft           | partner
draft                                         | delete             | gone            | partner
draft action-required                         | submit             | submitted       | partner
submitted                                     | review             | in-review       | recorded
submitted in-review                           | require-action!    | action-required | recorded
action-required                               | attach comment     | action-required | partner
submitted in-review                           | approve            | approved        | recorded
submitted in-review action-required           | reject!            | rejected        | recorded
submitted in-review action-required approved  | decline!           | rejected        | customer
rejected                                      | dispute!           | in-review       | partner
approved                                      | end!               | ended           | partner
action-required                               | sweep              | rejected        | system
`

// cell is one field of the table: a status and what somebody wants done.
type cell struct {
	from cpor.Status
	verb cpor.Verb
}

// agreed is the contract's table: where each cell leads, and of each verb whose it is and whether it
// needs a reason.
func agreed(t *testing.T) (to map[cell]cpor.Status, rules map[cpor.Verb]cpor.VerbRule) {
	t.Helper()
	to, rules = map[cell]cpor.Status{}, map[cpor.Verb]cpor.VerbRule{}
	for line := range strings.Lines(strings.TrimSpace(contract)) {
		columns := strings.Split(line, "|")
		if len(columns) != 4 {
			t.Fatalf("%q has %d columns", line, len(columns))
		}
		for _, from := range strings.Fields(columns[0]) {
			for _, verb := range strings.Fields(columns[1]) {
				word, reason := strings.CutSuffix(verb, "!")
				c := cell{cpor.Status(from), cpor.Verb(word)}
				if from == "-" {
					c.from = cpor.None
				}
				to[c] = cpor.Status(strings.TrimSpace(columns[2]))
				rules[c.verb] = cpor.VerbRule{
					Verb: c.verb, By: cpor.By(strings.TrimSpace(columns[3])), Reason: reason,
					// CONTRACT section 1: `claim delete|end|decline` need --yes in a script.
					TakesAway: slices.Contains([]string{"delete", "end", "decline"}, word),
				}
			}
		}
	}
	return to, rules
}

// everywhere is every status that a claim can have, also before and after its life.
func everywhere() []cpor.Status {
	return append([]cpor.Status{cpor.None, cpor.Gone}, cpor.Statuses()...)
}

func TestEveryCellOfTheTableIsAsTheContractSays(t *testing.T) {
	leads, _ := agreed(t)
	cells := 0
	for _, from := range everywhere() {
		for _, rule := range cpor.Verbs() {
			cells++
			t.Run(fmt.Sprintf("%s of one that is %q", rule.Verb, from), func(t *testing.T) {
				s, c := in(t, from), command(t, rule.Verb)
				events, err := cpor.Decide(s, c)
				to, allowed := leads[cell{from, rule.Verb}]
				if !allowed {
					checkRefused(t, s, rule.Verb, events, err)
					return
				}
				if err != nil || len(events) != 1 {
					t.Fatalf("%d events, %v", len(events), err)
				}
				if e := events[0]; e.From != from || e.To != to || e.Verb != rule.Verb || e.Claim != claim() {
					t.Errorf("%+v, want it to lead to %q", e, to)
				}
				if after := cpor.Evolve(s, events[0], stamp(c.Today), 9); after.Status != to {
					t.Errorf("the claim is then %q, want %q", after.Status, to)
				}
			})
		}
	}
	if want := 9 * 15; cells != want {
		t.Errorf("%d cells, want %d", cells, want)
	}
}

// checkRefused checks that a move is a conflict which names exactly the moves that are allowed.
func checkRefused(t *testing.T, s cpor.State, v cpor.Verb, events []cpor.Event, err error) {
	t.Helper()
	if len(events) > 0 || fault.CodeOf(err) != fault.Conflict {
		t.Fatalf("%d events, %v, want a conflict", len(events), err)
	}
	leads, rules := agreed(t)
	var want, got []string
	for c := range leads {
		if c.from == s.Status && rules[c.verb].By != cpor.System {
			want = append(want, string(c.verb))
		}
	}
	slices.Sort(want)
	e := fault.As(err)
	if text := fmt.Sprint(e.Args["allowed"]); text != "" {
		got = strings.Split(text, ", ")
		slices.Sort(got)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("allowed (-want +got)\n%s", diff)
	}
	key := "claim.move"
	if len(want) == 0 {
		key = "claim.move-none"
	}
	if e.Key != key || e.Args["claim"] != s.ID.String() || e.Args["status"] != string(s.Status) || e.Args["verb"] != string(v) || e.Target != s.ID.String() {
		t.Errorf("%v about %q, want %s", e, e.Target, key)
	}
}

func TestTheTableOfMovesHasNoLineThatTheContractLacks(t *testing.T) {
	leads, rules := agreed(t)
	got := map[cell]cpor.Status{}
	for _, e := range cpor.Edges() {
		c := cell{e.From, e.Verb}
		if _, twice := got[c]; twice {
			t.Errorf("%s from %q stands in two lines", e.Verb, e.From)
		}
		got[c] = e.To
	}
	if diff := cmp.Diff(leads, got, cmp.AllowUnexported(cell{})); diff != "" {
		t.Errorf("moves (-contract +code)\n%s", diff)
	}
	verbs := map[cpor.Verb]cpor.VerbRule{}
	for _, r := range cpor.Verbs() {
		if r != r.Verb.Rule() {
			t.Errorf("the rule of %s is %+v, want %+v", r.Verb, r.Verb.Rule(), r)
		}
		verbs[r.Verb] = r
	}
	if diff := cmp.Diff(rules, verbs); diff != "" || len(verbs) != len(cpor.Verbs()) {
		t.Errorf("verbs (-contract +code)\n%s", diff)
	}
	if none := cpor.Verb("approved").Rule(); none != (cpor.VerbRule{}) {
		t.Errorf("what is no verb has the rule %+v", none)
	}
}

func TestEveryStatusIsComeToAndLeftAsTheTableSays(t *testing.T) {
	var reached, left []cpor.Status
	for _, e := range cpor.Edges() {
		reached, left = append(reached, e.To), append(left, e.From)
		if !slices.Contains(e.Verb.From(), e.From) {
			t.Errorf("%s does not say that it leads on from %q", e.Verb, e.From)
		}
	}
	for _, s := range cpor.Statuses() {
		if !slices.Contains(reached, s) {
			t.Errorf("no move leads to %s", s)
		}
		if ends := s == cpor.Ended; slices.Contains(left, s) == ends {
			t.Errorf("moves lead on from %s: %t", s, !ends)
		}
	}
	if got := cpor.Verb("fly").From(); len(got) > 0 {
		t.Errorf("what is no verb leads on from %v", got)
	}
}

func TestWhatIsAllowedAgreesWithWhereAVerbLeadsOnFrom(t *testing.T) {
	for _, s := range everywhere() {
		allowed := cpor.Allowed(s)
		for _, r := range cpor.Verbs() {
			want := r.By != cpor.System && slices.Contains(r.Verb.From(), s)
			if got := slices.Contains(allowed, r.Verb); got != want {
				t.Errorf("%s of one that is %q is allowed: %t, want %t", r.Verb, s, got, want)
			}
		}
		if once := slices.Compact(slices.Sorted(slices.Values(allowed))); len(once) != len(allowed) {
			t.Errorf("%q allows one verb twice: %v", s, allowed)
		}
	}
}

func TestAVerbThatNeedsAReasonIsRefusedWithoutOne(t *testing.T) {
	_, rules := agreed(t)
	for _, e := range cpor.Edges() {
		for _, reason := range []string{"", " \t\n"} {
			c := command(t, e.Verb, func(c *cpor.Command) { c.Reason = reason })
			events, err := cpor.Decide(in(t, e.From), c)
			if !rules[e.Verb].Reason {
				if err != nil || len(events) != 1 || events[0].Reason != "" {
					t.Errorf("%s from %q: %+v, %v", e.Verb, e.From, events, err)
				}
				continue
			}
			f := fault.As(err)
			if len(events) > 0 || f == nil || f.Code != fault.Invalid || f.Key != "claim.reason" || f.Args["verb"] != string(e.Verb) || f.Target != "--reason" {
				t.Errorf("%s from %q for %q: %d events, %v", e.Verb, e.From, reason, len(events), err)
			}
		}
	}
}

func TestAReasonIsKeptWithoutTheSpacesAroundIt(t *testing.T) {
	c := command(t, cpor.Reject, func(c *cpor.Command) { c.Reason = " no signature\n" })
	s := does(t, in(t, cpor.Submitted), c)
	if got := s.Moves[len(s.Moves)-1].Reason; got != "no signature" {
		t.Errorf("the reason is %q", got)
	}
}

func TestOnlyAClaimThatWaitsForADecisionIsInFlight(t *testing.T) {
	for _, s := range everywhere() {
		want := s == cpor.Submitted || s == cpor.InReview || s == cpor.ActionRequired
		if s.InFlight() != want {
			t.Errorf("%q is in flight: %t, want %t", s, s.InFlight(), want)
		}
	}
}

func TestACallerCannotAlterTheTables(t *testing.T) {
	edges, verbs := cpor.Edges(), cpor.Verbs()
	for i := range edges {
		edges[i] = cpor.Edge{}
	}
	for i := range verbs {
		verbs[i] = cpor.VerbRule{}
	}
	cpor.Allowed(cpor.Draft)[0] = "fly"
	TestTheTableOfMovesHasNoLineThatTheContractLacks(t)
}
