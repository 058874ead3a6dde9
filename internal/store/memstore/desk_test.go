package memstore_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestTheDeskInMemoryIsADesk(t *testing.T) {
	storetest.RunDesk(t, func(*testing.T) storetest.Office { return memstore.New(storetest.Identity()) })
}

func TestADeskThatIsAbandonedIsFreeAndKeepsItsNotes(t *testing.T) {
	s := memstore.New(storetest.Identity())
	storetest.Write(t, s, app.Batch{})
	killed, err := s.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := killed.Enter(7, app.Begun); err != nil {
		t.Fatal(err)
	}
	s.Abandon()
	next, err := s.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := killed.Enter(7, app.HandedOver); fault.CodeOf(err) != fault.Internal {
		t.Errorf("who was killed notes on: %v", err)
	}
	killed.Leave()
	if left := next.Left(); len(left) != 1 || left[7] != app.Begun {
		t.Errorf("left was %v", left)
	}
	if err := next.Clear(); err != nil {
		t.Errorf("who was killed has left for the next one: %v", err)
	}
}
