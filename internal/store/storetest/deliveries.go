package storetest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// waysOn is how many ways there are for a message to go on.
const waysOn = 5

// goneOn is a message after it went on, in one of the ways there are.
func goneOn(m notice.Message, way int) notice.Message {
	at := Epoch().Add(time.Duration(m.Tries+1) * time.Hour)
	switch way {
	case 0:
		return m.Lease(at, "ana@contoso.example")
	case 1:
		return m.Release(at)
	case 2:
		return m.Delivered(at, "You are now the partner", "en", "")
	case 3:
		return m.Fail(at, "451 come back later, and tell us more about it", 3)
	}
	return m.Interrupt(at, "nobody knows")
}

// Deliver writes deliveries, and nothing else, to a store.
func Deliver(t testing.TB, s app.Store, list ...notice.Message) {
	t.Helper()
	if err := s.Update(t.Context(), deliveries(list...)); err != nil {
		t.Fatal(err)
	}
}

func deliveries(list ...notice.Message) func(app.Reader) (app.Batch, error) {
	return func(app.Reader) (app.Batch, error) { return app.Batch{Deliveries: list}, nil }
}

// messages are those of a store by their place in the outbox, from 0.
func messages(t *testing.T, s app.Store) (list []notice.Message) {
	t.Helper()
	view(t, s, func(r app.Reader) error {
		list = Collect(r.Messages(0), func(err error) { t.Error(err) })
		return nil
	})
	return list
}

// exceptMessages are answers without those that deliveries are to change.
func exceptMessages(answers []Answer) (rest []Answer) {
	for _, a := range answers {
		if len(a.Rows) > 0 {
			if _, is := a.Rows[0].(notice.Message); is {
				continue
			}
		}
		rest = append(rest, a)
	}
	return rest
}

func delivered(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before, want := read(t, s), messages(t, s)
	want[1] = want[1].Lease(Epoch(), "ana@contoso.example")
	want[4] = want[4].Fail(Epoch(), "no such mailbox", 5)
	Deliver(t, s, want[4], want[1])
	same(t, "messages", messages(t, s), want)
	want[1] = want[1].Delivered(Epoch().Add(time.Second), "You are now the partner", "en", "one of two was refused")
	Deliver(t, s, goneOn(want[1], 0), want[1]) // of two changes of one message the later one holds
	Deliver(t, s, want[0])                     // as it is
	same(t, "messages", messages(t, s), want)
	if wrong, _ := Wrong(exceptMessages(read(t, s)), exceptMessages(before)); wrong != "" {
		t.Errorf("something else changed, such as the journal: %s", wrong)
	}
}

func deliveredBeside(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	want := messages(t, s)
	want[0], want[2] = want[0].Delivered(Epoch(), "You are now the partner", "en", ""), want[2].Interrupt(Epoch(), "nobody knows")
	added := Message(len(want)+1, 1, 1, 1)
	Write(t, s, app.Batch{
		Customers: []record.Customer{CustomerRecord(90)}, Messages: []notice.Message{added},
		Deliveries: []notice.Message{want[2], want[0]},
	})
	same(t, "messages", messages(t, s), append(want, added))
	view(t, s, func(r app.Reader) error {
		_, there, err := r.Customer(Tenant(90))
		same(t, "the customer is there", there, true)
		seq, _, _ := r.Head()
		same(t, "last entry", seq, uint64(2))
		return err
	})
}

// undelivered checks that deliveries are refused as a defect, alone and beside a change, and leave the ledger
// as it was.
func undelivered(t *testing.T, s app.Store, name string, beside app.Batch, list ...notice.Message) {
	t.Helper()
	before := read(t, s)
	b := beside
	b.Deliveries = list
	for _, decide := range []func(app.Reader) (app.Batch, error){
		deliveries(list...), func(r app.Reader) (app.Batch, error) { return Chain(r, b, 1) },
	} {
		err := s.Update(t.Context(), decide)
		if fault.CodeOf(err) != fault.Internal || fault.As(err).Key != "ledger.message" || fault.As(err).Args["message"] != list[len(list)-1].ID {
			t.Errorf("%s: got %v, want internal", name, err)
		}
	}
	unchanged(t, s, before)
}

