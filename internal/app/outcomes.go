package app

import (
	"encoding/binary"
	"iter"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Outcome is what came, or will come, of one row, or of a subscription that no row names.
type Outcome struct {
	Change
	CustomerName string
	// Row is the position of the row, from 0; unnamed where none named the subscription.
	Row int
	// Refusal says why a row was refused; nil for every other.
	Refusal *fault.Error
}

// unnamed stands for the position of a row where there is none.
const unnamed = 1<<32 - 2

// Refused is the result of a change that was refused.
const Refused Result = "refused"

// outcomes is what comes of a desired state: the counts, the refused rows, and what was asked to be kept.
type outcomes struct {
	sum     Applied
	refused Sorted // the reasons, by the position of the row
	moves   Sorted // as people read them; nil where nobody does
	results Sorted // by the position of the row; nil where nobody asks
}

// newOutcomes are those of the rows that could not be read.
func (w Wanted) newOutcomes() (outcomes, error) {
	o := outcomes{sum: Applied{Journal: []uint64{}}, refused: w.scratch.Sorted()}
	if w.Moves {
		o.moves = w.scratch.Sorted()
	}
	if w.Results {
		o.results = w.scratch.Sorted()
	}
	for pair, err := range w.bad.All() {
		var e *fault.Error
		if err == nil {
			e, err = fault.DecodeError(pair.Value)
		}
		if err == nil {
			id, _ := ids.ParseSubscription(e.SubscriptionID) // none where the row does not say it
			err = o.add(Outcome{Change: Change{Result: Refused, Subscription: id}, Row: int(binary.BigEndian.Uint32(pair.Key)), Refusal: e})
		}
		if err != nil {
			return o, err
		}
	}
	return o, nil
}

// Sum counts what the plan changes.
func (o *outcomes) Sum() Applied { return o.sum }

// named tells whether somebody will want to know the customer's name.
func (o *outcomes) named(r Result) bool { return o.results != nil || o.moves != nil && r != Unchanged }

// add counts an outcome and keeps it where that was asked for.
func (o *outcomes) add(one Outcome) error {
	o.sum.add(one.Result)
	row := binary.BigEndian.AppendUint32(nil, uint32(one.Row))
	if one.Refusal != nil {
		if err := o.refused.Add(row, one.Refusal.AppendBinary(nil)); err != nil {
			return err
		}
	}
	if o.results != nil {
		if err := o.results.Add(row, one.appendBinary(nil)); err != nil {
			return err
		}
	}
	if o.moves == nil || one.Result == Refused || one.Result == Unchanged {
		return nil
	}
	return o.moves.Add(one.reading(), one.appendBinary(nil))
}

// RefusedRow is a row that is refused: its position, from 0, and the first reason.
type RefusedRow struct {
	Row int
	Why *fault.Error
}

// RefusedRows gives the rows that are refused, by their positions.
func (o *outcomes) RefusedRows() iter.Seq2[RefusedRow, error] {
	return func(yield func(RefusedRow, error) bool) {
		for pair, err := range o.refused.All() {
			var row RefusedRow
			if err == nil {
				row.Why, err = fault.DecodeError(pair.Value)
			}
			if err == nil {
				row.Row, row.Why = int(binary.BigEndian.Uint32(pair.Key)), row.Why.Each()[0]
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// Moves gives what changes as people read it: customers by name, and within a customer the
// subscriptions by name.
func (o *outcomes) Moves() iter.Seq2[Outcome, error] { return outcomesOf(o.moves) }

// Results gives what comes of each row by its position, and then of the subscriptions that none named.
func (o *outcomes) Results() iter.Seq2[Outcome, error] { return outcomesOf(o.results) }

func outcomesOf(list Sorted) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		for pair, err := range list.All() {
			var o Outcome
			if err == nil {
				o, err = decodeOutcome(pair.Value)
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// reading is what outcomes are sorted by for people, as compareNames compares.
func (o Outcome) reading() []byte {
	var b []byte
	name := func(text string) {
		unknown := byte(0)
		if text == "" {
			unknown = 1
		}
		b = append(append(append(b, unknown), strings.ToLower(text)...), 0)
	}
	tenant, id := o.Tenant.Bytes(), o.Subscription.Bytes()
	name(o.CustomerName)
	b = append(b, tenant[:]...)
	name(o.SubscriptionName)
	return append(b, id[:]...)
}

func (o Outcome) appendBinary(b []byte) []byte {
	b = append(wire.Text(b, string(o.Result)), seatBytes(o.Tenant, o.Subscription)...)
	for _, n := range []uint32{o.Partner.Number(), o.Previous.Number(), uint32(o.Row)} {
		b = wire.Uint(b, uint64(n))
	}
	for _, text := range []string{o.PartnerName, o.SubscriptionName, o.CustomerName} {
		b = wire.Text(b, text)
	}
	if o.Refusal != nil {
		b = o.Refusal.AppendBinary(b)
	}
	return b
}

func decodeOutcome(b []byte) (o Outcome, err error) {
	r := wire.NewReader(b)
	o.Result = Result(r.Text())
	o.Tenant, o.Subscription = ids.TenantFromBytes(r.Array16()), ids.SubscriptionFromBytes(r.Array16())
	o.Partner, _ = ids.PartnerFromNumber(r.Uint32())
	o.Previous, _ = ids.PartnerFromNumber(r.Uint32())
	o.Row = int(r.Uint32())
	o.PartnerName, o.SubscriptionName, o.CustomerName = r.Text(), r.Text(), r.Text()
	if o.Result == Refused {
		o.Refusal, err = fault.DecodeError(r.Rest())
	}
	return o, err
}
