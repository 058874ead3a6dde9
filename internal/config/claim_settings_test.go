package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestASettingWithADotIsNoFlag(t *testing.T) {
	for _, s := range Settings() {
		if s.NoFlag != strings.Contains(s.Key, ".") {
			t.Errorf("%s: no flag is %v", s.Key, s.NoFlag)
		}
		if s.NoFlag && s.NotInFile {
			t.Errorf("%s can be set by the environment only", s.Key)
		}
	}
}

func TestTheWindowsOfClaimsAreReadTogether(t *testing.T) {
	in := given(t, "claim:\n  answer-within: 5bd\n  dispute-within: 45D # longer here\n  catalogue: own.yaml\nquiet: true\n",
		"DPOR_CLAIM_CUSTOMER_WINDOW", "7d", "DPOR_CLAIM_HOLIDAYS", "2026-12-25")
	config, err := Load(in)
	if err != nil {
		t.Fatal(err)
	}
	want := ClaimSettings{
		AnswerWithin: day.Period{N: 5, Business: true}, DisputeWithin: day.Period{N: 45}, CustomerWindow: day.Period{N: 7},
		Holidays: []day.Day{46380}, Catalogue: filepath.Join(filepath.Dir(filePath(t, in)), "own.yaml"),
	}
	if diff := cmp.Diff(want, config.Claim); diff != "" || !config.Quiet {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestHolidaysAreListedInOrderEachOnce(t *testing.T) {
	const both = "2026-12-25,2026-12-26"
	for _, c := range []struct {
		name, file, env, listed string
		source                  Source
	}{
		{"nothing", "", "", "none", Default},
		{"one", "claim.holidays: 2026-12-25\n", "", "2026-12-25", File},
		{"commas", "claim:\n  holidays: 2026-12-26,2026-12-25\n", "", both, File},
		{"semicolons and spaces", "claim:\n  holidays: ' 2026-12-26 ;2026-12-25 2026-12-26; '\n", "", both, File},
		{"a text of several lines", "claim:\n  holidays: |\n    2026-12-25\n    2026-12-26\n", "", both, File},
		{"a list", "claim:\n  holidays: [2026-12-26, 2026-12-25]\n", "", both, File},
		{"a list below the key", "claim:\n  holidays:\n    - 2026-12-25 # Christmas\n    - \"2026-12-26\"\n", "", both, File},
		{"a list with an empty item", "claim:\n  holidays: [2026-12-25, '', ~]\n", "", "2026-12-25", File},
		{"an item repeated by an alias", "claim.holidays: [&day 2026-12-25, *day]\n", "", "2026-12-25", File},
		{"the word for none", "claim:\n  holidays: None\n", "", "none", File},
		{"a list with the word for none", "claim:\n  holidays: [none]\n", "", "none", File},
		{"an empty list", "claim:\n  holidays: []\n", "", "none", Default},
		{"an empty text", "claim:\n  holidays: \"\"\n", "", "none", Default},
		{"the environment", "", both, both, Environment},
		{"the environment over the file", "claim:\n  holidays: [2026-12-25]\n", "2026-01-01", "2026-01-01", Environment},
		{"none in the environment over the file", "claim:\n  holidays: [2026-12-25]\n", "none", "none", Environment},
		{"nothing in the environment", "claim:\n  holidays: [2026-12-25]\n", "", "2026-12-25", File},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.file, "DPOR_CLAIM_HOLIDAYS", c.env)
			row, err := Get(in, "claim.holidays")
			if err != nil || row != (Row{"claim.holidays", c.listed, c.source}) {
				t.Errorf("got %+v, %v", row, err)
			}
			config, err := Load(in)
			if want := "[" + strings.NewReplacer(",", " ", "none", "").Replace(c.listed) + "]"; err != nil || fmt.Sprint(config.Claim.Holidays) != want {
				t.Errorf("loaded %v, %v, want %s", config.Claim.Holidays, err, want)
			}
		})
	}
}

func TestABadWindowOrHolidayIsRefusedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		key, value, told, sentence, expected string
	}{
		{"claim.answer-within", "5", "5", "config.value.period", "bd for business days"},
		{"claim.answer-within", "soon", "soon", "config.value.period", "5bd or 30d."},
		{"claim.answer-within", "none", "none", "config.value.period", "5bd or 30d."},
		{"claim.dispute-within", "0d", "0d", "config.value.period", "5bd or 30d."},
		{"claim.dispute-within", "3651d", "3651d", "config.value.period", "1 to 3650"},
		{"claim.customer-window", "7 days", "7 days", "config.value.period", "or the word none."},
		{"claim.holidays", "2026-12-25,26.12.2026 soon", "26.12.2026", "config.value.days", "2026-12-25,2026-12-26"},
		{"claim.holidays", "none 2026-12-25", "none", "config.value.days", "alone"},
		{"claim.holidays", ";", ";", "config.value.days", "commas"},
	} {
		t.Run(c.key+" "+c.value, func(t *testing.T) {
			_, err := Load(given(t, "", EnvName(c.key), c.value))
			mentions(t, refused(t, err, fault.Usage, c.sentence), EnvName(c.key), `"`+c.told+`"`, c.expected)

			_, err = Set(t.Context(), given(t, ""), c.key, c.value)
			mentions(t, refused(t, err, fault.Usage, c.sentence), c.key, `"`+c.told+`"`, c.expected)

			_, nested, _ := strings.Cut(c.key, ".")
			in := given(t, "# a comment\nclaim:\n  "+nested+": '"+c.value+"'\n")
			config, err := Load(in)
			mentions(t, refused(t, err, fault.Invalid, c.sentence), c.key+" ("+filePath(t, in)+":3)", `"`+c.told+`"`, c.expected)
			if e := fault.As(err); e.File != filePath(t, in) || e.Line != 3 || e.Value != c.told {
				t.Errorf("at %s:%d %q", e.File, e.Line, e.Value)
			}
			if got := fmt.Sprint(config.Claim); got != "{5bd 30d none [] }" {
				t.Errorf("beside the error there is %s", got)
			}
		})
	}
}

