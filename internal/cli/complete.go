package cli

import (
	"context"
	"iter"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/record"
)

type completer = func(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective)

// completions is how many IDs the shell is given at most; more would only scroll past.
const completions = 200

// complete makes a flag complete.
func (s *shell) complete(cmd *cobra.Command, flag string, with completer) {
	// It fails for a flag that the command lacks, which a test of every command's flags shows.
	_ = cmd.RegisterFlagCompletionFunc(flag, with)
}

func fixed(words []string) completer {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

func (s *shell) completeSubscriptions(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeFrom(s, cmd, typed, func(ctx context.Context, e app.Engine) iter.Seq2[record.Subscription, error] {
		return e.Subscriptions(ctx, app.Filter{})
	}, func(r record.Subscription) (string, string) { return r.ID.String(), r.Name })
}

func (s *shell) completePartners(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeFrom(s, cmd, typed, func(ctx context.Context, e app.Engine) iter.Seq2[record.Partner, error] {
		return e.Partners(ctx, app.Filter{})
	}, func(r record.Partner) (string, string) { return r.ID.String(), r.Name })
}

func (s *shell) completeTenants(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeFrom(s, cmd, typed, func(ctx context.Context, e app.Engine) iter.Seq2[record.Customer, error] {
		return e.Customers(ctx, app.Filter{})
	}, func(r record.Customer) (string, string) { return r.Tenant.String(), r.Name })
}

func (s *shell) completeClaims(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeFrom(s, cmd, typed, func(ctx context.Context, e app.Engine) iter.Seq2[app.ClaimCard, error] {
		return e.Claims(ctx, app.ClaimFilter{})
	}, func(r app.ClaimCard) (string, string) { return r.ID.String(), r.Name })
}

// completeClaimThenFiles completes a claim first and leaves what follows to the shell: files.
func (s *shell) completeClaimThenFiles(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return s.completeClaims(cmd, args, typed)
}

// completeFrom gives the IDs of the ledger that begin with what is typed, with their names. Whatever
// goes wrong is no reason to disturb somebody who is typing.
func completeFrom[T any](s *shell, cmd *cobra.Command, typed string, rows func(context.Context, app.Engine) iter.Seq2[T, error], of func(T) (id, name string)) ([]cobra.Completion, cobra.ShellCompDirective) {
	if err := s.setUp(cmd); err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	engine, err := s.engine(cmd)
	if err != nil {
		engine = app.Engine{Store: s.ledger(cmd), Now: s.Now}
	}
	var list []cobra.Completion
	for row, err := range rows(cmd.Context(), engine) {
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		id, name := of(row)
		if len(id) < len(typed) || id[:len(typed)] != typed {
			continue
		}
		if list = append(list, cobra.CompletionWithDesc(id, ui.Line(name))); len(list) == completions {
			break
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
