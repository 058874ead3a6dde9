package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/nearest"
	"github.com/dpor-cli/dpor/pkg/record"
)

// filterFlags are the texts of the filters of `dpor list`.
type filterFlags struct {
	mpn, tenant, subscription, product, kind, status string
	since, until, asOf, sort                         string
	unassigned                                       bool
	limit                                            int
}

func (f *filterFlags) add(cmd *cobra.Command, s *shell) {
	flags := cmd.Flags()
	flags.StringVar(&f.mpn, "mpn", "", "filter.mpn")
	flags.StringVar(&f.tenant, "tenant", "", "filter.tenant")
	flags.StringVar(&f.subscription, "subscription", "", "filter.subscription")
	flags.StringVar(&f.product, "product", "", "filter.product")
	flags.StringVar(&f.kind, "type", "", "filter.type")
	flags.StringVar(&f.status, "status", "", "filter.status")
	flags.BoolVar(&f.unassigned, "unassigned", false, "filter.unassigned")
	flags.StringVar(&f.since, "since", "", "filter.since")
	flags.StringVar(&f.until, "until", "", "filter.until")
	flags.StringVar(&f.asOf, "as-of", "", "filter.as-of")
	flags.IntVar(&f.limit, "limit", 0, "filter.limit")
	flags.StringVar(&f.sort, "sort", "", "filter.sort")
	s.complete(cmd, "mpn", s.completePartners)
	s.complete(cmd, "tenant", s.completeTenants)
	s.complete(cmd, "subscription", s.completeSubscriptions)
	s.complete(cmd, "product", fixed(words(record.Products())))
	s.complete(cmd, "type", fixed(words(record.Kinds())))
}

// options parses the filters for a kind of list; the error is usage for one that does not apply or
// takes another word, invalid for an identifier or day that is none.
func (f *filterFlags) options(cmd *cobra.Command, of string, names []string) (o listOptions, err error) {
	i := slices.Index(names, of)
	if i < 0 {
		return o, fault.New(fault.Usage, "cli.list-what", "value", of, "near", nearest.Close(of, names), "names", strings.Join(names, ", ")).About(of)
	}
	for _, filter := range listed[0].filters {
		if cmd.Flags().Changed(filter) && !slices.Contains(listed[i].filters, filter) {
			return o, fault.New(fault.Usage, "cli.filter", "flag", "--"+filter, "of", of, "filters", "--"+strings.Join(listed[i].filters, ", --")).About("--" + filter)
		}
	}
	if err := together(cmd, "unassigned", "mpn", "type"); err != nil {
		return o, err
	}
	if f.limit < 0 || cmd.Flags().Changed("limit") && f.limit == 0 {
		return o, fault.New(fault.Usage, "cli.limit", "value", f.limit).About("--limit")
	}
	o = listOptions{Of: of, Sort: f.sort, Limit: f.limit}
	o.Filter.Unassigned = f.unassigned
	set := func(flag string, parse func() error) {
		if err == nil {
			if e := parse(); e != nil {
				err = fault.As(e).About("--" + flag)
			}
		}
	}
	set("status", func() (e error) { o.Filter.Status, e = optional(f.status, among(listed[i].statuses)); return e })
	o.Filter.Unassigned = o.Filter.Unassigned || o.Filter.Status == string(app.Free)
	if o.Filter.Unassigned && of == names[0] && (o.Filter.Status != "" && o.Filter.Status != string(app.Free) || f.mpn != "" || f.kind != "") {
		return o, fault.New(fault.Usage, "cli.unassigned").About("--unassigned")
	}
	set("mpn", func() (e error) { o.Filter.Partner, e = optional(f.mpn, ids.ParsePartner); return e })
	set("tenant", func() (e error) { o.Filter.Tenant, e = optional(f.tenant, ids.ParseTenant); return e })
	set("subscription", func() (e error) {
		o.Filter.Subscription, e = optional(f.subscription, ids.ParseSubscription)
		return e
	})
	set("since", func() (e error) { o.Filter.Since, e = parseDay(f.since); return e })
	set("until", func() (e error) { o.Filter.Until, e = parseDay(f.until); return e })
	set("as-of", func() (e error) { o.Filter.AsOf, e = parseDay(f.asOf); return e })
	set("product", func() (e error) { o.Filter.Product, e = optional(f.product, among(record.Products())); return e })
	set("type", func() (e error) { o.Filter.Kind, e = optional(f.kind, among(record.Kinds())); return e })
	return o, err
}

// oneOf is one of some words in any letter case; the error is usage and names them.
func oneOf[W ~string](text string, known []W) (W, error) {
	for _, w := range known {
		if strings.EqualFold(string(w), text) {
			return w, nil
		}
	}
	return "", fault.New(fault.Usage, "cli.word", "value", text, "words", strings.Join(words(known), ", "))
}

// among is oneOf as a way to parse a flag.
func among[W ~string](known []W) func(string) (W, error) {
	return func(text string) (W, error) { return oneOf(text, known) }
}
