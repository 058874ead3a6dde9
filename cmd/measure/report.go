package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// report is everything that was measured in one run.
type report struct {
	options  options
	day      string // YYYY-MM-DD
	machine  string
	versions string
	sizes    []size // ascending
}

// markdown is the section of the page, and what is printed.
func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s: %s; %s.\n", r.day, r.machine, r.versions)
	b.WriteString("This makes the data, builds dpor, and measures again:\n\n    " + r.options.commandLine() + "\n\n")
	b.WriteString(r.explained())
	for i := range r.sizes {
		s := r.sizes[i]
		fmt.Fprintf(&b, "\n### %s subscriptions\n\n", grouped(s.rows))
		b.WriteString(table(pairHeader(), r.rows(s, bothDo(), onlySQLite)))
		if rows := r.rows(s, dporDoes(), versionCommand); len(rows) > 0 {
			b.WriteString("\n" + table(aloneHeader(), rows))
		}
	}
	return b.String()
}

// explained says how the figures came to be, as far as they did.
func (r report) explained() string {
	ours, theirs := r.options.only != onlySQLite, strings.Contains(r.versions, onlySQLite)
	says := []string{fmt.Sprintf("Each time is the median of %d, from a new store each.", r.options.runs)}
	if theirs {
		says = append(says, "sqlite3 is the SQLite shell with one script a job (`cmd/measure/sqlite_scripts.go`): sets in one transaction, "+
			"a rollback journal,", "`synchronous=FULL`, a page cache of 2 GB, foreign keys, an audit row a change, an outbox row a partner.",
			"Beside it stands the same with one thing more that somebody may think of: the rows sorted by their keys first.",
			"The goals are about the former; they were set for 1,000,000 rows.")
	} else if r.options.only == "" {
		says = append(says, "Only dpor was measured: "+noSQLite+".")
	}
	if ours && r.options.dpor != "" {
		says = append(says, "dpor was not built by this run, but named with `-dpor`.")
	}
	if ours && theirs {
		says = append(says, "Both came to the same rows in the same order.")
	}
	if ours {
		says = append(says, fmt.Sprintf("The jobs of milliseconds are medians of %d, in turn with `dpor version` (apply: of %d).",
			r.options.runs*besides, 2*r.options.runs*besides), r.memoryExplained(), "Growth is against a tenth of the size.")
	}
	return strings.Join(says, "\n") + "\n"
}

func (r report) memoryExplained() string {
	for _, s := range r.sizes {
		if len(s.peak) > 0 {
			return "Memory is the most that dpor had for itself (RssAnon); a MB is 1,000,000 bytes."
		}
	}
	return "Memory was not measured: only Linux tells how much of it a process has for itself."
}

func pairHeader() []string {
	return []string{"job", "dpor", "sqlite3", "ratio", "sqlite3, sorted first", "ratio", "memory", "growth", "goal", "met"}
}

func aloneHeader() []string {
	return []string{"job", "dpor", "`dpor version`", "ratio", "memory", "growth", "goal", "met"}
}

// rows are the rows of a table; a job that nobody did has none.
func (r report) rows(s size, jobs []job, other string) (rows [][]string) {
	var tenth *size
	for i := range r.sizes {
		if r.sizes[i].rows*10 == s.rows {
			tenth = &r.sizes[i]
		}
	}
	for _, j := range jobs {
		row := rowOf(s, tenth, j, other)
		if row.hasOwn || row.hasOther {
			rows = append(rows, row.cells(other == onlySQLite))
		}
	}
	return rows
}

// cells are a row as the table has it; what is not known is empty. A pair has a second other, which sorts
// first.
func (r row) cells(pair bool) []string {
	known := func(is bool, text string) string {
		if !is {
			return ""
		}
		return text
	}
	ratio := func(other time.Duration) string {
		to := r.to(other)
		return known(to > 0, strconv.FormatFloat(to, 'f', 2, 64))
	}
	cells := []string{string(r.job), known(r.hasOwn, spoken(r.own)), known(r.hasOther, spoken(r.other)), ratio(r.other)}
	if pair {
		cells = append(cells, known(r.sorted > 0, spoken(r.sorted)), ratio(r.sorted))
	}
	cells = append(cells, known(r.peak > 0, inMegabytes(r.peak)), known(r.growth > 0, strconv.FormatFloat(r.growth, 'f', 1, 64)))
	if !r.hasOwn {
		return append(cells, "", "")
	}
	met := "yes"
	missed, unknown := r.verdict()
	switch {
	case len(missed) > 0:
		met = "**missed: " + strings.Join(missed, ", ") + "**"
	case len(unknown) > 0:
		met = "not measured: " + strings.Join(unknown, ", ")
	}
	return append(cells, r.goal(), met)
}

// goal is what the job is to keep to, in words.
func (r row) goal() string {
	g := goalOf(r.job)
	var words []string
	if g.ratio > 0 {
		words = append(words, "ratio "+strconv.FormatFloat(g.ratio, 'f', -1, 64))
	}
	if g.over > 0 {
		words = append(words, "+ "+strconv.FormatInt(g.over.Milliseconds(), 10)+" ms")
	}
	if g.memory > 0 {
		words = append(words, inMegabytes(g.memory))
	}
	if r.growth > 0 {
		words = append(words, "growth "+strconv.FormatFloat(growthGoal, 'f', -1, 64))
	}
	return strings.Join(words, ", ")
}
