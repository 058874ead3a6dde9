package cli

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// notifyInto is `dpor notify` with commands that keep their options.
func notifyInto(s *shell, got *any) *cobra.Command {
	cmd := &cobra.Command{Use: "notify", Args: cobra.ArbitraryArgs, RunE: group}
	cmd.AddCommand(
		newNotifyList(s, into[listOptions](got)), newNotifyShow(s, into[uint64](got)), newNotifySend(s, into[sendOptions](got)),
		newNotifyRetry(s, into[retryOptions](got)), newNotifyDrop(s, into[dropOptions](got)),
	)
	return cmd
}

func TestFlagsBecomeTheOptionsOfNotify(t *testing.T) {
	for line, want := range map[string]any{
		"notify list": listOptions{Of: "notifications"},
		"notify ls --status Failed --mpn 4391507 --tenant " + textT1 + " --subscription " + textS1 + " --since 2025-06-01 --until 2025-07-01 --limit 5 --sort -id": listOptions{
			Of: "notifications", Sort: "-id", Limit: 5, Filter: app.Filter{
				Status: "failed", Partner: must(ids.ParsePartner, "4391507"), Tenant: must(ids.ParseTenant, textT1),
				Subscription: must(ids.ParseSubscription, textS1), Since: must(day.Parse, "2025-06-01"), Until: must(day.Parse, "2025-07-01"),
			}},
		"notify list --status given-up": listOptions{Of: "notifications", Filter: app.Filter{Status: "given-up"}},

		"notify show 1":                    uint64(1),
		"notify show 18446744073709551615": ^uint64(0),

		"notify send":                     sendOptions{},
		"notify send --dry-run":           sendOptions{DryRun: true},
		"notify send --limit 1":           sendOptions{Limit: 1},
		"notify send --limit=7 --dry-run": sendOptions{Limit: 7, DryRun: true},

		"notify retry 3 4":           retryOptions{Messages: []uint64{3, 4}},
		"notify retry --all":         retryOptions{Messages: []uint64{}},
		"notify retry --all=false 3": retryOptions{Messages: []uint64{3}},

		"notify drop 5": dropOptions{Messages: []uint64{5}},
		"notify drop 5 0006 --reason ' told on the telephone\t'": dropOptions{Messages: []uint64{5, 6}, Reason: "told on the telephone"},
	} {
		t.Run(line, func(t *testing.T) {
			got, err := optionsOf(t, "", line)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWhatNotifyCannotMeanIsRefusedBeforeAnythingIsDone(t *testing.T) {
	for line, want := range map[string]struct {
		code   fault.Code
		target string
	}{
		"notify sned":                        {fault.Usage, "sned"},
		"notify list 1":                      {fault.Usage, "1"},
		"notify list --status lost":          {fault.Usage, "--status"},
		"notify list --status active":        {fault.Usage, "--status"},
		"notify list --mpn 1":                {fault.Invalid, "--mpn"},
		"notify list --tenant contoso":       {fault.Invalid, "--tenant"},
		"notify list --subscription contoso": {fault.Invalid, "--subscription"},
		"notify list --since yesterday":      {fault.Usage, "--since"},
		"notify list --until 2026-02-30":     {fault.Usage, "--until"},
		"notify list --limit 0":              {fault.Usage, "--limit"},
		"notify list --unassigned":           {fault.Usage, "--unassigned"},
		"notify show":                        {fault.Usage, ""},
		"notify show 1 2":                    {fault.Usage, "2"},
		"notify show one":                    {fault.Usage, "one"},
		"notify show 0":                      {fault.Usage, "0"},
		"notify show +1":                     {fault.Usage, "+1"},
		"notify show 18446744073709551616":   {fault.Usage, "18446744073709551616"},
		"notify show '1\r\nBcc: x'":          {fault.Usage, "1\r\nBcc: x"},
		"notify send 1":                      {fault.Usage, "1"},
		"notify send --limit 0":              {fault.Usage, "--limit"},
		"notify send --limit -1":             {fault.Usage, "--limit"},
		"notify send --limit many":           {fault.Usage, "--limit"},
		"notify retry":                       {fault.Usage, "--all"},
		"notify retry 1 --all":               {fault.Usage, "--all"},
		"notify retry 1 two":                 {fault.Usage, "two"},
		"notify drop":                        {fault.Usage, ""},
		"notify drop 1 CLM-2":                {fault.Usage, "CLM-2"},
		"notify drop 1 --all":                {fault.Usage, "--all"},
	} {
		t.Run(line, func(t *testing.T) {
			got, err := optionsOf(t, "", line)
			e := fault.As(err)
			if e == nil || e.Code != want.code || want.target != "" && e.Target != want.target {
				t.Errorf("%v, want %s about %q", err, want.code, want.target)
			}
			if got != nil {
				t.Errorf("it would have acted on %+v", got)
			}
		})
	}
}
