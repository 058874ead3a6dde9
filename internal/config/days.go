package config

import (
	"slices"
	"strings"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/day"
)

const (
	// noDays is the word for no days at all: with it the environment can overrule days of the file,
	// where an empty value is as good as none.
	noDays = "none"
	// exampleDays is a list as it can stand in the file.
	exampleDays = "[2026-12-25, 2026-12-26]"
)

// parseDays reads days with commas, semicolons or spaces between them, or the word for none, into the
// form that they are listed and kept in: in order, each once, with commas between them.
func parseDays(text string) (canonical string, ok bool) {
	list, ok := daysIn(text)
	if len(list) == 0 {
		return noDays, ok
	}
	texts := make([]string, len(list))
	for i, d := range list {
		texts[i] = d.String()
	}
	return strings.Join(texts, ","), ok
}

func daysIn(text string) (list []day.Day, ok bool) {
	if strings.EqualFold(strings.TrimSpace(text), noDays) {
		return nil, true
	}
	for _, part := range dayParts(text) {
		d, err := day.Parse(part)
		if err != nil {
			return nil, false
		}
		list = append(list, d)
	}
	slices.Sort(list)
	return slices.Compact(list), len(list) > 0
}

// badDay is the first part of a text that is no day, of which there is one where daysIn says so; the
// text itself where it has no parts.
func badDay(text string) string {
	for _, part := range dayParts(text) {
		if _, err := day.Parse(part); err != nil {
			return part
		}
	}
	return text
}

func dayParts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
}
