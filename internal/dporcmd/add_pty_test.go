//go:build unix

package dporcmd

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"
)

const (
	interrupt = "\x03"
	enter     = "\r"
)

// portal is the flow of the portal (seeds/001): each question of `dpor add` with a right answer, for a
// person who wants partner 1 on subscription 1 of three.
func portal(k kind) []answer {
	pick := answer{"Which subscription?", "Subscription 1" + enter}
	if k == usual() {
		pick.keys = "tion 1" // a part of the name; the list shrinks to what is typed
	}
	flow := []answer{pick}
	if k == usual() {
		flow = append(flow, answer{"Which subscription? tion 1", enter})
	}
	return append(flow,
		answer{"Microsoft partner ID (Check ID)", partner(1) + enter},
		answer{"Partner found: Partner 1, Malmö, SE", ""},
		answer{"Is this the right partner?", "y" + enter},
		answer{"This customer has 2 more subscriptions without a partner. Add this partner to all of them too?", "n" + enter},
		answer{"+ Subscription 1 (" + place(1) + "): partner " + partner(1) + " Partner 1", ""},
		answer{"Submit?", "y" + enter},
	)
}

func TestAPartnerIsAddedInThePortalsOrder(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := settled(t, 3)
			s := w.at(t, k, "add")
			s.goesThrough(portal(k))
			s.sees("added")
			s.ends(0)
			if got := w.holders(t, 3); !maps.Equal(got, map[int]string{1: partner(1)}) {
				t.Errorf("the ledger has %v", got)
			}
			w.must(t, "audit", "verify")
			if drawn := strings.Contains(s.text(), "\x1b[?25l"); drawn != (k == usual()) {
				t.Errorf("it was drawn: %v", drawn)
			}
		})
	}
}

func TestAddToAllGivesThePartnerToEveryFreeSubscription(t *testing.T) {
	t.Parallel()
	w := settled(t, 3)
	w.must(t, "add", "--subscription", place(0), "--mpn", partner(3))
	s := w.at(t, usual(), "add")
	s.goesThrough([]answer{
		{"Which subscription?", enter},
		{"Microsoft partner ID", partner(1) + enter},
		{"right partner?", "yes" + enter},
		{"1 more subscription without a partner. Add this partner to it too?", "y" + enter},
		{"+ Subscription", ""}, {"+ Subscription", ""},
		{"Submit?", enter}, // yes is what it proposes
	})
	s.ends(0)
	if got := w.holders(t, 3); !maps.Equal(got, map[int]string{0: partner(3), 1: partner(1), 2: partner(1)}) {
		t.Errorf("the ledger has %v", got)
	}
}

func TestAWrongPartnerIDIsAskedForAgain(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := settled(t, 1)
			s := w.at(t, k, "add")
			question := "Microsoft partner ID (Check ID)"
			s.goesThrough([]answer{
				{"Which subscription?", "Subscription 0" + enter},
				{question, "0123" + enter},
				{`"0123" is not a partner ID (MPN ID).`, ""},
				{"4 to 9 digits", ""},
				{question, "4399999" + enter},
				{"Partner ID 4399999 is not in the partner directory of this ledger.", ""},
				{question, partner(2) + enter},
				{partner(2) + " (Partner 2) is a headquarters ID, and only a location ID can be partner of record.", ""},
				{question, partner(1) + enter},
				{"Partner found: Partner 1, Malmö, SE", ""},
				{"right partner?", "y" + enter},
				{"Submit?", "y" + enter},
			})
			s.ends(0)
			if strings.Contains(s.text(), "Add this partner to") {
				t.Error("it offers other subscriptions, and there are none")
			}
			if got := w.holders(t, 1); got[0] != partner(1) {
				t.Errorf("the ledger has %v", got)
			}
		})
	}
}

