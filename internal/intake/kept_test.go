package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// kept keeps every row that it takes.
type kept = testkit.Rows

// readAll reads what an import would take: every row, or none and one error of everything that is wrong.
func readAll(sources []Source, o Options) (kept, []*fault.Error, error) {
	var k kept
	warnings, err := Read(sources, o, &k)
	if err == nil {
		err = fault.Join(k.Refused)
	}
	if err != nil {
		return kept{}, warnings, err
	}
	return k, warnings, nil
}

// estateFile is a desired state that was read, and keeps every row.
type estateFile struct {
	Columns []string
	Rows    []app.Row[record.Desired]
	Bad     []badRow
	cells   [][]string
	numbers []int // of the rows, good and bad, as they came
	refused []*fault.Error
}

type badRow struct {
	Line  int
	Cells []string
	Why   []*fault.Error
}

type estateTaker struct{ *estateFile }

func (e estateTaker) Wish(n int, row app.Row[record.Desired], cells func() []string) error {
	e.Rows, e.cells, e.numbers = append(e.Rows, row), append(e.estateFile.cells, cells()), append(e.numbers, n)
	return nil
}

func (e estateTaker) Bad(n, line int, cells func() []string, why []*fault.Error) error {
	e.estateFile.Bad, e.numbers = append(e.estateFile.Bad, badRow{line, cells(), why}), append(e.numbers, n)
	return nil
}

func (e estateTaker) Refuse(refused *fault.Error) error {
	e.refused = append(e.refused, refused)
	return nil
}

// desiredOf reads a desired state; the error is that of the reading, or what is wrong with the file.
func desiredOf(s Source, format Format) (f estateFile, err error) {
	f.Columns, err = ReadDesired(s, format, estateTaker{&f})
	if err == nil {
		err = fault.Join(f.refused)
	}
	return f, err
}

// desiredText reads a desired state from a text.
func desiredText(content string) (estateFile, error) {
	return desiredOf(Source{"x", strings.NewReader(content)}, Auto)
}
