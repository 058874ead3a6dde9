package main

import (
	"strconv"
	"strings"
	"time"
)

// spoken is a length of time as a reader wants it: 4.02 s, 12.3 ms.
func spoken(d time.Duration) string {
	if d >= time.Second {
		return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
	}
	return strconv.FormatFloat(d.Seconds()*1000, 'f', 1, 64) + " ms"
}

// inMegabytes is rounded up, so that what is above a goal never reads as if it kept it.
func inMegabytes(bytes int64) string {
	return strconv.FormatInt((bytes+megabyte-1)/megabyte, 10) + " MB"
}

// grouped is a number with commas: 1,000,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// table is a Markdown table; a column that is empty in every row is left out.
func table(header []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) {
		b.WriteString("|")
		for i, c := range cells {
			if used(rows, i) {
				b.WriteString(" " + c + " |")
			}
		}
		b.WriteString("\n")
	}
	line(header)
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = "---"
	}
	line(rule)
	for _, cells := range rows {
		line(cells)
	}
	return b.String()
}

func used(rows [][]string, column int) bool {
	for _, cells := range rows {
		if cells[column] != "" {
			return true
		}
	}
	return false
}
