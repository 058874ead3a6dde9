package intake

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dpor-cli/dpor/pkg/record"
)

// look is how a sheet shows a number: a count of decimals from 0, or one of these.
type look int8

const (
	plain      look = -1 // as many digits as it has
	date       look = -2
	scientific look = -3
)

// widest is the number from which on a spreadsheet shows any number as 1.23457E+11.
const widest = 1e11

// text is a number as text. A spreadsheet that makes 1.23457E+06 of an ID keeps 1234570, and what it
// shows is the only trace of it: so an ID is taken as it is shown, and any other field as it is kept.
func (l look) text(number float64, typ record.Type, since1904 bool) string {
	kept := strconv.FormatFloat(number, 'f', -1, 64)
	switch {
	case l == date:
		if text, ok := serialDay(number, since1904); ok {
			return text
		}
		return kept
	case typ != record.ID:
		return kept
	case l == scientific, math.Abs(number) >= widest:
		return strconv.FormatFloat(number, 'E', 5, 64)
	case l > 0:
		return strconv.FormatFloat(number, 'f', int(l), 64)
	}
	return kept
}

// serialDay is the day of a number of days; false where the calendar of a spreadsheet has no such day.
// It has a 29th of February 1900, which never was.
func serialDay(number float64, since1904 bool) (string, bool) {
	const end = 2_958_466 // the day after 9999-12-31
	if since1904 {
		number += 1462
	}
	switch n := int(math.Floor(min(max(number, 0), end))); {
	case n < 1 || n >= end:
		return "", false
	case n == 60:
		return "1900-02-29", true
	case n < 60:
		return time.Date(1899, 12, 31+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true
	default:
		return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true
	}
}

// readStyles reads how the styles of a workbook show numbers.
func (b *workbook) readStyles(part string) error {
	codes := map[string]look{}
	within := false
	return b.walk(part, mostOfPart, func(e xml.StartElement) {
		switch e.Name.Local {
		case "numFmt":
			codes[attribute(e, "numFmtId")] = lookOf(attribute(e, "formatCode"))
		case "cellXfs":
			within = true // the formats of named styles come before
		case "xf":
			if !within {
				return
			}
			id := attribute(e, "numFmtId")
			l, ours := codes[id]
			if !ours {
				l = builtIn(id)
			}
			b.looks = append(b.looks, l)
		}
	}, nil)
}

// builtIn is the look of a format that every workbook has without saying so (ECMA-376, 18.8.30); those
// of times of day alone show no day.
func builtIn(id string) look {
	n, _ := strconv.Atoi(id)
	switch {
	case n == 11, n == 48:
		return scientific
	case n >= 14 && n <= 17, n == 22, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n == 57, n == 58:
		return date
	case n == 2, n == 4, n == 7, n == 8, n == 10, n == 39, n == 40, n == 43, n == 44:
		return 2
	}
	return plain
}

// lookOf is the look of a format that the workbook has of its own, by what it does with a number that is
// not negative. Text in it stands between quotation marks, in brackets or after a backslash.
func lookOf(code string) look {
	var bare strings.Builder
	quoted, bracketed, escaped := false, false, false
	for _, r := range code {
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted = r != '"'
		case bracketed:
			bracketed = r != ']'
		case r == '\\', r == '_', r == '*':
			escaped = true
		case r == '"':
			quoted = true
		case r == '[':
			bracketed = true
		default:
			bare.WriteRune(r)
		}
	}
	first, _, _ := strings.Cut(strings.ToUpper(bare.String()), ";")
	switch _, decimals, _ := strings.Cut(first, "."); {
	case strings.Contains(first, "E+"), strings.Contains(first, "E-"):
		return scientific
	case first != "GENERAL" && strings.ContainsAny(first, "YD"):
		return date
	case decimals != "":
		return look(min(strings.Count(decimals, "0"), 20))
	}
	return plain
}
