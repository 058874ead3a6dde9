package view

import (
	"iter"

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
func AppliedPlan(changes iter.Seq2[app.Outcome, error]) ui.View[app.Applied] {
	columns := Changes().Columns
	v := Applied()
	v.Columns = append(v.Columns, ui.Column[app.Applied]{Key: "changes", Each: func(*app.Applied) iter.Seq2[ui.Members, error] {
		return func(yield func(ui.Members, error) bool) {
			for o, err := range changes {
				var members ui.Members
				for _, c := range columns {
					members = append(members, ui.Member{Key: c.Key, Type: c.Type, Text: c.Text(&o.Change)})
				}
				if !yield(members, err) || err != nil {
					return
				}
			}
		}
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
