// Package storetest owns what every store has to do: one suite that each is run against, with the
// store in memory as the model, and the sample records for it.
//
// It must not know how a store keeps anything.
package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Run runs the suite. open gives a ledger that is not there yet, another one each time, with the
// identity Identity.
func Run(t *testing.T, open func(t *testing.T) app.Store) {
	for name, test := range map[string]func(*testing.T, app.Store){
		"AMissingLedgerIsNotFound":                missing,
		"AnUpdateMakesTheLedger":                  made,
		"AnEmptyLedgerAnswersEverything":          empty,
		"EveryRecordComesBackAsItWasWritten":      roundTrip,
		"ARecordIsReplacedWhole":                  replaced,
		"ScansGoOnBehindAKey":                     resumed,
		"AScanCanBeLeftEarly":                     left,
		"AMovedSubscriptionTakesItsPlaceAlong":    moved,
		"AMoveAndADesignationInOneBatch":          movedAndDesignated,
		"APartnerHoldsOnlyItsOwnPlaces":           held,
		"AssociationsAreFoundFromBothSides":       associated,
		"AClaimIsFoundFromEverySide":              claimedFromEverySide,
		"AClaimThatMovesIsNotFoundWhereItWas":     claimMoved,
		"ADeletedClaimLeavesItsNumberOnly":        claimGone,
		"APlaceHasOnePartner":                     onePartner,
		"APlaceIsHandedOnInOneBatch":              handedOn,
		"APartnerHoldsAPlaceByTwoClaims":          heldTwice,
		"ADeliveryReplacesTheMessage":             delivered,
		"ADeliveryMayComeWithAChange":             deliveredBeside,
		"ADeliveryOfNoMessageIsADefect":           deliveredNowhere,
		"ADeliveryChangesNothingElse":             deliveredOtherwise,
		"ADeliveryWithoutAnEntryComesAlone":       deliveredWithout,
		"ACancelledDeliveryWritesNothing":         deliveredNever,
		"ARefusedUpdateWritesNothing":             refused,
		"ABatchWithoutAnEntryWritesNothing":       nothing,
		"AnEntryThatDoesNotFollowWritesNothing":   unchained,
		"APlaceWithoutASubscriptionIsADefect":     homeless,
		"TheJournalIsAChain":                      chained,
		"ACancelledCallReadsAndWritesNothing":     cancelled,
		"TheErrorOfTheReaderComesBack":            passedOn,
		"OfTwoChangesOfOneRecordTheLaterOneHolds": twice,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
	t.Run("RandomBatchesLeaveWhatTheModelHas", func(t *testing.T) { model(t, open, 4, drawStep) })
	t.Run("RandomClaimsLeaveWhatTheModelHas", func(t *testing.T) { model(t, open, 8, drawStepOfClaims) })
}

var small = Size{Tenants: 4, Subscriptions: 23, Partners: 5}

// Identity is the identity of every ledger in the suite.
func Identity() [16]byte { return guid("ledger", 1) }

// read gives every answer of a store, none of which may be an error.
func read(t *testing.T, s app.Store) (answers []Answer) {
	t.Helper()
	view(t, s, func(r app.Reader) error {
		answers = ReadAll(r, small)
		return nil
	})
	if _, failed := Wrong(answers, answers); failed > 0 {
		t.Fatalf("%d of %d questions had no answer", failed, len(answers))
	}
	return answers
}

// unchanged checks that a store says what it said before.
func unchanged(t *testing.T, s app.Store, before []Answer) {
	t.Helper()
	if wrong, _ := Wrong(read(t, s), before); wrong != "" {
		t.Error(wrong)
	}
}

func view(t *testing.T, s app.Store, f func(app.Reader) error) {
	t.Helper()
	if err := s.View(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func wantCode(t *testing.T, err error, want fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Fatalf("got %v, want %s", err, want)
	}
}

func missing(t *testing.T, s app.Store) {
	err := s.View(t.Context(), func(app.Reader) error { t.Error("read what is not there"); return nil })
	wantCode(t, err, fault.NotFound)
	same(t, "key", fault.As(err).Key, app.MissingLedger)
}

func made(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	view(t, s, func(r app.Reader) error {
		ledger, err := r.LedgerID()
		same(t, "ledger", ledger, Identity())
		return err
	})
}

func empty(t *testing.T, s app.Store) {
	err := s.Update(t.Context(), func(app.Reader) (app.Batch, error) { return app.Batch{}, nil })
	wantCode(t, err, fault.OK)
	for _, a := range read(t, s) {
		if n := len(a.Rows); n > 2 || n == 1 {
			t.Errorf("an empty ledger has %s: %v", a.Question, a.Rows)
		}
	}
	view(t, s, func(r app.Reader) error {
		seq, hash, err := r.Head()
		same(t, "head", []any{seq, hash}, []any{uint64(0), journal.Hash{}})
		return err
	})
}

func roundTrip(t *testing.T, s app.Store) {
	b := Sample(small)
	Write(t, s, b)
	view(t, s, func(r app.Reader) error {
		for _, want := range b.Customers {
			got, ok, err := r.Customer(want.Tenant)
			same(t, "customer", []any{got, ok, err}, []any{want, true, nil})
		}
		for _, want := range b.Subscriptions {
			got, ok, err := r.Subscription(want.ID)
			same(t, "subscription", []any{got, ok, err}, []any{want, true, nil})
			home, ok, err := r.TenantOf(want.ID)
			same(t, "tenant of", []any{home, ok, err}, []any{want.Tenant, true, nil})
			seat, ok, err := r.Seat(want.Tenant, want.ID)
			same(t, "subscription of a seat", []any{seat.Subscription, ok, err}, []any{want, true, nil})
			seat, ok, err = r.Seat(Tenant(90), want.ID)
			same(t, "seat of another tenant", []any{seat, ok, err}, []any{app.Seat{}, false, nil})
		}
		for _, want := range b.Partners {
			got, ok, err := r.Partner(want.ID)
			same(t, "partner", []any{got, ok, err}, []any{want, true, nil})
		}
		for _, want := range b.Places {
			got, err := r.Place(want.Subscription)
			same(t, "place", []any{got, err}, []any{want, nil})
			got, err = r.PlaceIn(want.Tenant, want.Subscription)
			same(t, "place in", []any{got, err}, []any{want, nil})
			seat, ok, err := r.Seat(want.Tenant, want.Subscription)
			same(t, "place of a seat", []any{seat.Place, ok, err}, []any{want, true, nil})
		}
		for _, want := range b.Associations {
			got, ok, err := r.Association(want.Key())
			same(t, "association", []any{got, ok, err}, []any{want, true, nil})
		}
		for _, want := range b.Requests {
			got, ok, err := r.Request(want.ID)
			same(t, "request", []any{got, ok, err}, []any{want, true, nil})
		}
		for _, want := range b.Claims {
			got, ok, err := r.Claim(want.ID)
			same(t, "claim", []any{got, ok, err}, []any{want, true, nil})
		}
		return nil
	})
	view(t, s, func(r app.Reader) error {
		fail := func(err error) { t.Error(err) }
		same(t, "requests", Collect(r.Requests(ids.Request{}), fail), b.Requests)
		same(t, "claims", Collect(r.Claims(ids.Claim{}), fail), b.Claims)
		same(t, "messages", Collect(r.Messages(0), fail), b.Messages)
		same(t, "customers", len(Collect(r.Customers(ids.Tenant{}), fail)), small.Tenants)
		same(t, "partners", len(Collect(r.Partners(ids.Partner{}), fail)), small.Partners)
		same(t, "tenants", len(Collect(r.Tenants(ids.Tenant{}), fail)), small.Tenants)
		last, err := r.LastRequest()
		same(t, "last request", last, b.Requests[len(b.Requests)-1].ID)
		return err
	})
}

func replaced(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	want := CustomerRecord(2)
	want.Name, want.ContactEmail = "Another name, and a much longer one than before", ""
	Write(t, s, app.Batch{Customers: []record.Customer{want}})
	view(t, s, func(r app.Reader) error {
		got, _, err := r.Customer(Tenant(2))
		same(t, "customer", got, want)
		last, _ := r.LastMessage()
		same(t, "last message", last, uint64(5))
		return err
	})
}

func twice(t *testing.T, s app.Store) {
	first, second := SubscriptionRecord(1, 0), SubscriptionRecord(1, 1)
	Write(t, s, app.Batch{Subscriptions: []record.Subscription{first, second}})
	view(t, s, func(r app.Reader) error {
		got, _, err := r.Subscription(first.ID)
		same(t, "subscription", got, second)
		same(t, "seats before", len(Collect(r.Seats(first.Tenant, ids.Subscription{}), func(err error) { t.Error(err) })), 0)
		return err
	})
}

func refused(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before := read(t, s)
	refusal := fault.New(fault.Conflict, "por.taken")
	err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) {
		b, _ := Chain(r, app.Batch{Customers: []record.Customer{CustomerRecord(9)}}, 1)
		return b, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v, want the refusal", err)
	}
	unchanged(t, s, before)
}

func nothing(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before := read(t, s)
	err := s.Update(t.Context(), func(app.Reader) (app.Batch, error) {
		return app.Batch{Customers: []record.Customer{CustomerRecord(1)}}, nil
	})
	wantCode(t, err, fault.OK)
	unchanged(t, s, before)
}

func unchained(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before := read(t, s)
	for name, spoil := range map[string]func(*journal.Entry){
		"gap":      func(e *journal.Entry) { e.Seq++ },
		"again":    func(e *journal.Entry) { e.Seq-- },
		"previous": func(e *journal.Entry) { e.Previous[0]++ },
		"altered":  func(e *journal.Entry) { e.By = "somebody else" },
	} {
		err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) {
			b, err := Chain(r, app.Batch{Customers: []record.Customer{CustomerRecord(9)}}, 1)
			spoil(&b.Entry)
			return b, err
		})
		if fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s: got %v, want internal", name, err)
		}
	}
	unchanged(t, s, before)
}

