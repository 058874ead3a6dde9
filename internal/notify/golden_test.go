package notify_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/notice"
)

// -update writes the messages into the golden files, to be read before they are kept.
var update = flag.Bool("update", false, "write the messages into testdata")

func golden(kind notice.Kind, lang string) string {
	return filepath.Join("testdata", lang, string(kind)+".golden")
}

func TestEveryMessageReadsAsItWasAgreed(t *testing.T) {
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		m := write(t, facts(kind, lang))
		got := m.Subject + "\n\n" + m.Text + "\n" + m.HTML
		if m.Attachment != nil {
			var b strings.Builder
			if err := m.Attachment.Write(&b); err != nil {
				t.Fatal(err)
			}
			got += "\n" + m.Attachment.Name + "\n" + m.Attachment.MediaType + "\n" + b.String()
		}
		name := golden(kind, lang)
		if *update {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
			t.Errorf("(-agreed +written)\n%s", diff)
		}
	})
}

// A template or a golden file of no kind is read by nobody.
func TestEveryKindHasItsTemplateInEveryLanguageAndNoOtherIsThere(t *testing.T) {
	for folder, ending := range map[string]string{"templates": ".txt", "testdata": ".golden"} {
		var want []string
		for _, lang := range languages() {
			for _, kind := range kinds() {
				want = append(want, lang+"/"+string(kind)+ending)
			}
		}
		got, err := fs.Glob(os.DirFS(folder), "*/*"+ending)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-wanted +there)\n%s", folder, diff)
		}
	}
}
