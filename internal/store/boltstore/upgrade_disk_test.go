//go:build unix

package boltstore

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAFullDiskUpgradesAnOlderLedgerWhollyOrNotAtAll lets the disk be full at another step of the first
// change each time.
func TestAFullDiskUpgradesAnOlderLedgerWhollyOrNotAtAll(t *testing.T) {
	eachOlder(t, upgradedOnAFullDisk)
}

func upgradedOnAFullDisk(t *testing.T, o older) {
	outcomes := map[bool]int{}
	for pages := 4; pages < 40; pages += 3 {
		s, _ := o.ledger(t)
		before := everything(t, s)
		cmd, _, lines := start(t, "fill", s.path, 2, pages*pageSize)
		numbers, last := kept(lines)
		if err := cmd.Wait(); err != nil {
			t.Fatal(err, last)
		}
		now, schema := everything(t, s), schemaOf(t, s).schema
		upgraded := schema == SchemaVersion
		outcomes[upgraded]++
		switch {
		case !upgraded && (schema != o.schema || len(numbers) > 0):
			t.Errorf("%d pages: schema %d after %v", pages, schema, numbers)
		case upgraded && len(now["entries"]) == len(before["entries"]):
			t.Errorf("%d pages: an upgrade without its change", pages)
		}
		for _, list := range []string{"customers", "entries", "tenants"} { // the changes are in these
			if upgraded {
				delete(now, list)
				delete(before, list)
			}
		}
		if diff := cmp.Diff(before, now); diff != "" {
			t.Errorf("%d pages: %s", pages, diff)
		}
	}
	if outcomes[true] == 0 || outcomes[false] == 0 {
		t.Errorf("only one outcome was met: %v", outcomes)
	}
}
