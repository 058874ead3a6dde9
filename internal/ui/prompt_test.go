package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

var places = []Option{
	{ID: "3d1e8f70", Name: "Azure North", Note: "enabled"},
	{ID: "9f0c2a4e", Name: "Azure South"},
	{ID: "4521", Name: "Office"},
	{ID: "77aa\u202e", Name: ""},
}

func plain(in, lang string) (Prompter, *bytes.Buffer) {
	s, _, err := TestStreams(in)
	return NewPrompter(s, "auto", catalogue.New(lang)), err
}

func partnerID(s string) error { _, err := ids.ParsePartner(s); return err }

func isCancelled(err error) bool { return err != nil && fault.As(err).Code == fault.Cancelled }

func TestAPlainSelectTakesANumberOrAPartOfTheNameOrID(t *testing.T) {
	for given, want := range map[string]int{
		"1\n": 0, " 4 \n": 3, "south\n": 1, "3D1E8F70\n": 0, "9f0c\n": 1, "4521\n": 2, "office": 2,
		"azure\nnorth\n": 0, "nowhere\n\n2\n": 1, "99\n4\n": 3,
	} {
		p, out := plain(given, "en")
		if got, err := p.Select(t.Context(), "Which one?", places); got != want || err != nil {
			t.Errorf("%q picks %d, %v, want %d\n%s", given, got, err, want, out)
		}
	}
}

func TestAPlainSelectSaysWhatItOffersAndWhy(t *testing.T) {
	p, out := plain("azure\nnothing\n2\n", "en")
	_, err := p.Select(t.Context(), "Which\x1b one?", places)
	must(t, err)
	const ask = "Number, or part of the name or ID: "
	same(t, out.String(), "Which one?\n  1. Azure North  3d1e8f70  enabled\n  2. Azure South  9f0c2a4e\n  3. Office  4521\n  4. 77aa\n"+ask+
		"2 of them match \"azure\":\n  1. Azure North  3d1e8f70  enabled\n  2. Azure South  9f0c2a4e\n"+ask+"Nothing here matches \"nothing\".\n"+ask)
}

func TestALongPlainSelectListsFiftyAndFindsTheOthers(t *testing.T) {
	var options []Option
	for i := range 120 {
		options = append(options, Option{ID: fmt.Sprintf("id-%03d", i)})
	}
	p, out := plain("id-119\n", "en")
	if got, err := p.Select(t.Context(), "Which?", options); got != 119 || err != nil {
		t.Errorf("%d %v", got, err)
	}
	if strings.Contains(out.String(), "id-050") || !strings.Contains(out.String(), "… and 70 more") {
		t.Errorf("%s", out)
	}
}

func TestAWrongIDAsksAgain(t *testing.T) {
	p, out := plain("0123\n1234567\n", "en")
	got, err := p.Input(t.Context(), "Partner ID", "", "The MPN ID.", partnerID)
	must(t, err)
	same(t, got, "1234567")
	same(t, out.String(), "  The MPN ID.\nPartner ID: \"0123\" is not a partner ID (MPN ID).\n  Type 4 to 9 digits that do not begin with 0, such as 1234567.\nPartner ID: ")
}

func TestAnEmptyAnswerIsThePreset(t *testing.T) {
	p, out := plain("\n\n\n", "en")
	got, err := p.Input(t.Context(), "Partner ID", "1234", "", partnerID)
	must(t, err)
	same(t, got, "1234")
	same(t, out.String(), "Partner ID [1234]: ")
	for _, preset := range []bool{true, false} {
		if yes, err := p.Confirm(t.Context(), "Sure?", preset); yes != preset || err != nil {
			t.Errorf("%v %v", yes, err)
		}
	}
}

