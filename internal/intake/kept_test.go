package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// kept keeps every row that it takes.
type kept struct {
	Customers     []app.Row[record.Customer]
	Subscriptions []app.Row[record.Subscription]
	Partners      []app.Row[record.Partner]
	Associations  []app.Row[record.Association]
	refused       []*fault.Error
}

func (k *kept) Customer(row app.Row[record.Customer]) error {
	k.Customers = append(k.Customers, row)
	return nil
}

func (k *kept) Subscription(row app.Row[record.Subscription]) error {
	k.Subscriptions = append(k.Subscriptions, row)
	return nil
}

func (k *kept) Partner(row app.Row[record.Partner]) error {
	k.Partners = append(k.Partners, row)
	return nil
}

func (k *kept) Association(row app.Row[record.Association]) error {
	k.Associations = append(k.Associations, row)
	return nil
}

func (k *kept) Refuse(e *fault.Error) error { k.refused = append(k.refused, e); return nil }

// readAll reads what an import would take: every row, or none and one error of everything that is wrong.
func readAll(sources []Source, o Options) (kept, []*fault.Error, error) {
	var k kept
	warnings, err := Read(sources, o, &k)
	if err == nil {
		err = fault.Join(k.refused)
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
