package view

import (
	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Applied is what a desired state changed, or, of a plan, would change.
func Applied() ui.View[app.Applied] {
	type a = app.Applied
	return ui.View[a]{Columns: []ui.Column[a]{
		shown("applied", record.Truth, func(r *a) string { return truth(r.Done) }),
		shown("added", record.Number, func(r *a) string { return number(r.Added) }),
		shown("changed", record.Number, func(r *a) string { return number(r.Changed) }),
		shown("removed", record.Number, func(r *a) string { return number(r.Removed) }),
		shown("unchanged", record.Number, func(r *a) string { return number(r.Unchanged) }),
		shown("refused", record.Number, func(r *a) string { return number(r.Refused) }),
		nested("journal", func(r *a) any { return r.Journal }, func(r *a) string {
			if len(r.Journal) == 0 {
				return ""
			}
			return number(r.Journal[0])
		}),
	}}
}

// AppliedPlan is what a desired state would change, with the changes.
func AppliedPlan(outcomes []app.Outcome) ui.View[app.Applied] {
	v := Applied()
	v.Columns = append(v.Columns, ui.Column[app.Applied]{Key: "changes", Raw: func(*app.Applied) any {
		list := make([]ui.Members, len(outcomes))
		for i, o := range outcomes {
			for _, c := range Changes().Columns {
				list[i] = append(list[i], ui.Member{Key: c.Key, Type: c.Type, Text: c.Text(&o.Change)})
			}
		}
		return list
	}})
	return v
}

// Outcomes is what came of each row of a desired state; message words a refusal.
func Outcomes(message func(*fault.Error) string) ui.View[app.Outcome] {
	type o = app.Outcome
	columns := embedded(Changes().Columns, func(r *o) *app.Change { return &r.Change })
	for i := range columns {
		switch columns[i].Key {
		case "code":
			columns[i].Text = func(r *o) string {
				if r.Refusal == nil {
					return ""
				}
				return string(r.Refusal.Each()[0].Code)
			}
		case "message":
			columns[i].Text = func(r *o) string {
				if r.Refusal == nil {
					return ""
				}
				return message(r.Refusal.Each()[0])
			}
		}
	}
	return ui.View[o]{Columns: columns}
}
