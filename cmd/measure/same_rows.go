package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// sinceColumn is left out where lists are compared: a run may go past midnight.
const sinceColumn = "since"

// sameRows tells whether lists hold the same rows in the same order, and as many as they should beside
// their header; the error says where they part.
func sameRows(files []string, rows int) error {
	var readers []*csv.Reader
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
		r.ReuseRecord = true
		readers = append(readers, r)
	}
	n, err := compare(readers)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", filepath.Dir(files[0]), err)
	case n != rows:
		return fmt.Errorf("the lists have %d rows, not %d", n, rows)
	}
	return nil
}

// compare reads lists side by side and counts the rows below the header.
func compare(readers []*csv.Reader) (rows int, err error) {
	since := -1
	for line := 1; ; line++ {
		first, err := readers[0].Read()
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if line == 1 {
			since = slices.Index(first, sinceColumn)
		}
		for _, r := range readers[1:] {
			other, otherErr := r.Read()
			if otherErr != nil && !errors.Is(otherErr, io.EOF) {
				return 0, otherErr
			}
			if !alike(first, other, since) {
				return 0, fmt.Errorf("the lists part at line %d:\n%q\n%q", line, first, other)
			}
		}
		if err != nil {
			return line - 2, nil
		}
	}
}

// alike tells whether two rows are the same but for one column.
func alike(a, b []string, but int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && i != but {
			return false
		}
	}
	return true
}
