package app

import (
	"encoding/binary"
	"strings"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Wishes is a desired state as a file tells it, as many rows as there are: the partner of record of each
// subscription that it names.
type Wishes struct {
	// File is the name of the file.
	File string
	// Refused are the rows that could not be read.
	Refused *Refusals

	scratch Scratch
	rows    Sorted // by subscription
	bad     Sorted // the first reason for each row that could not be read, by its position
}

// NewWishes are none yet.
func NewWishes(s Scratch, file string) *Wishes {
	return &Wishes{File: file, Refused: NewRefusals(s), scratch: s, rows: s.Sorted(), bad: s.Sorted()}
}

// Add takes the row at a position of the file, from 0.
func (w *Wishes) Add(n int, row Row[record.Desired]) error {
	return w.add(wish{Desired: row.Record, n: n, line: row.Line})
}

// Bad takes the row at a position of the file that could not be read.
func (w *Wishes) Bad(n int, why []*fault.Error) error {
	for _, e := range why {
		if err := w.Refused.Add(e); err != nil {
			return err
		}
	}
	return w.bad.Add(binary.BigEndian.AppendUint32(nil, uint32(n)), why[0].AppendBinary(nil))
}

// Spare takes a subscription that is named by a row which could not be read: it is not pruned.
func (w *Wishes) Spare(id ids.Subscription) error {
	return w.add(wish{Desired: record.Desired{Subscription: id}, n: spared})
}

func (w *Wishes) add(one wish) error {
	key := one.Subscription.Bytes()
	return w.rows.Add(key[:], one.appendBinary(nil))
}

// wish is one row; n is its position in the file. None at a position of the file is spared: all that is
// known is that a row names the subscription.
type wish struct {
	record.Desired
	n, line int
}

const (
	spared   = 1<<32 - 1
	wishSize = 16
)

func (w wish) appendBinary(b []byte) []byte {
	for _, n := range []uint32{uint32(w.n), uint32(w.line), w.Partner.Number(), uint32(w.Since)} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return append(b, w.Comment...)
}

// decodeWish reads what appendBinary wrote, under a key that ends with the subscription.
func decodeWish(pair Pair) (w wish, err error) {
	b := pair.Value
	if len(pair.Key) < 16 || len(b) < wishSize {
		return w, wire.ErrMalformed
	}
	w.Subscription = ids.SubscriptionFromBytes([16]byte(pair.Key[len(pair.Key)-16:]))
	w.n, w.line = int(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint32(b[4:]))
	w.Partner, _ = ids.PartnerFromNumber(binary.BigEndian.Uint32(b[8:]))
	w.Since, w.Comment = day.Day(binary.BigEndian.Uint32(b[12:])), strings.Clone(string(b[wishSize:]))
	return w, nil
}