func deliveredNowhere(t *testing.T, s app.Store) {
	Write(t, s, app.Batch{})
	undelivered(t, s, "an empty outbox", app.Batch{}, Message(1, 0, 0, 0))
	Write(t, s, Sample(small))
	list := messages(t, s)
	next := Message(len(list)+1, 0, 0, 0)
	undelivered(t, s, "a number that was not given", app.Batch{}, list[0].Lease(Epoch(), "ana@contoso.example"), next)
	undelivered(t, s, "one that the change queues", app.Batch{Messages: []notice.Message{next}}, next.Lease(Epoch(), "ana@contoso.example"))
	undelivered(t, s, "the number 0", app.Batch{Customers: []record.Customer{CustomerRecord(90)}}, Message(0, 0, 0, 0))
}

func deliveredOtherwise(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	list := messages(t, s)
	for name, alter := range map[string]func(*notice.Message){
		"another message's":  func(m *notice.Message) { *m = list[0]; m.ID = list[3].ID },
		"message ID":         func(m *notice.Message) { m.MessageID += "x" },
		"kind":               func(m *notice.Message) { m.Kind = notice.PartnerRemoved },
		"partner":            func(m *notice.Message) { m.Partner = Partner(99) },
		"other partner":      func(m *notice.Message) { m.Other = Partner(99) },
		"subscription":       func(m *notice.Message) { m.Subscription = Subscription(99) },
		"tenant":             func(m *notice.Message) { m.Tenant = Tenant(99) },
		"claim":              func(m *notice.Message) { m.Claim = claim(9) },
		"request":            func(m *notice.Message) { m.Request = ids.RequestFromNumber(9) },
		"since":              func(m *notice.Message) { m.Since++ },
		"gained":             func(m *notice.Message) { m.Kind, m.Gained = notice.Digest, 1 },
		"entry":              func(m *notice.Message) { m.Journal++ },
		"when it was made":   func(m *notice.Message) { m.CreatedAt = m.CreatedAt.Add(time.Hour) },
		"a status of nobody": func(m *notice.Message) { m.Status = "lost" },
	} {
		altered := list[3].Lease(Epoch(), "ana@contoso.example")
		alter(&altered)
		undelivered(t, s, name, app.Batch{}, list[0].Lease(Epoch(), "ana@contoso.example"), altered)
	}
}

func deliveredWithout(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before := read(t, s)
	beside := map[string]app.Batch{"a customer": {Customers: []record.Customer{CustomerRecord(90)}}}
	for field := range reflect.TypeFor[app.Batch]().Fields() {
		if field.Type.Kind() == reflect.Slice && field.Name != "Deliveries" {
			var b app.Batch
			reflect.ValueOf(&b).Elem().FieldByIndex(field.Index).Set(reflect.MakeSlice(field.Type, 1, 1))
			beside[field.Name] = b
		}
	}
	for name, b := range beside {
		b.Deliveries = []notice.Message{messages(t, s)[0].Lease(Epoch(), "ana@contoso.example")}
		err := s.Update(t.Context(), func(app.Reader) (app.Batch, error) { return b, nil })
		if fault.CodeOf(err) != fault.Internal || fault.As(err).Key != "ledger.entry" {
			t.Errorf("%s: got %v, want internal", name, err)
		}
	}
	unchanged(t, s, before)
}

func deliveredNever(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	before, leased := read(t, s), messages(t, s)[0].Lease(Epoch(), "ana@contoso.example")
	ctx, cancel := context.WithCancel(t.Context())
	wantCode(t, s.Update(ctx, func(app.Reader) (app.Batch, error) {
		cancel()
		return app.Batch{Deliveries: []notice.Message{leased}}, nil
	}), fault.Cancelled)
	unchanged(t, s, before)
}
