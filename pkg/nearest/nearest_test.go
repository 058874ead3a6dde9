package nearest

import (
	"strings"
	"testing"
)

func TestTheNearestWordIsTheOneWithTheFewestSteps(t *testing.T) {
	known := []string{"subscriptionId", "tenantId", "partnerId", "name"}
	for word, want := range map[string]string{
		"partnerid": "partnerId", "PARTNER_ID": "partnerId", "tennantId": "tenantId",
		"nmae": "name", "subscription": "subscriptionId",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Nearest("x", nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
	if got := Nearest(strings.Repeat("ä", 1<<20), known); got == "" {
		t.Error("a long word has no nearest")
	}
}

func TestOnlyAWordThatIsCloseIsAGuess(t *testing.T) {
	known := []string{"init", "list", "import", "rm"}
	for word, want := range map[string]string{
		"lsit": "list", "lst": "list", "imprt": "import", "import-all": "", "frobnicate": "", "mr": "rm", "": "",
	} {
		if got := Close(word, known); got != want {
			t.Errorf("Close(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Close("x", nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}
