package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// What -only may say.
const (
	onlyDpor   = "dpor"
	onlySQLite = "sqlite3"
)

// The sizes that are measured where none are named.
const (
	usualRows = "10000,100000,1000000"
	mailRows  = "10000,100000"
)

// options are what was asked for.
type options struct {
	folder string // where data and ledgers are kept; empty: in one that is taken away again
	rows   []int  // the sizes, ascending
	runs   int
	dpor   string // a program that is there already; empty: it is built
	only   string
	write  string // the page that the tables are put into
	mail   bool   // measure how messages are sent, and nothing else
}

// parse reads the arguments; what they should have been goes to say.
func parse(args []string, say io.Writer) (options, error) {
	var (
		o    options
		rows string
	)
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	flags.SetOutput(say)
	flags.StringVar(&o.folder, "folder", "", "keep data and ledgers in this `folder` (default: one for temporary files)")
	flags.StringVar(&rows, "rows", "", "how many subscriptions, with commas between (default: "+usualRows+")")
	flags.IntVar(&o.runs, "runs", 3, "how often each job is done")
	flags.StringVar(&o.dpor, "dpor", "", "measure this `program` (default: one that is built from here)")
	flags.StringVar(&o.only, "only", "", "measure only dpor or only sqlite3")
	flags.BoolVar(&o.mail, "mail", false, "measure how messages are sent, beside smtplib of Python (default rows: "+mailRows+")")
	flags.StringVar(&o.write, "write", "", "put the tables into this `page`")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q is one argument too many", flags.Arg(0))
	}
	switch {
	case rows == "" && o.mail:
		rows = mailRows
	case rows == "":
		rows = usualRows
	}
	if o.runs < 1 {
		return o, errors.New("-runs has to be 1 or more")
	}
	if !slices.Contains([]string{"", onlyDpor, onlySQLite}, o.only) {
		return o, fmt.Errorf("-only is %s or %s, not %q", onlyDpor, onlySQLite, o.only)
	}
	if o.mail && o.only == onlySQLite {
		return o, fmt.Errorf("%s sends no messages", onlySQLite)
	}
	for text := range strings.SplitSeq(rows, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < leastRows {
			return o, fmt.Errorf("-rows are numbers of %d or more with commas between, not %q", leastRows, rows)
		}
		o.rows = append(o.rows, n)
	}
	slices.Sort(o.rows)
	o.rows = slices.Compact(o.rows)
	return o, nil
}

// commandLine is what a stranger types to repeat the run. Names of one machine's folders are not in it.
func (o options) commandLine() string {
	line := "go run ./cmd/measure "
	if o.mail {
		line += "-mail "
	}
	line += "-rows "
	for i, n := range o.rows {
		if i > 0 {
			line += ","
		}
		line += strconv.Itoa(n)
	}
	line += " -runs " + strconv.Itoa(o.runs)
	if o.only != "" {
		line += " -only " + o.only
	}
	return line
}

// workFolder is the folder that is named, or a new one for temporary files.
func workFolder(named string) (string, error) {
	if named == "" {
		return os.MkdirTemp("", "dpor-measure-")
	}
	full, err := filepath.Abs(named)
	if err != nil {
		return "", err
	}
	return full, os.MkdirAll(full, 0o755)
}
