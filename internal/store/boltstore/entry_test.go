package boltstore

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/journal"
)

func TestALongEntryIsKeptInChunks(t *testing.T) {
	events := []journal.Event{{Kind: "long", Body: []byte(strings.Repeat("x", 3*chunkSize))}}
	for n := range 30_000 {
		events = append(events, journal.Event{Kind: "por.added", Body: fmt.Appendf(nil, "event %d %s", n, strings.Repeat("y", 60))})
	}
	events = append(events, journal.Event{Kind: "no body"})
	if n := len(chunks(events)); n != 4 {
		t.Errorf("%d chunks, want 4", n)
	}
	var want journal.Entry
	s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
	for range 2 { // two entries beside each other do not mix
		err := s.Update(tContext, func(r app.Reader) (app.Batch, error) {
			seq, hash, err := r.Head()
			want = journal.Chain(journal.Entry{Command: "dpor apply", Events: events}, seq, hash)
			return app.Batch{Entry: want}, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := s.View(tContext, func(r app.Reader) error {
		for got, err := range r.Entries(1) {
			if err != nil {
				return err
			}
			if !reflect.DeepEqual(got, want) {
				t.Error("the entry came back otherwise")
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
