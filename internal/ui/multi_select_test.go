package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// firms are options of which some have a comma in their name.
var firms = []Option{
	{ID: "11", Name: "Contoso, Ltd"},
	{ID: "12", Name: "Contoso, Ltd, North"},
	{ID: "13", Name: "Fabrikam"},
	{ID: "14", Name: "Twin"},
	{ID: "15", Name: "Twin"},
}

func TestAPlainMultiSelectTakesNumbersIDsAndNamesWithCommasBetween(t *testing.T) {
	for _, c := range []struct {
		name, given string
		options     []Option
		want        []int
	}{
		{"one number", "2\n", places, []int{1}},
		{"numbers", "1,3\n", places, []int{0, 2}},
		{"in another order", " 4 , 1 \n", places, []int{0, 3}},
		{"the same twice", "office,3,4521\n", places, []int{2}},
		{"numbers, names and IDs", "south, 1, 77AA\u202e\n", places, []int{0, 1, 3}},
		{"all of them", "1,2,3,4\n", places, []int{0, 1, 2, 3}},
		{"empty parts", ",2,, 3,\n", places, []int{1, 2}},
		{"without an end", "2,3", places, []int{1, 2}},
		{"nothing at first", "\n , \n2\n", places, []int{1}},
		{"one unclear at first", "1,azure\n1,2\n", places, []int{0, 1}},
		{"one unknown at first", "1,nowhere\n3\n", places, []int{2}},
		{"a number that is too high and stands in an ID", "5,1\n4\n", places, []int{3}},
		{"a number that is an ID", "4521\n", places, []int{2}},
		{"a name with a comma", "contoso, ltd\n", firms, []int{0}},
		{"the longer name", "Contoso, Ltd, North\n", firms, []int{1}},
		{"names with commas among others", "13, Contoso, Ltd, 15\n", firms, []int{0, 2, 4}},
		{"a name that two have", "twin, 13\n14, 13\n", firms, []int{2, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, out := plain(c.given, "en")
			if got, err := p.MultiSelect(t.Context(), "Which ones?", c.options); !slices.Equal(got, c.want) || err != nil {
				t.Errorf("%q picks %v, %v, want %v\n%s", c.given, got, err, c.want, out)
			}
		})
	}
}

func TestAPlainMultiSelectSaysWhatIsUnclearAndAsksAgain(t *testing.T) {
	p, out := plain("azure, 3, nothing\n\n2\n", "en")
	_, err := p.MultiSelect(t.Context(), "Which\x1b ones?", places)
	must(t, err)
	const ask = "Numbers, names or IDs, with commas between them: "
	same(t, out.String(), "Which ones?\n  1. Azure North  3d1e8f70  enabled\n  2. Azure South  9f0c2a4e\n  3. Office  4521\n  4. 77aa\n"+ask+
		"2 of them match \"azure\":\n  1. Azure North  3d1e8f70  enabled\n  2. Azure South  9f0c2a4e\nNothing here matches \"nothing\".\n"+ask+
		"Pick at least one.\n"+ask)
}

func TestAPlainMultiSelectSpeaksTheLanguage(t *testing.T) {
	for lang, want := range map[string]string{"es": "Elija al menos uno.\n", "sv": "Välj minst ett.\n"} {
		p, out := plain("\n1\n", lang)
		_, err := p.MultiSelect(t.Context(), "?", places)
		must(t, err)
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: %q", lang, out)
		}
	}
}

func TestTheEndOfTheInputCancelsAMultiSelect(t *testing.T) {
	for _, given := range []string{"", "wrong\n", "\n", "1,azure\n", "1,\x03\n"} {
		p, _ := plain(given, "en")
		if got, err := p.MultiSelect(t.Context(), "Which?", places); !isCancelled(err) || got != nil {
			t.Errorf("%q: %v, %v", given, got, err)
		}
	}
}

func TestSelectingSeveralFromNothingIsNotFound(t *testing.T) {
	p, _ := plain("1\n", "en")
	for _, p := range []Prompter{p, NewScript("1"), &surveyPrompter{}} {
		if _, err := p.MultiSelect(t.Context(), "Which?", nil); err == nil || fault.As(err).Code != fault.NotFound {
			t.Errorf("%T: %v", p, err)
		}
	}
}

func TestAScriptPicksSeveralByCommas(t *testing.T) {
	s := NewScript("office, 1", "2", "azure", "")
	for _, want := range [][]int{{0, 2}, {1}} {
		if got, err := s.MultiSelect(t.Context(), "Which?", places); !slices.Equal(got, want) || err != nil {
			t.Errorf("%v %v, want %v", got, err, want)
		}
	}
	for range 3 { // unclear, nothing, no answer left
		if got, err := s.MultiSelect(t.Context(), "Which?", places); !isCancelled(err) || got != nil {
			t.Errorf("%v %v", got, err)
		}
	}
	if len(s.Asked) != 5 || len(s.Shown) != 5 || len(s.Left()) != 0 {
		t.Errorf("%q %v %q", s.Asked, s.Shown, s.Left())
	}
}
