// Package record owns the reference records of the field: customers, subscriptions, partners, and
// the associations of other kinds that an export told of. Each record has one table of fields, from
// which reading, merging, printing and documentation all come.
//
// It must not know who holds a place (package por does), nor where a record is kept.
package record

import (
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Type says how a field's text is to be understood; in JSON a number, truth and list are not text.
type Type uint8

// The types of fields.
const (
	Text   Type = iota // any text of one line
	ID                 // an identifier
	Word               // one of a fixed set of words
	Number             // a whole number from 0
	Truth              // true or false
	Day                // YYYY-MM-DD
	List               // texts, separated by semicolons in text form
)

// Field is one field of a record T.
type Field[T any] struct {
	// Key is the field's name in JSON and its column in CSV.
	Key string
	// Type says how the text is to be understood.
	Type Type
	// Words are the values of a Word field.
	Words []string
	// Text is the field as text; empty where it is not set.
	Text func(*T) string
	// Parse sets the field from text; the error is invalid. Empty text unsets it.
	Parse func(*T, string) error
	// Copy sets the field of the first record from the second.
	Copy func(to, from *T)
}

// Fields is a set of fields, one bit for each position in a record's table.
type Fields uint32

// Has tells whether position i is in the set.
func (f Fields) Has(i int) bool { return f&(1<<i) != 0 }

// With is the set with position i in it.
func (f Fields) With(i int) Fields { return f | 1<<i }

// Merge is old with the told fields of update; what the update does not tell stays.
func Merge[T any](table []Field[T], old, update T, told Fields) T {
	for i, f := range table {
		if told.Has(i) {
			f.Copy(&old, &update)
		}
	}
	return old
}

// Equal tells whether two records have the same text in every field.
func Equal[T any](table []Field[T], a, b T) bool {
	for _, f := range table {
		if f.Text(&a) != f.Text(&b) {
			return false
		}
	}
	return true
}

// Position is the place of a key in a table, in any letter case; ok is false where there is none.
func Position[T any](table []Field[T], key string) (i int, ok bool) {
	for i, f := range table {
		if strings.EqualFold(f.Key, key) {
			return i, true
		}
	}
	return 0, false
}

// made builds a field of a value V that at points to.
func made[T, V any](key string, typ Type, at func(*T) *V, show func(V) string, parse func(string) (V, error)) Field[T] {
	return Field[T]{
		Key: key, Type: typ,
		Text: func(r *T) string { return show(*at(r)) },
		Parse: func(r *T, s string) error {
			v, err := parse(s)
			if err == nil {
				*at(r) = v
			}
			return err
		},
		Copy: func(to, from *T) { *at(to) = *at(from) },
	}
}

// TextField is a field of any text, trimmed and at most 64 KiB long.
func TextField[T any](key string, at func(*T) *string) Field[T] {
	return made(key, Text, at, func(s string) string { return s }, trimmed)
}

// EmailField is a field of one e-mail address.
func EmailField[T any](key string, at func(*T) *string) Field[T] {
	return made(key, Text, at, func(s string) string { return s }, func(s string) (string, error) {
		s, err := trimmed(s)
		if err == nil && s != "" && !address.IsPersons(s) {
			err = fault.New(fault.Invalid, "record.email", "value", s)
		}
		return s, err
	})
}

// idField is a field of a parsed identifier or day; empty text is the zero value.
func idField[T any, V interface{ String() string }](key string, typ Type, at func(*T) *V, parse func(string) (V, error)) Field[T] {
	return made(key, typ, at, func(v V) string { return v.String() }, func(s string) (v V, err error) {
		if strings.TrimSpace(s) == "" {
			return v, nil
		}
		return parse(strings.TrimSpace(s))
	})
}

func dayField[T any](key string, at func(*T) *day.Day) Field[T] {
	return idField(key, Day, at, day.Parse)
}

// PartnerField is a field of a partner ID.
func PartnerField[T any](key string, at func(*T) *ids.Partner) Field[T] {
	return idField(key, ID, at, ids.ParsePartner)
}

// TenantField is a field of a tenant ID.
func TenantField[T any](key string, at func(*T) *ids.Tenant) Field[T] {
	return idField(key, ID, at, ids.ParseTenant)
}

func subscriptionField[T any](key string, at func(*T) *ids.Subscription) Field[T] {
	return idField(key, ID, at, ids.ParseSubscription)
}

func numberField[T any](key string, at func(*T) *uint32) Field[T] {
	return made(key, Number, at, func(n uint32) string { return strconv.FormatUint(uint64(n), 10) }, func(s string) (uint32, error) {
		if s = strings.TrimSpace(s); s == "" {
			return 0, nil
		}
		n, err := strconv.ParseUint(s, 10, 31)
		if err != nil {
			return 0, fault.New(fault.Invalid, "record.number", "value", s)
		}
		return uint32(n), nil
	})
}

// TruthField is a field that is true or false; false where the text is empty, unless unset says otherwise.
func TruthField[T any](key string, at func(*T) *bool, unset bool) Field[T] {
	return made(key, Truth, at, strconv.FormatBool, func(s string) (bool, error) {
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "":
			return unset, nil
		case "true", "yes", "1":
			return true, nil
		case "false", "no", "0":
			return false, nil
		}
		return false, fault.New(fault.Invalid, "record.truth", "value", s)
	})
}

// WordField is a field of one of a set of words, whatever the letter case; empty text is unset.
func WordField[T any, W ~string](key string, words []W, unset W, at func(*T) *W) Field[T] {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	f := made(key, Word, at, func(w W) string { return string(w) }, func(s string) (W, error) {
		s = strings.TrimSpace(s)
		if s == "" {
			return unset, nil
		}
		for _, w := range words {
			if strings.EqualFold(string(w), s) {
				return w, nil
			}
		}
		return "", fault.New(fault.Invalid, "record.word", "value", s, "words", strings.Join(names, ", "))
	})
	f.Words = names
	return f
}

// ListField is a field of texts.
func ListField[T any](key string, at func(*T) *[]string) Field[T] {
	return ListOf(key, at, func(s string) string { return s }, func(s string) (string, error) { return s, nil })
}

// ListOf is a field of values that stand between semicolons in text form.
func ListOf[T, V any](key string, at func(*T) *[]V, show func(V) string, parse func(string) (V, error)) Field[T] {
	return made(key, List, at, func(l []V) string {
		texts := make([]string, len(l))
		for i, v := range l {
			texts[i] = show(v)
		}
		return strings.Join(texts, ";")
	}, func(s string) ([]V, error) {
		var list []V
		for part := range strings.SplitSeq(s, ";") {
			part, err := trimmed(part)
			if err != nil {
				return nil, err
			}
			if part == "" {
				continue
			}
			v, err := parse(part)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	})
}

// longestText is how many bytes a text may have. No name comes near; one that did could be printed as
// a line that is too long to be read back.
const longestText = 64 << 10

// trimmed takes spaces off both ends and makes one line break of a pair, which a CSV file cannot keep
// apart. Control characters stay, what was told is kept as it was told and the writer that brings it to
// a terminal strips them; but not a zero byte, which would make a file of it no text.
func trimmed(s string) (string, error) {
	switch {
	case len(s) > longestText:
		return "", fault.New(fault.Invalid, "record.long", "most", longestText)
	case strings.Contains(s, "\x00"):
		return "", fault.New(fault.Invalid, "record.zero")
	}
	return strings.ReplaceAll(strings.TrimSpace(s), "\r\n", "\n"), nil
}
