package memstore_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestTheStoreInMemoryIsAStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) app.Store { return memstore.New(storetest.Identity()) })
}

func TestTheStoreInMemoryIsAStoreThatRewrites(t *testing.T) {
	storetest.Run(t, func(*testing.T) app.Store { return storetest.Rewriting(memstore.New(storetest.Identity())) })
}

func TestAFaultIsGivenWhereItIsAskedFor(t *testing.T) {
	for call, kept := range map[memstore.Call]bool{memstore.Update: false, memstore.Commit: false, memstore.Seal: true} {
		t.Run(string(call), func(t *testing.T) {
			s := memstore.New(storetest.Identity())
			if made, err := s.Create(t.Context()); !made || err != nil {
				t.Fatalf("made %v, %v", made, err)
			}
			s.Fail = func(c memstore.Call) error {
				if c == call {
					return fault.New(fault.Unsure, "ledger.unsure")
				}
				return nil
			}
			err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) {
				return storetest.Chain(r, app.Batch{Customers: []record.Customer{storetest.CustomerRecord(1)}}, 1)
			})
			if fault.CodeOf(err) != fault.Unsure {
				t.Errorf("got %v, want unsure", err)
			}
			_ = s.View(t.Context(), func(r app.Reader) error {
				if _, there, _ := r.Customer(storetest.Tenant(1)); there != kept {
					t.Errorf("the customer is there: %v, want %v", there, kept)
				}
				return nil
			})
		})
	}
}
