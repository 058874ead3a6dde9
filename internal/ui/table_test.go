package ui

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func onTerminal(width int, color bool) (*Printer, fmt.Stringer) {
	p, out, _ := printing(Table)
	p.Streams.OutTTY, p.Streams.Width, p.Streams.Color = true, width, color
	return p, out
}

func TestATableOnATerminalHasARuleBelowItsHeader(t *testing.T) {
	p, out := onTerminal(80, false)
	must(t, List(p, rowView(), Rows(twoRows())))
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	same(t, strings.Join(lines, "\n"), `PARTNER ID  NAME              SEATS
─────────────────────────────────────
1234        Contoso, "North"  25
0123
`)
}

func TestATableOnATerminalCutsAndChangesNothing(t *testing.T) {
	p, out := onTerminal(0, false)
	for _, name := range []string{strings.Repeat("word ", 100) + "end", "  two  spaces  ", "a_b.c", "1234567", "北京 Ærø"} {
		must(t, List(p, rowView(), Rows([]row{{id: "1234567", name: name, seats: "x"}})))
		if !strings.Contains(out.String(), name) {
			t.Errorf("%q is not in\n%s", name, out)
		}
	}
}

func TestAHeaderIsBoldWhereColourIsWanted(t *testing.T) {
	p, out := onTerminal(80, true)
	must(t, List(p, rowView(), Rows(twoRows())))
	if !strings.Contains(out.String(), "\x1b[1mNAME\x1b[0m") {
		t.Errorf("%q", out)
	}
}

// Who says --color always wants it on a pipe too, and nothing else that is for terminals only.
func TestAPipedTableIsBoldWhereColourIsWantedAndElseTheSame(t *testing.T) {
	for _, n := range []int{1, 2, tableRows + 1, keptRows + 1} {
		rows := slices.Repeat(twoRows(), n/2+1)
		piped, plain, _ := printing(Table)
		must(t, List(piped, rowView(), Rows(rows)))
		safeOnTerminal(t, plain.String(), "\n")
		wanted, bold, _ := printing(Table)
		wanted.Streams.Color = true
		must(t, List(wanted, rowView(), Rows(rows)))
		if !strings.HasPrefix(bold.String(), "\x1b[1mPARTNER ID\x1b[0m  \x1b[1mNAME\x1b[0m              \x1b[1mSEATS\x1b[0m\n") {
			t.Errorf("%.200q", bold)
		}
		same(t, strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "").Replace(bold.String()), plain.String())
	}
	p, out := onTerminal(20, true) // too narrow for a rule
	must(t, List(p, rowView(), Rows(twoRows())))
	if !strings.Contains(out.String(), "\x1b[1mNAME\x1b[0m") {
		t.Errorf("%q", out)
	}
}

func TestATableWiderThanTheTerminalHasNoRule(t *testing.T) {
	p, out := onTerminal(20, false)
	must(t, List(p, rowView(), Rows(twoRows())))
	if strings.Contains(out.String(), "─") || !strings.Contains(out.String(), "1234        Contoso") {
		t.Errorf("%s", out)
	}
}

func TestWideCharactersKeepTheColumnsInLine(t *testing.T) {
	for _, tty := range []bool{false, true} {
		p, out, _ := printing(Table)
		p.Streams.OutTTY = tty
		must(t, List(p, rowView(), Rows([]row{{id: "1", name: "北京市", seats: "7"}, {id: "2", name: "Ærøbin", seats: "8"}})))
		for _, want := range []string{"北京市  7", "Ærøbin  8"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not in\n%s", want, out)
			}
		}
	}
}

func TestALongTableIsPrintedLikeAShortOneAndAVeryLongOneInTwoPasses(t *testing.T) {
	passes := 0
	many := func(n int) iter.Seq2[row, error] {
		return func(yield func(row, error) bool) {
			passes++
			for i := range n {
				name := "x\x1b"
				if i == n-1 {
					name = "the longest name"
				}
				if !yield(row{id: fmt.Sprint(1000 + i), name: name, seats: "1"}, nil) {
					return
				}
			}
		}
	}
	var first []string
	for i, tt := range []struct{ rows, passes int }{{tableRows, 1}, {tableRows + 1, 1}, {keptRows, 1}, {keptRows + 1, 2}} {
		passes = 0
		p, out := onTerminal(80, true)
		if i == 0 { // of tablewriter's rules a terminal shows some
			p.Streams.OutTTY = false
		}
		must(t, List(p, rowView(), many(tt.rows)))
		if passes != tt.passes {
			t.Errorf("%d rows take %d passes", tt.rows, passes)
		}
		lines := strings.Split(out.String(), "\n")
		if first == nil {
			first = lines
		}
		same(t, lines[0], "\x1b[1mPARTNER ID\x1b[0m  \x1b[1mNAME\x1b[0m              \x1b[1mSEATS\x1b[0m")
		same(t, lines[1], "1000        x                 1")
		same(t, lines[tt.rows], fmt.Sprintf("%-10d  the longest name  1", 999+tt.rows))
		same(t, fmt.Sprint(len(lines)), fmt.Sprint(tt.rows+2))
		same(t, strings.Join(lines[:tableRows], "\n"), strings.Join(first[:tableRows], "\n"))
	}
}

func TestNoTableHoldsAnUnsafeCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := row{id: outside().Draw(t, "id"), name: outside().Draw(t, "name"), contact: &contact{Name: outside().Draw(t, "contact")}}
		for _, tty := range []bool{false, true} {
			p, out, _ := printing(Table)
			p.Streams.OutTTY = tty
			if err := List(p, rowView(), Rows([]row{given})); err != nil {
				t.Fatal(err)
			}
			if err := One(p, rowView(), given); err != nil {
				t.Fatal(err)
			}
			safeOnTerminal(t, out.String(), "\n")
			if lines := strings.Count(out.String(), "\n"); lines != 6 && !(tty && lines == 7) {
				t.Fatalf("%d lines in\n%s", lines, out)
			}
		}
	})
}
