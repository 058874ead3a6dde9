package view

import (
	"encoding/hex"
	"strconv"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// The columns of long lists whose values are written straight to the output: a list of a million rows
// would else make some million texts that are thrown away at once.

// partner is a column of a partner ID that tables show.
func partner[T any](key string, of func(*T) ids.Partner) ui.Column[T] {
	c := shown(key, record.ID, func(r *T) string { return of(r).String() })
	c.Append = func(b []byte, r *T) []byte {
		p := of(r)
		if p.IsZero() {
			return b
		}
		return strconv.AppendUint(b, uint64(p.Number()), 10)
	}
	return c
}

// guid is a column of a tenant or subscription ID.
func guid[T any, G interface {
	Bytes() [16]byte
	String() string
}](key string, inTable bool, of func(*T) G) ui.Column[T] {
	c := plain(key, record.ID, func(r *T) string { return of(r).String() })
	c.InTable = inTable
	c.Append = func(b []byte, r *T) []byte {
		id := of(r).Bytes()
		if id == [16]byte{} {
			return b
		}
		b = append(hex.AppendEncode(b, id[:4]), '-')
		b = append(hex.AppendEncode(b, id[4:6]), '-')
		b = append(hex.AppendEncode(b, id[6:8]), '-')
		b = append(hex.AppendEncode(b, id[8:10]), '-')
		return hex.AppendEncode(b, id[10:])
	}
	return c
}

// date is a column of a day.
func date[T any](key string, inTable bool, of func(*T) day.Day) ui.Column[T] {
	c := plain(key, record.Day, func(r *T) string { return of(r).String() })
	c.InTable = inTable
	c.Append = func(b []byte, r *T) []byte {
		d := of(r)
		if d.IsZero() {
			return b
		}
		year, month, day := d.Time().Date()
		return append(b, '0'+byte(year/1000), '0'+byte(year/100%10), '0'+byte(year/10%10), '0'+byte(year%10), '-',
			'0'+byte(month/10), '0'+byte(month%10), '-', '0'+byte(day/10), '0'+byte(day%10))
	}
	return c
}
