// Package view owns how each kind of record is printed: its columns, in the order of CONTRACT
// sections 4 to 7, and which of them a table shows.
//
// It must not know where rows come from, nor any format: package ui has those.
package view

import (
	"strconv"
	"strings"
	"time"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/record"
)

// plain is a column of text that tables leave out.
func plain[T any](key string, typ record.Type, text func(*T) string) ui.Column[T] {
	return ui.Column[T]{Key: key, Type: typ, Text: text}
}

// shown is a column of text that tables show.
func shown[T any](key string, typ record.Type, text func(*T) string) ui.Column[T] {
	return ui.Column[T]{Key: key, Type: typ, Text: text, InTable: true}
}

// instant is a time as scripts read it: RFC 3339 in UTC; no time is the empty text.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func number[N ~int | ~uint32 | ~uint64](n N) string { return strconv.FormatUint(uint64(n), 10) }

// embedded are the columns of a record inside a larger row.
func embedded[T, R any](columns []ui.Column[R], inner func(*T) *R) []ui.Column[T] {
	list := make([]ui.Column[T], len(columns))
	for i, c := range columns {
		list[i] = ui.Column[T]{Key: c.Key, Type: c.Type, InTable: c.InTable, Text: func(row *T) string { return c.Text(inner(row)) }}
	}
	return list
}

// joined is a list as a record's text has it.
func joined(list []string) string { return strings.Join(list, ";") }

func truth(b bool) string { return strconv.FormatBool(b) }
