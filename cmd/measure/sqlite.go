package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// noSQLite is what is said where there is no sqlite3 shell.
const noSQLite = "there is no sqlite3 in PATH: install the SQLite shell (the package sqlite3 of Debian, Fedora's sqlite, Homebrew's sqlite)"

// sqliteProgram is the sqlite3 shell, empty where there is none.
func sqliteProgram() string {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		return ""
	}
	return program
}

// sqlite does the jobs with the sqlite3 shell and a database of its own, as somebody would who knows
// SQLite: sets and not rows, one transaction a job. It promises what dpor does: nothing refers to what is not there, what was changed is on the disk, each
// change is told in an audit table, and each partner is owed one message.
type sqlite struct {
	processes processes
	program   string
	folder    string
	data      dataSet
	// sorted brings rows into the order of the keys that they go under, instead of that of the file.
	sorted bool
}

// sortedSQLite is the name of the one that sorts first.
const sortedSQLite = onlySQLite + ", sorted first"

func (s sqlite) name() string {
	if s.sorted {
		return sortedSQLite
	}
	return onlySQLite
}

// prepare makes a new database with the customers and the partners in it.
func (s sqlite) prepare(ctx context.Context) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.RemoveAll(filepath.Join(s.folder, s.database()+end)); err != nil {
			return err
		}
	}
	_, err := s.script(ctx, prepareScript, "prepared.txt")
	return err
}

// do does one job and says how many rows it was about.
func (s sqlite) do(ctx context.Context, j job) (result, error) {
	if j == listJob {
		o, err := s.script(ctx, listScript, s.stem()+".csv")
		return result{outcome: o}, err
	}
	text := applyScript
	if j == importJob {
		text = importScript
	}
	o, err := s.script(ctx, text, "printed.txt")
	if err != nil {
		return result{}, err
	}
	printed, err := os.ReadFile(filepath.Join(s.folder, "printed.txt"))
	if err != nil {
		return result{}, err
	}
	changed, err := strconv.Atoi(strings.TrimSpace(string(printed)))
	if err != nil {
		return result{}, fmt.Errorf("sqlite3 refuses rows: %.200s", printed)
	}
	if j == againJob {
		return result{outcome: o, rows: s.data.rows - changed}, nil
	}
	return result{outcome: o, rows: changed}, nil
}

func (s sqlite) database() string { return s.stem() + ".db" }

func (s sqlite) listing() string { return filepath.Join(s.folder, s.stem()+".csv") }

func (s sqlite) stem() string {
	if s.sorted {
		return "sqlite3-sorted"
	}
	return "sqlite3"
}

// script lets the shell read a script. What it prints goes to a file.
func (s sqlite) script(ctx context.Context, text, output string) (outcome, error) {
	return s.processes.run(ctx, process{
		program: s.program, args: []string{"-batch", "-bail", s.database()},
		folder: s.folder, input: settings + sorted(text, s.sorted), output: output,
	})
}
