package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// bench lets the programs do the jobs.
type bench struct {
	processes processes
	dpor      string // the programs; empty: it is not measured
	sqlite    string
	python    string
	runs      int
	progress  io.Writer
}

// contender does the jobs that both can do, on a store of its own.
type contender interface {
	name() string
	// prepare makes a new store with the customers and the partners in it; it is not timed.
	prepare(context.Context) error
	// do does a job. How many rows it was about is told of every job but the list.
	do(context.Context, job) (result, error)
	// listing is the path of the file that the list is in.
	listing() string
}

// result is what came of a job.
type result struct {
	outcome
	rows int
}

// versions are what was measured, and with what it was built.
func (b bench) versions(ctx context.Context) (string, error) {
	var all []string
	if b.dpor != "" {
		told, err := b.processes.text(ctx, b.dpor, "version")
		if err != nil {
			return "", err
		}
		all = append(all, dporVersion(told))
	}
	if b.sqlite != "" {
		told, err := b.processes.text(ctx, b.sqlite, "--version")
		if err != nil {
			return "", err
		}
		number, _, _ := strings.Cut(told, " ")
		all = append(all, "sqlite3 "+number)
	}
	if b.python != "" {
		told, err := b.processes.text(ctx, b.python, "--version")
		if err != nil {
			return "", err
		}
		all = append(all, told)
	}
	return strings.Join(all, ", "), nil
}

// dporVersion is what `dpor version` prints, in a few words.
func dporVersion(told string) string {
	version := "dpor"
	for line := range strings.Lines(told) {
		words := strings.Fields(line)
		if len(words) == 2 && (words[0] == "Version" || words[0] == "Commit" || words[0] == "Go") {
			version += " " + words[1]
		}
	}
	return version
}

// measure measures everything on data of one size.
func (b bench) measure(ctx context.Context, folder string, rows int) (size, error) {
	s := newSize(rows)
	data := newDataSet(rows)
	folder = filepath.Join(folder, strconv.Itoa(rows))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return s, err
	}
	if err := data.writeFiles(folder); err != nil {
		return s, err
	}
	var all []contender
	ours := dpor{processes: b.processes, program: b.dpor, folder: folder, data: data}
	if b.dpor != "" {
		all = append(all, ours)
	}
	if b.sqlite != "" {
		theirs := sqlite{processes: b.processes, program: b.sqlite, folder: folder, data: data}
		all = append(all, theirs)
		theirs.sorted = true
		all = append(all, theirs)
	}
	for n := range b.runs {
		if err := b.round(ctx, all, data, n, s); err != nil {
			return s, err
		}
	}
	if b.dpor == "" {
		return s, nil
	}
	fmt.Fprintf(b.progress, "%d rows: one change, a hundred, and one partner's list\n", rows)
	return s, b.beside(ctx, ours, s)
}

// round lets everybody do every job once, from a new store on. Who begins changes from round to round.
func (b bench) round(ctx context.Context, all []contender, data dataSet, n int, s size) error {
	for _, c := range all {
		if err := c.prepare(ctx); err != nil {
			return err
		}
	}
	for _, j := range bothDo() {
		for i := range all {
			c := all[(i+n)%len(all)]
			r, err := c.do(ctx, j)
			if err != nil {
				return err
			}
			fmt.Fprintf(b.progress, "%d rows, run %d of %d: %s: %s %s\n", data.rows, n+1, b.runs, j, c.name(), spoken(r.took))
			if j != listJob && r.rows != data.rows {
				return fmt.Errorf("%s: %s did it for %d rows of %d: the figures would not compare", j, c.name(), r.rows, data.rows)
			}
			s.add(j, c.name(), r.outcome)
		}
	}
	var files []string
	for _, c := range all {
		files = append(files, c.listing())
	}
	return sameRows(files, data.rows)
}
