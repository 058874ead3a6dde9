package notify

import (
	"encoding/csv"
	"io"

	"github.com/dpor-cli/dpor/internal/cell"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// Attachment is a file that goes with a message.
type Attachment struct {
	Name      string // ASCII, without a folder
	MediaType string
	// Write writes the content as it is read, in constant memory, and again each time it is called. The
	// error is the writer's or that of the reading.
	Write func(io.Writer) error
}

// attachedFile is the name of the list that goes with a digest; empty for a message without one.
func (f Facts) attachedFile() string {
	switch {
	case f.Kind != notice.Digest || f.Digest.Changes == nil:
		return ""
	case f.Stamp.At.IsZero():
		return "changes.csv"
	}
	return "changes-" + day.Of(f.Stamp.At).String() + ".csv"
}

func (f Facts) attachment() *Attachment {
	name := f.attachedFile()
	if name == "" {
		return nil
	}
	return &Attachment{Name: name, MediaType: "text/csv; charset=utf-8", Write: f.Digest.write}
}

// write writes the changes as CSV with the keys of records as headings (CONTRACT section 5). Names are
// whole, each in one line, and a cell that a spreadsheet would run is protected.
func (d Digest) write(w io.Writer) error {
	rows := csv.NewWriter(w)
	heading := []string{"result", "subscriptionId", "subscriptionName", "tenantId", "customerName", "product", "partnerId", "previousPartnerId", "since", "comment"}
	if err := rows.Write(heading); err != nil {
		return err
	}
	for c, err := range d.Changes {
		if err != nil {
			return err
		}
		row := []string{
			string(c.Result), c.Subscription.ID.String(), c.Subscription.Name, c.Tenant.String(), c.CustomerName,
			string(c.Subscription.Product), c.Partner.String(), c.Previous.String(), c.Since.String(), c.Comment,
		}
		for i, text := range row {
			row[i] = cell.ProtectCell(oneLine(text))
		}
		if err := rows.Write(row); err != nil {
			return err
		}
	}
	rows.Flush()
	return rows.Error()
}
