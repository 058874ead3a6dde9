package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/por"
)

// Count says how many records of one kind were added, changed or were so already.
type Count struct{ Added, Changed, Unchanged int }

func (c *Count) add(r Result) {
	switch r {
	case Result(por.Added):
		c.Added++
	case Unchanged:
		c.Unchanged++
	default:
		c.Changed++
	}
}

// Imported says what an import did to each kind of record.
type Imported struct{ Customers, Subscriptions, Partners, Associations Count }

// Import is a planned import.
type Import struct {
	plan   *bulkPlan
	counts Imported
}

// PlanImport plans to bring rows into the ledger: customers first, then subscriptions, partners and
// associations, whatever file they come from. What a row does not tell stays as it was. A plan is applied
// once.
//
// The error holds every refusal, also those of the rows that could not be read: forbidden for the role,
// and for a designation in another's tenant; invalid for a designation that breaks a rule, and for two
// that give one subscription different partners; conflict for a place that another partner holds and a
// subscription that belongs to another tenant. Each names its file and line.
func (e Engine) PlanImport(ctx context.Context, rows *Rows) (*Import, error) {
	i := &Import{}
	unread := rows.Refused.Len() > 0
	var err error
	i.plan, err = e.planBulk(ctx, bulkTask{
		action: access.Record, command: "import", makes: true, rows: rows.Len() + rows.subscriptions.Len() + rows.associations.Len(), // these are walked twice
		decide: func(d *Draft, c *changes, each func() error) error {
			refused, err := rows.Refused.again(rows.scratch)
			if err != nil {
				return err
			}
			w := &importing{each: each, draft: d, changes: c, rows: rows, refused: refused, unread: unread}
			err = w.all()
			i.counts = w.counts
			return err
		},
	})
	return i, err
}

// Counts says what the import will do, or did.
func (i *Import) Counts() Imported { return i.counts }

// Apply writes the import.
func (i *Import) Apply(ctx context.Context) error {
	_, err := i.plan.apply(ctx)
	return err
}
