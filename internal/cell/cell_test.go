package cell_test

import (
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/cell"
	"pgregory.net/rapid"
)

func TestACellThatASpreadsheetWouldRunIsMarked(t *testing.T) {
	for given, want := range map[string]string{
		"=1+1": "'=1+1", "+46": "'+46", "-1": "'-1", "@sum": "'@sum", "\tx": "'\tx", "\rx": "'\rx",
		"'=1+1": "''=1+1", "''@x": "'''@x",
		"": "", "'": "'", "Contoso": "Contoso", "a=b": "a=b", "'s-Hertogenbosch": "'s-Hertogenbosch", "1-2": "1-2",
	} {
		if got := cell.ProtectCell(given); got != want {
			t.Errorf("ProtectCell(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestAFormulaTypedWithoutAMarkStays(t *testing.T) {
	for _, given := range []string{"=1+1", "", "'", "'t Hooft", "-5"} {
		if got := cell.UnprotectCell(given); got != given {
			t.Errorf("UnprotectCell(%q) = %q", given, got)
		}
	}
}

func TestWhatIsProtectedComesBackAndNeverRuns(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`'{0,4}[=+\-@\t\ra']{0,3}.{0,4}`))
	rapid.Check(t, func(t *rapid.T) {
		given := text.Draw(t, "text")
		protected := cell.ProtectCell(given)
		if got := cell.UnprotectCell(protected); got != given {
			t.Fatalf("%q became %q and came back as %q", given, protected, got)
		}
		if protected != "" && strings.ContainsAny(protected[:1], "=+-@\t\r") {
			t.Fatalf("%q would run", protected)
		}
	})
}