func TestABadItemOfAListIsRefusedWithItsOwnLine(t *testing.T) {
	for _, c := range []struct {
		name, holidays, sentence, told string
		line                           int
	}{
		{"no day", "\n    - 2026-12-25\n    - 2026-13-01\n", "config.value.days", "2026-13-01", 4},
		{"none among days", "\n    - 2026-12-25\n    - none\n", "config.value.days", "none", 4},
		{"several in an item", "\n    - 2026-12-25; 2026-12-26\n    - 2026-12-27, x\n", "config.value.days", "x", 4},
		{"only separators", "\n    - ';'\n    - ','\n", "config.value.days", ";,,", 3},
		{"a list in the list", "\n    - 2026-12-25\n    - [2026-12-26]\n", "config.file.list", "[2026-12-25, 2026-12-26]", 4},
		{"keys", "\n    christmas: 2026-12-25\n", "config.file.list", "[2026-12-25, 2026-12-26]", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, "claim:\n  holidays:"+c.holidays)
			_, err := Load(in)
			mentions(t, refused(t, err, fault.Invalid, c.sentence), c.told, filePath(t, in))
			if e := fault.As(err); e.Line != c.line {
				t.Errorf("at line %d, want %d", e.Line, c.line)
			}
		})
	}
	_, err := Load(given(t, "claim:\n  answer-within: [5bd]\n"))
	mentions(t, refused(t, err, fault.Invalid, "config.file.scalar"), "claim.answer-within", "line 2")
	_, err = Load(given(t, "claim:\n  hollidays: [2026-12-25]\n"))
	mentions(t, refused(t, err, fault.Invalid, "config.file.key"), `"claim.hollidays"`, "claim.holidays")
	_, err = Load(given(t, "profiles:\n  a: {user: a@b.c, role: reader, partnerIds: {x: y}}\n"))
	mentions(t, refused(t, err, fault.Invalid, "config.file.list"), `["1234567", "7654321"]`)
}

func TestSettingAWindowOrHolidaysWritesThemNested(t *testing.T) {
	for _, c := range []struct{ name, before, key, value, after string }{
		{"a window", "", "claim.answer-within", " 10BD ", "claim:\n  answer-within: 10bd\n"},
		{"another beside it", "claim:\n  answer-within: 10bd # ours\n", "claim.customer-window", "7d", "claim:\n  answer-within: 10bd # ours\n  customer-window: 7d\n"},
		{"no window", "", "claim.customer-window", "0d", "claim:\n  customer-window: none\n"},
		{"a window taken out", "claim:\n  answer-within: 10bd\nquiet: true\n", "claim.answer-within", "", "quiet: true\n"},
		{"holidays", "", "claim.holidays", "2026-12-26;2026-12-25", "claim:\n  holidays: 2026-12-25,2026-12-26\n"},
		{"one holiday", "", "claim.holidays", "2026-12-25", "claim:\n  holidays: \"2026-12-25\"\n"},
		{"holidays for a list", "claim:\n  holidays:\n    - 2026-12-25\n  answer-within: 5bd\n", "claim.holidays", "2026-12-26", "claim:\n  holidays: \"2026-12-26\"\n  answer-within: 5bd\n"},
		{"a bad list mended", "claim:\n  holidays: [x, [y]]\n", "claim.holidays", "2026-12-25", "claim:\n  holidays: \"2026-12-25\"\n"},
		{"no holidays", "claim:\n  holidays: [2026-12-25]\n", "claim.holidays", "NONE", "claim:\n  holidays: none\n"},
		{"a list taken out", "claim:\n  holidays:\n    - 2026-12-25\nquiet: true\n", "claim.holidays", "", "quiet: true\n"},
		{"a catalogue", "", "claim.catalogue", "/c/own.yaml", "claim:\n  catalogue: /c/own.yaml\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.before)
			if changed, err := Set(t.Context(), in, c.key, c.value); err != nil || !changed {
				t.Fatalf("%v, %v", changed, err)
			}
			if got := fileText(t, in); got != c.after {
				t.Errorf("got  %q\nwant %q", got, c.after)
			}
			if changed, err := Set(t.Context(), in, c.key, c.value); err != nil || changed {
				t.Errorf("for the second time: %v, %v", changed, err)
			}
			if _, err := Get(in, c.key); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHolidaysThatAreListedAlreadyLeaveTheFileAsItIs(t *testing.T) {
	const list = "claim:\n  holidays: # ours\n    - 2026-12-25\n    - 2026-12-26\n"
	in := given(t, list)
	if changed, err := Set(t.Context(), in, "claim.holidays", "2026-12-26 2026-12-25"); err != nil || changed {
		t.Errorf("%v, %v", changed, err)
	}
	if got := fileText(t, in); got != list {
		t.Errorf("the file is now %q", got)
	}
}
