package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestANoteTellsWhichOfItsRecipientsHaveAMessage, as many as there is room for; with more it is as if the message
// was begun and no more is known.
func TestANoteTellsWhichOfItsRecipientsHaveAMessage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var to, have []string
		for n := range rapid.OneOf(rapid.IntRange(1, 70), rapid.IntRange(mostMarked-2, mostMarked+2)).Draw(t, "recipients") {
			to = append(to, fmt.Sprintf("%d@x.example", n))
			if rapid.Bool().Draw(t, "has it") {
				have = append(have, to[n])
			}
		}
		note := notePartly(to, have)
		got := note.have(to)
		if beyond := len(have) > 0 && slices.Index(to, have[len(have)-1]) >= mostMarked; beyond {
			if note != Begun || got != nil {
				t.Fatalf("of %d it is %s", len(to), note)
			}
			return
		}
		if !slices.Equal(got, have) || len(note) > len("partly-")+mostMarked/4 {
			t.Fatalf("%s is read as %q, want %q", note, got, have)
		}
		if few := note.have(to[:1]); len(few) > 1 { // whatever the record has become
			t.Fatalf("%q have it", few)
		}
	})
}

func TestAnotherNoteTellsOfNoRecipients(t *testing.T) {
	for _, note := range []Note{"", Begun, HandedOver, NotTaken, "partly-", "partly-x", "partly--1", "partly-1" + Note(strings.Repeat("0", mostMarked/4)), "partly-1_0"} {
		if have := note.have([]string{"a@x.example"}); have != nil {
			t.Errorf("%q tells of %q", note, have)
		}
	}
	if note := notePartly([]string{"a@x.example"}, []string{"b@x.example"}); note != Begun {
		t.Errorf("of a stranger it is %s", note)
	}
}
