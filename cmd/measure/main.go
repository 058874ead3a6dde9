// Command measure says how fast dpor is, in a way that a stranger can repeat: it makes the data, builds
// dpor as a release is built, lets it and the sqlite3 shell do the same jobs in turn, and holds the
// figures against the goals.
//
//	go run ./cmd/measure                                  prints the tables
//	go run ./cmd/measure -write docs/performance.md       also puts them into that page
//	go run ./cmd/measure -mail                            measures how messages are sent
//
// It must not know how dpor does a job: it drives the program as a script would.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], world{out: os.Stdout, progress: os.Stderr, environ: os.Environ(), now: time.Now})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// world is what the process was given.
type world struct {
	out, progress io.Writer
	environ       []string
	now           func() time.Time
}

func run(ctx context.Context, args []string, w world) error {
	o, err := parse(args, w.progress)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	page := ""
	if o.write != "" {
		if page, err = readPage(o.write, o.room()); err != nil {
			return err // before hours of measuring
		}
	}
	folder, err := workFolder(o.folder)
	if err != nil {
		return err
	}
	if o.folder == "" {
		defer func() { _ = os.RemoveAll(folder) }()
	}
	b := bench{runs: o.runs, processes: processes{now: w.now, environ: w.environ, watches: runtime.GOOS == "linux"}, progress: w.progress}
	if o.only != onlySQLite {
		if b.dpor, err = b.processes.dporProgram(ctx, o.dpor, folder); err != nil {
			return err
		}
	}
	if o.only != onlyDpor && !o.mail {
		b.sqlite = sqliteProgram()
		if b.sqlite == "" && o.only == onlySQLite {
			return errors.New(noSQLite)
		}
	}
	if o.mail && o.only != onlyDpor {
		b.python = pythonProgram()
	}
	r := report{options: o, day: w.now().UTC().Format(time.DateOnly), machine: b.processes.thisMachine(ctx, folder)}
	if r.versions, err = b.versions(ctx); err != nil {
		return err
	}
	for _, rows := range o.rows {
		measure := b.measure
		if o.mail {
			measure = b.measureMail
		}
		figures, err := measure(ctx, folder, rows)
		if err != nil {
			return err
		}
		r.sizes = append(r.sizes, figures)
	}
	section := r.markdown()
	if o.mail {
		section = r.mailMarkdown()
	}
	if _, err := io.WriteString(w.out, section); err != nil || o.write == "" {
		return err
	}
	return writePage(o.write, page, section, o.room())
}
