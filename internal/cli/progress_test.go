package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// watched is a shell at a terminal, in memory, whose standard input is a pipe.
func watched(lang string) (*shell, *bytes.Buffer) {
	streams, _, err := ui.TestStreams("what a pipe gives")
	streams.InTTY, streams.ErrTTY = true, true
	return &shell{
		Deps:    Deps{Streams: streams, Prompter: ui.NewScript()},
		printer: &ui.Printer{Streams: streams, Format: ui.Table, Texts: catalogue.New(lang)},
	}, err
}

// passes lets time go by, and everything come to rest.
func passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// stands is what stands on the last line of a terminal.
func stands(written string) string {
	return written[strings.LastIndex(written, "\r")+1:]
}

func TestFilesAreReadBeforeTheEyesOfPeople(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	for _, name := range []string{one, two} {
		if err := os.WriteFile(name, bytes.Repeat([]byte("x"), 1000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		files []string
		want  string
		typed bool // the standard input is a terminal
	}{
		"a file":            {[]string{one}, "Reading  50% [=========>          ] (500 B/1.0 kB, ", true},
		"two files":         {[]string{one, two}, "Reading  25% [====>               ] (500 B/2.0 kB, ", true},
		"a pipe":            {[]string{"-"}, " Reading (17 B, ", false},
		"a file and a pipe": {[]string{one, "-"}, " Reading (500 B, ", false},
		"what is typed":     {[]string{"-"}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, err := watched("en")
				s.Streams.InTTY = c.typed
				sources, done, problem := s.sources(t.Context(), c.files...)
				if problem != nil {
					t.Fatal(problem)
				}
				defer done()
				_, _ = io.CopyN(io.Discard, sources[0].Content, 500) // a pipe ends before
				passes(1100 * time.Millisecond)
				if shown := stands(err.String()); !strings.Contains(shown, c.want) || c.want == "" && shown != "" {
					t.Errorf("the screen shows %q", stands(err.String()))
				}
				s.printer.Progress().End()
			})
		})
	}
}

func TestAFileThatIsNotThereIsSaidBeforeAnythingIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := watched("en")
		_, _, problem := s.sources(t.Context(), "-", filepath.Join(t.TempDir(), "none"))
		passes(2 * time.Second)
		if fault.CodeOf(problem) != fault.NotFound || err.Len() > 0 {
			t.Errorf("%v; the screen shows %q", problem, err)
		}
	})
}

func TestEveryStageHasItsWord(t *testing.T) {
	for lang, words := range map[string][]string{"en": {"Reading", "Deciding", "Writing"}, "es": {"Leyendo", "Decidiendo", "Escribiendo"}, "sv": {"Läser", "Bestämmer", "Skriver"}} {
		synctest.Test(t, func(t *testing.T) {
			s, err := watched(lang)
			for i, stage := range []app.Stage{app.Reading, app.Deciding, app.Writing} {
				s.meter().Begin(stage, 10)
				s.meter().Add(5)
				passes(1100 * time.Millisecond)
				if got := stands(err.String()); !strings.HasPrefix(got, words[i]+"  50%") {
					t.Errorf("the screen shows %q, want %s", got, words[i])
				}
			}
			s.meter().End()
		})
	}
}

func TestAQuestionStandsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := watched("en")
		s.meter().Begin(app.Deciding, 10)
		passes(2 * time.Second)
		shown := stands(err.String())
		if _, problem := s.ask("--yes"); problem != nil {
			t.Fatal(problem)
		}
		passes(2 * time.Second)
		if !strings.HasPrefix(shown, "Deciding") || stands(err.String()) != "" || !strings.HasSuffix(err.String(), strings.Repeat(" ", len(shown))+"\r") {
			t.Errorf("the screen shows %q, then %q", shown, err)
		}
	})
}
