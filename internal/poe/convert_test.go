package poe

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// A word processor has to open the form, and to print it on two pages.
func TestLibreOfficePrintsTheFormOnTwoPages(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("Poppler (pdftotext) is not installed")
	}
	folder := t.TempDir()
	profile := "file:///" + strings.TrimPrefix(filepath.ToSlash(filepath.Join(folder, "profile")), "/")
	args := []string{"-env:UserInstallation=" + profile, "--headless", "--convert-to", "pdf", "--outdir", folder}
	for _, lang := range catalogue.Languages() {
		path := filepath.Join(folder, lang+".docx")
		if err := os.WriteFile(path, written(t, filled(), lang), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	run := func(name string, args ...string) string {
		t.Helper()
		limited, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		out, err := exec.CommandContext(limited, name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	run(office, args...)
	for _, lang := range catalogue.Languages() {
		text := run(reader, "-layout", "-enc", "UTF-8", filepath.Join(folder, lang+".pdf"), "-")
		if pages := strings.Count(text, "\f"); pages != 2 {
			t.Errorf("%s: the form has %d pages, want 2", lang, pages)
		}
		letters := strings.Join(strings.Fields(text), "")
		for _, part := range []string{"CLM-7", filled().TenantID, "Intranet&<Teams>", "Łódź", "ExchangeOnline", "1/2", "2/2"} {
			if !strings.Contains(letters, part) {
				t.Errorf("%s: %q is not on the pages: %s", lang, part, letters)
			}
		}
	}
}
