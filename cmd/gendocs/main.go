// Command gendocs renders the reference documentation from the code: the commands, exit codes, roles,
// records, settings and the ledger's schema. Tables come from the code; the sentences around them
// are here.
//
//	go run ./cmd/gendocs                      writes the generated pages of docs
//	go run ./cmd/gendocs --man DIR            writes man pages, for a release
//	go run ./cmd/gendocs --completions DIR    writes completion scripts, for a release
//
// It must not know a rule of the field: where a page needs one, the code that owns it has a table.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Getenv("SOURCE_DATE_EPOCH")); err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		os.Exit(1)
	}
}

func run(args []string, epoch string) error {
	flags := flag.NewFlagSet("gendocs", flag.ContinueOnError)
	man := flags.String("man", "", "write man pages into this folder")
	completions := flags.String("completions", "", "write completion scripts into this folder")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is one argument too many", flags.Arg(0))
	}
	if *man == "" && *completions == "" {
		return write(".")
	}
	if *man != "" {
		if err := writeMan(*man, epoch); err != nil {
			return err
		}
	}
	if *completions != "" {
		return writeCompletions(*completions)
	}
	return nil
}
