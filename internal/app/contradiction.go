package app

import (
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// uncontradicted takes the rows of associations one by one, as importAssociation does, but refuses a
// designation that gives a subscription another partner than an earlier row gave it (CONTRACT section
// 9). The error is invalid and names the earlier line.
func uncontradicted(rows []Row[record.Association]) func(*Draft, Row[record.Association]) (Result, error) {
	first := map[ids.Subscription]Row[record.Association]{}
	for _, row := range rows {
		id := row.Record.Subscription
		if _, known := first[id]; !known && row.Record.Kind == record.DPOR {
			first[id] = row
		}
	}
	return func(d *Draft, row Row[record.Association]) (Result, error) {
		a := row.Record
		if earlier, known := first[a.Subscription]; known && a.Kind == record.DPOR && earlier.Record.Partner != a.Partner {
			return "", fault.New(fault.Invalid, "import.contradiction", "subscription", a.Subscription.String(),
				"partner", a.Partner.String(), "other", earlier.Record.Partner.String(),
				"file", earlier.File, "line", earlier.Line).Of(a.Subscription.String())
		}
		return importAssociation(d, row)
	}
}
