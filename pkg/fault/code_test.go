package fault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// contract is the table of CONTRACT section 2, written out: scripts rely on every line of it.
func contract() map[fault.Code]int {
	return map[fault.Code]int{
		"ok": 0, "internal": 1, "usage": 2, "not-found": 3, "conflict": 4, "forbidden": 5, "invalid": 6,
		"busy": 7, "corrupt": 8, "remote": 9, "partial": 10, "changes": 11, "unsure": 12, "cancelled": 130,
	}
}

func TestTheExitTableIsThatOfTheContract(t *testing.T) {
	got := map[fault.Code]int{}
	last := -1
	for _, e := range fault.Exits() {
		if _, twice := got[e.Code]; twice {
			t.Errorf("%q stands twice in the table", e.Code)
		}
		if e.Number <= last {
			t.Errorf("%q: number %d does not come after %d", e.Code, e.Number, last)
		}
		if e.When == "" {
			t.Errorf("%q does not say when", e.Code)
		}
		got[e.Code], last = e.Number, e.Number
	}
	if diff := cmp.Diff(contract(), got); diff != "" {
		t.Errorf("(-contract +table)\n%s", diff)
	}
}

func TestTheNamedCodesAreThoseOfTheContract(t *testing.T) {
	named := map[fault.Code]int{
		fault.OK: 0, fault.Internal: 1, fault.Usage: 2, fault.NotFound: 3, fault.Conflict: 4, fault.Forbidden: 5,
		fault.Invalid: 6, fault.Busy: 7, fault.Corrupt: 8, fault.Remote: 9, fault.Partial: 10, fault.Changes: 11,
		fault.Unsure: 12, fault.Cancelled: 130,
	}
	if diff := cmp.Diff(contract(), named); diff != "" {
		t.Errorf("(-contract +named)\n%s", diff)
	}
}

func TestACodeExitsWithItsNumber(t *testing.T) {
	for code, number := range contract() {
		if got := code.Exit(); got != number {
			t.Errorf("%q exits with %d, want %d", code, got, number)
		}
	}
}

func TestAnUnknownCodeExitsAsInternal(t *testing.T) {
	for _, code := range []fault.Code{"", "no-such-code", "OK"} {
		if got := code.Exit(); got != 1 {
			t.Errorf("%q exits with %d, want 1", code, got)
		}
	}
}

func TestACallerCannotAlterTheExitTable(t *testing.T) {
	fault.Exits()[0].Number = 99
	if got := fault.OK.Exit(); got != 0 {
		t.Errorf("ok exits with %d after a caller wrote into its copy", got)
	}
}
