package cli

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/nearest"
	"github.com/dpor-cli/dpor/pkg/record"
)

// listOptions is what `dpor list` was asked for.
type listOptions struct {
	Of     string
	Filter app.Filter
	Sort   string // a key, with "-" before it for the other way round
	Limit  int    // 0 is all
}

// listed says, for each kind of list, which filters apply to it and which words --status takes.
var listed = []struct {
	of       string
	filters  []string
	statuses []string
}{
	{"associations", []string{"mpn", "tenant", "subscription", "product", "type", "status", "unassigned", "since", "until", "as-of"}, words(app.Standings())},
	{"subscriptions", []string{"mpn", "tenant", "subscription", "product", "status", "unassigned", "since", "until", "as-of"}, words(record.Statuses())},
	{"partners", []string{"mpn", "status"}, words(record.Standings())},
	{"customers", []string{"mpn", "tenant"}, nil},
	{"claims", []string{"mpn", "tenant", "subscription", "status", "since", "until"}, words(cpor.Statuses())},
	{"requests", []string{"mpn", "tenant", "subscription", "status", "since", "until"}, []string{"open", "accepted", "declined"}},
	{ofMessages, []string{"mpn", "tenant", "subscription", "status", "since", "until"}, messageStatuses()},
}

func words[W ~string](list []W) []string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = string(w)
	}
	return texts
}

// listNames are the kinds of lists, the default first.
func listNames() []string {
	names := make([]string, len(listed))
	for i, l := range listed {
		names[i] = l.of
	}
	return names
}

func newList(s *shell, runF func(context.Context, listOptions) error) *cobra.Command {
	var f filterFlags
	names := listNames()
	cmd := &cobra.Command{
		Use:     "list [" + strings.Join(names, "|") + "]",
		Aliases: []string{"ls"},
		Short:   "list.short",
		Long:    "list.long",
		Example: `  dpor list
  dpor list --mpn 4391507 -o csv
  dpor list subscriptions --unassigned --status enabled
  dpor list --as-of 2026-06-30 -o json --query '[].{id:subscriptionId, partner:partnerId}'
  dpor list requests --status open`,
		Annotations: annotated(read),
		Args:        arguments(0, 1),
		ValidArgs:   names,
	}
	f.add(cmd, s)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		of := names[0]
		if len(args) == 1 {
			of = strings.ToLower(args[0])
		}
		o, err := f.options(cmd, of, names)
		if err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, o listOptions) error { return s.list(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) list(cmd *cobra.Command, o listOptions) error {
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	if s.printer.Format != ui.Table && s.printer.Query == nil && o.Sort == "" { // rows are printed as they are read
		s.frugal(memoryOfLists)
	}
	ctx := cmd.Context()
	switch o.Of {
	case "subscriptions":
		return listRows(s, view.Subscriptions(), engine.Subscriptions(ctx, o.Filter), o)
	case "partners":
		return listRows(s, view.Partners(), engine.Partners(ctx, o.Filter), o)
	case "customers":
		return listRows(s, view.Customers(), engine.Customers(ctx, o.Filter), o)
	case "claims":
		return listRows(s, view.Claims(), engine.Claims(ctx, app.ClaimFilter{Filter: o.Filter}), o)
	case "requests":
		return listRows(s, view.Requests(), engine.Requests(ctx, o.Filter), o)
	case ofMessages:
		return listRows(s, view.Letters(s.letters(s.wording(ctx))), engine.Letters(ctx, o.Filter), o)
	default:
		return listRows(s, view.Associations(), engine.Associations(ctx, o.Filter), o)
	}
}

func listRows[T any](s *shell, v ui.View[T], rows iter.Seq2[T, error], o listOptions) error {
	if o.Sort != "" {
		sorted, err := sortedBy(v, rows, o.Sort, o.Limit)
		if err != nil {
			return err
		}
		rows = sorted
	}
	return ui.List(s.printer, v, limited(rows, o.Limit))
}

// limited is the first so many rows; what comes after is not read.
func limited[T any](rows iter.Seq2[T, error], most int) iter.Seq2[T, error] {
	if most == 0 {
		return rows
	}
	return func(yield func(T, error) bool) {
		n := 0
		for row, err := range rows {
			if !yield(row, err) || err != nil {
				return
			}
			if n++; n == most {
				return
			}
		}
	}
}

// spare is how many rows are taken up, beyond those that are wanted, before the last ones are dropped.
const spare = 1000

// sortedBy is the rows in the order of one column: the first so many, which alone are kept in memory, or all for
// most 0. The error is usage for a key that is none.
func sortedBy[T any](v ui.View[T], rows iter.Seq2[T, error], key string, most int) (iter.Seq2[T, error], error) {
	name, down := strings.CutPrefix(key, "-")
	var keys []string
	for _, c := range v.Columns {
		keys = append(keys, c.Key)
	}
	i := slices.IndexFunc(keys, func(k string) bool { return strings.EqualFold(k, name) })
	if i < 0 {
		return nil, fault.New(fault.Usage, "cli.sort", "value", name, "near", nearest.Close(name, keys), "keys", strings.Join(keys, ", ")).About("--sort")
	}
	column := v.Columns[i]
	return func(yield func(T, error) bool) {
		type keyed struct {
			text string
			row  T
		}
		var first []keyed
		sort := func() {
			slices.SortStableFunc(first, func(a, b keyed) int {
				c := compareTexts(column.Type, a.text, b.text)
				if down {
					return -c
				}
				return c
			})
			if most > 0 && len(first) > most {
				clear(first[most:])
				first = first[:most]
			}
		}
		for row, err := range rows {
			if err != nil {
				yield(row, err)
				return
			}
			if first = append(first, keyed{column.Text(&row), row}); most > 0 && len(first) == most+max(most, spare) {
				sort()
			}
		}
		sort()
		for _, one := range first {
			if !yield(one.row, nil) {
				return
			}
		}
	}, nil
}

func compareTexts(typ record.Type, a, b string) int {
	if typ == record.Number {
		x, _ := strconv.ParseUint(a, 10, 64)
		y, _ := strconv.ParseUint(b, 10, 64)
		return cmp.Compare(x, y)
	}
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}
