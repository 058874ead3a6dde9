package app

import (
	"bytes"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// importedSeat is a subscription and its place while the rows of it are walked.
type importedSeat struct {
	Seat
	there bool
	first Row[record.Association] // the first designation of the rows
}

// seatRows walks the sorted rows beside the subscriptions, places and associations of the ledger.
func (w *importing) seatRows(seats Sorted) error {
	var (
		now  importedSeat
		at   []byte
		last Row[record.Association] // that the rows of the same association are merged into
		key  []byte
	)
	flush := func() error {
		if key == nil {
			return nil
		}
		defer func() { key = nil }()
		return w.association(key, last)
	}
	for pair, err := range seats.All() {
		if err != nil {
			return err
		}
		if seat := pair.Key[:32]; !bytes.Equal(seat, at) {
			at, now = append(at[:0], seat...), importedSeat{}
		}
		if key != nil && !bytes.Equal(key, pair.Key) {
			if err := flush(); err != nil {
				return err
			}
		}
		if pair.Key[32] == subscriptionPart {
			if err := w.subscription(&now, pair); err != nil {
				return err
			}
			continue
		}
		row, err := decodeRow(pair.Value, &w.rows.files, record.DecodeAssociation)
		switch {
		case err != nil:
			return err
		case pair.Key[32] == designationPart:
			err = w.designation(&now, row)
		case key != nil:
			last.Record = record.Merge(record.AssociationFields(), last.Record, row.Record, row.Told)
			last.Told |= row.Told
		default:
			key, last = bytes.Clone(pair.Key), row
		}
		if err != nil {
			return err
		}
	}
	return flush()
}

func (w *importing) subscription(now *importedSeat, pair Pair) error {
	row, err := decodeRow(pair.Value, &w.rows.files, record.DecodeSubscription)
	if err != nil {
		return err
	}
	if now.Seat, now.there, err = w.draft.Seat(row.Record.Tenant, row.Record.ID); err != nil {
		return err
	}
	result, s, err := recorded(w.changes, w.changes.subscriptions, pair.Key[:32], record.SubscriptionFields(),
		now.Subscription, now.there, record.NewSubscription(), row)
	now.Subscription, now.there = s, true
	return w.row(&w.counts.Subscriptions, row.File, row.Line, result, err)
}

// designation decides an association of kind dpor, which follows the rules of add (CONTRACT section 4).
func (w *importing) designation(now *importedSeat, row Row[record.Association]) error {
	a := row.Record
	if !now.there {
		var err error
		if now.Seat, now.there, err = w.draft.Seat(a.Tenant, a.Subscription); err != nil {
			return err
		}
	}
	switch {
	case now.first.Record.Partner.IsZero():
		now.first = row
	case a == now.first.Record:
		return nil // the same row twice is one row
	}
	result, err := w.designate(now, a)
	return w.row(&w.counts.Associations, row.File, row.Line, result, err)
}

func (w *importing) designate(now *importedSeat, a record.Association) (Result, error) {
	id := a.Subscription.String()
	switch {
	case now.first.Record.Partner != a.Partner:
		return "", fault.New(fault.Invalid, "import.contradiction", "subscription", id, "partner", a.Partner.String(),
			"other", now.first.Record.Partner.String(), "file", now.first.File, "line", now.first.Line).Of(id)
	case !a.Until.IsZero():
		return "", fault.New(fault.Invalid, "import.ended", "until", a.Until.String()).Of(id)
	}
	if err := w.draft.actor.MayIn(access.Designate, a.Tenant); err != nil {
		return "", fault.As(err).Of(id)
	}
	partner, err := w.partner(a.Partner)
	if err != nil {
		return "", ofSubscription(a.Subscription, err)
	}
	events, err := por.Decide(now.Place, por.Command{
		Verb: por.Add, Subscription: now.Subscription, Partner: partner, Since: a.Since, Today: w.draft.today, Comment: a.Comment,
	})
	result := Unchanged
	for _, e := range events {
		result = Result(e.Action)
		if err := w.changes.emit(w.changes.places, seatBytes(a.Tenant, a.Subscription), e); err != nil {
			return "", err
		}
		now.Place = por.Evolve(now.Place, e, w.draft.stamp, w.draft.seq)
	}
	return result, err
}

// association records an association of another kind.
func (w *importing) association(key []byte, row Row[record.Association]) error {
	old, ok, err := w.draft.Association(row.Record.Key())
	if err != nil {
		return err
	}
	result, _, err := recorded(w.changes, w.changes.associations, key, record.AssociationFields(), old, ok, record.Association{}, row)
	return w.row(&w.counts.Associations, row.File, row.Line, result, err)
}
