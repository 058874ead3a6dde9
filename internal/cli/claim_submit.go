package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// manyClaims is where the claims stand that are too many to be typed: in a file, or they are all drafts of
// the acting partners, or those of them that the filter wants.
type manyClaims struct {
	File   string
	All    bool
	Filter app.Filter
}

// manyFlags are the texts of the flags of `dpor claim submit` that name many claims.
type manyFlags struct {
	file, mpn, tenant string
	all               bool
}

func (f *manyFlags) add(cmd *cobra.Command, s *shell) {
	cmd.Use = "submit CLAIM... | -f FILE | --all"
	cmd.Args = arguments(0, -1)
	flags := cmd.Flags()
	flags.StringVarP(&f.file, "file", "f", "", "claim-submit.file")
	flags.BoolVar(&f.all, "all", false, "claim-submit.all")
	flags.StringVar(&f.mpn, "mpn", "", "claim-submit.mpn")
	flags.StringVar(&f.tenant, "tenant", "", "claim-submit.tenant")
	s.complete(cmd, "mpn", s.completePartners)
	s.complete(cmd, "tenant", s.completeTenants)
}

// options parses the flags, of which one, or claims as arguments, has to be there; the error is usage, and
// invalid for an identifier that is none.
func (f *manyFlags) options(cmd *cobra.Command, args []string) (m manyClaims, err error) {
	if err := together(cmd, "file", "all"); err != nil {
		return m, err
	}
	if len(args) > 0 && (f.all || f.file != "") {
		return m, fault.New(fault.Usage, "cli.many-arguments", "value", args[0], "use", cmd.UseLine(), "command", cmd.CommandPath()).About(args[0])
	}
	if !f.all && f.file == "" {
		if err := arguments(1, -1)(cmd, args); err != nil {
			return m, err
		}
	}
	for _, filter := range []string{"mpn", "tenant"} {
		if cmd.Flags().Changed(filter) && !f.all {
			return m, fault.New(fault.Usage, "cli.needs-flag", "flag", "--"+filter, "other", "--all").About("--" + filter)
		}
	}
	m.File, m.All = f.file, f.all
	if m.Filter.Partner, err = optional(f.mpn, ids.ParsePartner); err != nil {
		return m, fault.As(err).About("--mpn")
	}
	if m.Filter.Tenant, err = optional(f.tenant, ids.ParseTenant); err != nil {
		return m, fault.As(err).About("--tenant")
	}
	return m, nil
}

// claimsToMove are the claims that a command names, whichever way it does. Beside the error, unread is what is
// wrong with rows of the file, to be told together with what is wrong with the claims.
func (s *shell) claimsToMove(ctx context.Context, engine app.Engine, o moveOptions) (rows []app.Row[ids.Claim], unread, err error) {
	if o.Many.File != "" {
		return s.claimsInFile(ctx, o.Many.File)
	}
	claims := o.Claims
	if o.Many.All {
		if claims, err = engine.Drafts(ctx, o.Many.Filter); err != nil {
			return nil, nil, err
		}
	}
	rows = make([]app.Row[ids.Claim], len(claims))
	for i, id := range claims {
		rows[i].Record = id
	}
	return rows, nil, nil
}

// claimsInFile reads IDs of claims; the error is that of open, and invalid for a file without one.
func (s *shell) claimsInFile(ctx context.Context, name string) (rows []app.Row[ids.Claim], unread, err error) {
	sources, done, err := s.sources(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	rows, unread = intake.ReadClaimIDs(sources[0])
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err() // whatever Ctrl-C did to the reading, it was Ctrl-C
	case unread == nil && len(rows) == 0:
		return nil, nil, fault.New(fault.Invalid, "claim.none-listed", "file", name).About(name)
	case len(rows) == 0:
		return nil, nil, unread
	}
	return rows, unread, nil
}