// refuses answers the questions of a flow rightly but for the one of some number, and checks that
// nothing was changed.
func (w world) refuses(t *testing.T, k kind, flow []answer, at int, keys string, args ...string) {
	t.Helper()
	before := w.bytes(t)
	s := w.at(t, k, args...)
	s.goesThrough(flow[:at])
	s.sees(flow[at].shown)
	s.types(keys)
	s.ends(130)
	if !bytes.Equal(before, w.bytes(t)) {
		t.Error("the ledger file is another one")
	}
	if !strings.Contains(s.text(), "Cancelled: nothing was changed.") {
		t.Errorf("it does not say so:\n%s", s.text())
	}
}

func TestControlCAtAnyQuestionChangesNothing(t *testing.T) {
	for _, k := range kinds() {
		for i, a := range portal(k) {
			if a.keys == "" {
				continue
			}
			t.Run(fmt.Sprintf("%s at question %d", k.name, i), func(t *testing.T) {
				t.Parallel()
				settled(t, 3).refuses(t, k, portal(k), i, interrupt, "add")
			})
		}
	}
}

func TestNoAtAConfirmationChangesNothing(t *testing.T) {
	for _, k := range kinds() {
		for i, a := range portal(k) {
			if a.shown != "Submit?" && a.shown != "Is this the right partner?" {
				continue
			}
			t.Run(k.name+", "+a.shown, func(t *testing.T) {
				t.Parallel()
				settled(t, 3).refuses(t, k, portal(k), i, "n"+enter, "add")
			})
		}
	}
}

func TestAllFlagsOnATerminalShowThePartnerAndAskOnlyToSubmit(t *testing.T) {
	t.Parallel()
	w := settled(t, 2)
	s := w.at(t, usual(), "add", "--subscription", place(0), "--mpn", partner(1))
	s.goesThrough([]answer{
		{"Partner found: Partner 1, Malmö, SE", ""}, {"+ Subscription 0", ""}, {"Submit?", "y" + enter}, {"added", ""},
	})
	s.ends(0)
	if strings.Contains(s.text(), "right partner") {
		t.Error("it asks for what the flags said")
	}
	s = w.at(t, usual(), "add", "--subscription", place(1), "--mpn", partner(1), "--yes")
	s.sees("added")
	s.ends(0)
	if strings.Contains(s.text(), "Submit?") {
		t.Error("it asks in spite of --yes")
	}
	if got := w.holders(t, 2); len(got) != 2 {
		t.Errorf("the ledger has %v", got)
	}
}

func TestAQuestionThatCannotBeAskedNamesTheFlag(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		flag string
	}{
		"no input, no subscription":      {[]string{"add", "--no-input"}, "--subscription"},
		"no input, no partner":           {[]string{"add", "--no-input", "--subscription", place(0)}, "--mpn"},
		"JSON, no subscription":          {[]string{"add", "-o", "json"}, "--subscription"},
		"JSON, no partner":               {[]string{"add", "-o", "json", "--subscription", place(0)}, "--mpn"},
		"lines of JSON, no partner":      {[]string{"add", "-o", "ndjson", "--subscription", place(0)}, "--mpn"},
		"no input, edit without partner": {[]string{"edit", "--no-input", "--subscription", place(1)}, "--mpn"},
		"no input, remove":               {[]string{"remove", "--no-input", "--subscription", place(1)}, "--yes"},
		"JSON, remove":                   {[]string{"remove", "-o", "json", "--subscription", place(1)}, "--yes"},
		"no input, edit to clear":        {[]string{"edit", "--no-input", "--subscription", place(1), "--clear"}, "--yes"},
		"no input, init":                 {[]string{"init", "--no-input"}, "--user"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := settled(t, 2)
			w.must(t, "add", "--subscription", place(1), "--mpn", partner(1))
			before := w.bytes(t)
			s := w.at(t, usual(), tt.args...)
			s.sees(tt.flag + " is needed")
			s.ends(2)
			if !bytes.Equal(before, w.bytes(t)) {
				t.Error("something was written")
			}
		})
	}
}
