package cli

import (
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// reject is a row that was refused, and the first reason.
type reject struct {
	cells []string
	why   *fault.Error
}

// writeRejects writes the rows that were refused: the columns of the file, then line, code and message, so
// that the file can be mended and applied.
func (s *shell) writeRejects(file string, e *estate, plan *app.ApplyPlan) error {
	if file == "" {
		return nil
	}
	var v ui.View[reject]
	for i, name := range e.columns {
		if slices.Contains([]string{"line", "code", "message"}, name) { // of an earlier time
			continue
		}
		v.Columns = append(v.Columns, ui.Column[reject]{Key: name, Text: func(row *reject) string {
			if i < len(row.cells) {
				return row.cells[i]
			}
			return ""
		}})
	}
	v.Columns = append(v.Columns,
		ui.Column[reject]{Key: "line", Type: record.Number, Text: func(row *reject) string { return strconv.Itoa(row.why.Line) }},
		ui.Column[reject]{Key: "code", Text: func(row *reject) string { return string(row.why.Code) }},
		ui.Column[reject]{Key: "message", Text: func(row *reject) string { return s.explained(row.why) }},
	)
	return writeRows(file, v, e.rejects(plan))
}

// rejects walks the refused rows beside the texts of all rows: both are in the order of the file.
func (e *estate) rejects(plan *app.ApplyPlan) iter.Seq2[reject, error] {
	return func(yield func(reject, error) bool) {
		next, stop := iter.Pull2(e.cells.All())
		defer stop()
		for refused, err := range plan.RefusedRows() {
			row := reject{why: refused.Why}
			for more := true; err == nil && row.cells == nil; {
				var pair app.Pair
				if pair, err, more = next(); err == nil && !more {
					err = errors.New("a refused row is none of the file") // a defect
				}
				if err == nil && int(binary.BigEndian.Uint32(pair.Key)) == refused.Row {
					row.cells = append([]string{}, wire.NewReader(pair.Value).Texts()...)
				}
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// apart refuses files to write that are one of those that are read, the ledger's own or the configuration:
// what was in them would be lost. The error is usage.
func (s *shell) apart(o applyOptions) error {
	configuration, err := config.FilePath(s.input)
	if err != nil {
		return err
	}
	taken := []struct{ flag, file string }{
		{"--ledger", s.config.Ledger}, {"--config", configuration}, {"--file", o.File}, {"--rejects", o.Rejects}, {"--results", o.Results},
	}
	for i, written := range taken {
		for _, other := range taken[:i] {
			beside := other.flag == "--ledger" && strings.HasPrefix(absolute(written.file), absolute(other.file)+".")
			if written.file != "" && written.flag != "--file" && (beside || sameFile(written.file, other.file)) {
				return fault.New(fault.Usage, "cli.same-file", "flag", other.flag, "other", written.flag, "file", written.file).About(written.flag)
			}
		}
	}
	return nil
}

func absolute(file string) string {
	if full, err := filepath.Abs(file); err == nil {
		return full
	}
	return file
}

// sameFile tells whether two names lead to one file, also where it is not there yet.
func sameFile(a, b string) bool {
	if a == "" || b == "" || a == "-" || b == "-" {
		return false
	}
	if x, err := os.Stat(a); err == nil {
		y, err := os.Stat(b)
		return err == nil && os.SameFile(x, y)
	}
	return absolute(a) == absolute(b)
}

func (s *shell) explained(why *fault.Error) string {
	message, _ := s.printer.Explain(why)
	return message
}

// writeRows writes a file of rows, in the form that its name tells; CSV where it tells none.
func writeRows[T any](file string, v ui.View[T], rows iter.Seq2[T, error]) error {
	format, err := ui.ParseFormat(strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), "."))
	if err != nil || format == ui.Table {
		format = ui.CSV
	}
	return atomicfile.Stream(file, 0o600, func(w io.Writer) error { return ui.Write(w, format, v, rows) })
}