func TestAConfirmationTakesTheWordsOfTheLanguage(t *testing.T) {
	for _, c := range []struct {
		lang, given string
		want        bool
	}{
		{"en", "y\n", true}, {"en", "YES\n", true}, {"en", "n\n", false}, {"en", "perhaps\nno\n", false},
		{"es", "sí\n", true}, {"es", "S\n", true}, {"es", "yes\n", true}, {"sv", "ja\n", true}, {"sv", "nej\n", false},
	} {
		p, out := plain(c.given, c.lang)
		if yes, err := p.Confirm(t.Context(), "Submit?", !c.want); yes != c.want || err != nil {
			t.Errorf("%s %q: %v %v\n%s", c.lang, c.given, yes, err, out)
		}
	}
	p, out := plain("perhaps\ny\n", "en")
	_, err := p.Confirm(t.Context(), "Submit?", false)
	must(t, err)
	same(t, out.String(), "Submit? [y/N]: Please answer yes or no.\nSubmit? [y/N]: ")
}

func TestTheEndOfTheInputCancels(t *testing.T) {
	for _, given := range []string{"", "wrong\n", "\x03\n"} {
		p, _ := plain(given, "en")
		if _, err := p.Input(t.Context(), "ID", "", "", partnerID); !isCancelled(err) {
			t.Errorf("Input %q: %v", given, err)
		}
		p, _ = plain(given, "en")
		if _, err := p.Select(t.Context(), "Which?", places); !isCancelled(err) {
			t.Errorf("Select %q: %v", given, err)
		}
		p, _ = plain(given, "en")
		if _, err := p.Confirm(t.Context(), "Sure?", true); !isCancelled(err) {
			t.Errorf("Confirm %q: %v", given, err)
		}
	}
}

func TestAContextThatEndsCancelsAndKeepsWhatComesLater(t *testing.T) {
	in, person := io.Pipe()
	s, _, _ := TestStreams("")
	s.In = in
	p := NewPrompter(s, "plain", catalogue.New("en"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.Input(ctx, "ID", "", "", nil); !isCancelled(err) {
		t.Fatalf("%v", err)
	}
	go func() { _, _ = io.WriteString(person, "late\n") }()
	if got, err := p.Input(t.Context(), "ID", "", "", nil); got != "late" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}

func TestSelectingFromNothingIsNotFound(t *testing.T) {
	p, _ := plain("1\n", "en")
	for _, p := range []Prompter{p, NewScript("1"), &surveyPrompter{}} {
		if _, err := p.Select(t.Context(), "Which?", nil); err == nil || fault.As(err).Code != fault.NotFound {
			t.Errorf("%T: %v", p, err)
		}
	}
}

func TestAnAnswerLosesWhatIsUnsafe(t *testing.T) {
	p, _ := plain("\x1b[12;40R 1234\u202e567\x1b \n", "en")
	got, err := p.Input(t.Context(), "ID", "", "", nil)
	must(t, err)
	same(t, got, "1234567")
}

func TestAScriptAnswersAsAPersonWould(t *testing.T) {
	s := NewScript("azure south", "12", "1234", "y", "left")
	if at, err := s.Select(t.Context(), "Which?", places); at != 1 || err != nil {
		t.Errorf("%d %v", at, err)
	}
	if text, err := s.Input(t.Context(), "ID", "", "", partnerID); text != "1234" || err != nil || len(s.Refused) != 1 {
		t.Errorf("%s %v %v", text, err, s.Refused)
	}
	if yes, err := s.Confirm(t.Context(), "Sure?", false); !yes || err != nil {
		t.Errorf("%v %v", yes, err)
	}
	if !slices.Equal(s.Asked, []string{"Which?", "ID", "ID", "Sure?"}) || !slices.Equal(s.Left(), []string{"left"}) {
		t.Errorf("%q %q", s.Asked, s.Left())
	}
	if _, err := s.Confirm(t.Context(), "Sure?", false); !isCancelled(err) {
		t.Errorf("%v", err)
	}
	if _, err := s.Select(t.Context(), "Which?", places); !isCancelled(err) {
		t.Errorf("%v", err)
	}
}

func TestNothingIsReadOrAskedBeforeTheFirstQuestion(t *testing.T) {
	s, _, err := TestStreams("x\n")
	s.InTTY, s.ErrTTY = true, true
	s.In = refusing{}
	NewPrompter(s, "auto", catalogue.New("en"))
	same(t, err.String(), "")
}

type refusing struct{}

func (refusing) Read([]byte) (int, error) { return 0, errors.New("read too early") }
