package view

import (
	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
)

type counts struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

// Imported is what an import did to each kind of record; counted words the numbers for a table.
func Imported(counted func(app.Count) string) ui.View[app.Imported] {
	column := func(key string, of func(*app.Imported) app.Count) ui.Column[app.Imported] {
		return ui.Column[app.Imported]{
			Key: key, InTable: true,
			Text: func(i *app.Imported) string { return counted(of(i)) },
			Raw: func(i *app.Imported) any {
				c := of(i)
				return counts{c.Added, c.Changed, c.Unchanged}
			},
		}
	}
	return ui.View[app.Imported]{Columns: []ui.Column[app.Imported]{
		column("customers", func(i *app.Imported) app.Count { return i.Customers }),
		column("subscriptions", func(i *app.Imported) app.Count { return i.Subscriptions }),
		column("partners", func(i *app.Imported) app.Count { return i.Partners }),
		column("associations", func(i *app.Imported) app.Count { return i.Associations }),
	}}
}
