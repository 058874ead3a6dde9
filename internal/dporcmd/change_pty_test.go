//go:build unix

package dporcmd

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// edits is the flow of `dpor edit` (seeds/004) for subscription 0, which partner 3 holds.
func edits(answerID string) []answer {
	return []answer{
		{"Which subscription?", "Subscription 0" + enter},
		{"Partner of record that is set: " + partner(3) + " Partner 3, since 2024-05-31", ""},
		{"New Microsoft partner ID (X to clear the field)", answerID + enter},
	}
}

func TestEditShowsWhoIsSetAndPutsAnotherInThePlace(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := settled(t, 2)
			w.must(t, "add", "--subscription", place(0), "--mpn", partner(3))
			s := w.at(t, k, "edit")
			s.goesThrough(append(edits(partner(1)),
				answer{"Partner found: Partner 1, Malmö, SE", ""},
				answer{"right partner?", "y" + enter},
				answer{"~ Subscription 0 (" + place(0) + "): partner " + partner(3) + " becomes " + partner(1) + " Partner 1", ""},
				answer{"Submit?", "y" + enter}))
			s.ends(0)
			if got := w.holders(t, 2); !maps.Equal(got, map[int]string{0: partner(1)}) {
				t.Errorf("the ledger has %v", got)
			}
		})
	}
}

func TestEditWithAnXClearsTheField(t *testing.T) {
	for _, x := range []string{"X", "x"} {
		t.Run(x, func(t *testing.T) {
			t.Parallel()
			w := settled(t, 2)
			w.must(t, "add", "--subscription", place(0), "--mpn", partner(3))
			s := w.at(t, usual(), "edit", "--subscription", place(0))
			s.goesThrough(append(edits(x)[1:],
				answer{"- Subscription 0 (" + place(0) + "): partner " + partner(3) + " is removed", ""},
				answer{"Submit?", "y" + enter}, answer{"removed", ""}))
			s.ends(0)
			if got := w.holders(t, 2); len(got) != 0 {
				t.Errorf("the ledger has %v", got)
			}
		})
	}
}

func TestControlCWhileEditingChangesNothing(t *testing.T) {
	flow := append(edits(partner(1)), answer{"right partner?", "y" + enter}, answer{"Submit?", ""})
	for _, i := range []int{0, 2, 3, 4} {
		t.Run(fmt.Sprint("question ", i), func(t *testing.T) {
			t.Parallel()
			w := settled(t, 2)
			w.must(t, "add", "--subscription", place(0), "--mpn", partner(3))
			w.refuses(t, usual(), flow, i, interrupt, "edit")
		})
	}
}

func TestARemovalIsConfirmed(t *testing.T) {
	t.Parallel()
	w := settled(t, 2)
	w.must(t, "add", "--subscription", place(0), "--subscription", place(1), "--mpn", partner(3))
	flow := []answer{
		{"Which subscription?", "Subscription 1" + enter},
		{"- Subscription 1 (" + place(1) + "): partner " + partner(3) + " is removed", ""},
		{"Submit?", "y" + enter},
	}
	w.refuses(t, usual(), flow, 0, interrupt, "rm")
	w.refuses(t, usual(), flow, 2, interrupt, "rm")
	w.refuses(t, usual(), flow, 2, "n"+enter, "rm")
	w.refuses(t, usual(), flow, 2, enter, "rm") // taking away is not what it proposes
	s := w.at(t, usual(), "rm")
	s.goesThrough(flow)
	s.ends(0)
	if got := w.holders(t, 2); !maps.Equal(got, map[int]string{0: partner(3)}) {
		t.Errorf("the ledger has %v", got)
	}
	s = w.at(t, usual(), "rm", "--subscription", place(0), "--yes")
	s.ends(0)
	if strings.Contains(s.text(), "Submit?") || len(w.holders(t, 2)) != 0 {
		t.Error("--yes does not answer")
	}
}

// CONTRACT section 6: the ledger is not held while a question is open, and what moved is a conflict.
func TestTheLedgerIsFreeWhileAQuestionIsOpen(t *testing.T) {
	t.Parallel()
	w := settled(t, 3)
	flow := portal(usual())
	s := w.at(t, usual(), "add")
	for i, a := range flow {
		if s.sees(a.shown); a.shown == "Submit?" {
			break
		}
		if a.keys == "" {
			continue
		}
		if i < 2 { // somebody else writes to another place, without waiting for it
			w.must(t, "add", "--wait", "0s", "--subscription", place(i*2), "--mpn", partner(4+i))
			if i == 1 {
				flow[5] = answer{"Submit?", ""} // nothing is left to offer
			}
		}
		s.types(a.keys)
		if i == 4 {
			break
		}
	}
	s.sees("Submit?")
	w.must(t, "add", "--wait", "0s", "--subscription", place(1), "--mpn", partner(9))
	s.types("y" + enter)
	s.ends(4)
	if !strings.Contains(s.text(), partner(9)) {
		t.Errorf("it does not say who holds the place:\n%s", s.text())
	}
	want := map[int]string{0: partner(4), 1: partner(9), 2: partner(5)}
	if got := w.holders(t, 3); !maps.Equal(got, want) {
		t.Errorf("the ledger has %v, want %v", got, want)
	}
	w.must(t, "audit", "verify")
}

func TestInitAsksForUserRoleAndTenants(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := empty(t)
			s := w.at(t, k, "init")
			s.goesThrough([]answer{
				{"Your user name", "nobody" + enter},
				{`"nobody" is not a user name.`, ""},
				{"Your user name", "Admin@Contoso.example" + enter},
				{"What is your role?", "global-admin" + enter},
				{"In which tenants are you global admin?", "all" + enter},
			})
			s.ends(0)
			got := w.must(t, "whoami", "-o", "json", "--query", "[profile, user, role, tenants[0], assurance]")
			if got = strings.Join(strings.Fields(got), ""); got != `["default","admin@contoso.example","global-admin","all","asserted"]` {
				t.Errorf("whoami says %s", got)
			}
		})
	}
}

func TestControlCWhileInitAsksLeavesNothingBehind(t *testing.T) {
	flow := []answer{{"Your user name", "admin@contoso.example" + enter}, {"What is your role?", "global-admin" + enter}, {"In which tenants", ""}}
	for i := range flow {
		t.Run(fmt.Sprint("question ", i), func(t *testing.T) {
			t.Parallel()
			w := empty(t)
			s := w.at(t, usual(), "init")
			s.goesThrough(flow[:i])
			s.sees(flow[i].shown)
			s.types(interrupt)
			s.ends(130)
			if _, _, code := w.run(t, "list"); code != 3 {
				t.Errorf("list ends with %d: there is a ledger", code)
			}
		})
	}
}