func homeless(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before := read(t, s)
	err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) {
		place := Designate(por.State{}, SubscriptionRecord(900, 0), 1, 2)
		return Chain(r, app.Batch{Places: []por.State{place}}, 1)
	})
	wantCode(t, err, fault.Internal)
	unchanged(t, s, before)
}

func chained(t *testing.T, s app.Store) {
	for n := range 5 {
		Write(t, s, app.Batch{Customers: []record.Customer{CustomerRecord(n)}})
	}
	var last journal.Entry
	view(t, s, func(r app.Reader) error {
		for e, err := range r.Entries(0) {
			if err != nil {
				return err
			}
			if err := journal.Follow(e, last.Seq, last.Hash); err != nil {
				return err
			}
			last = e
		}
		seq, hash, err := r.Head()
		same(t, "head", []any{seq, hash}, []any{last.Seq, last.Hash})
		return err
	})
	same(t, "last entry", last.Seq, uint64(5))
}

func cancelled(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before := read(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantCode(t, s.View(ctx, func(app.Reader) error { return nil }), fault.Cancelled)
	wantCode(t, s.Update(ctx, func(r app.Reader) (app.Batch, error) { return Chain(r, app.Batch{}, 1) }), fault.Cancelled)
	ctx, cancel = context.WithCancel(t.Context())
	wantCode(t, s.Update(ctx, func(r app.Reader) (app.Batch, error) {
		cancel()
		return Chain(r, app.Batch{}, 1)
	}), fault.Cancelled)
	unchanged(t, s, before)
}

func passedOn(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	own := errors.New("my own")
	if err := s.View(t.Context(), func(app.Reader) error { return own }); !errors.Is(err, own) {
		t.Errorf("got %v, want my own", err)
	}
}
