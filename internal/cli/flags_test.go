package cli

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kballard/go-shellquote"
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/request"
)

// homeless is an environment with a home folder that has nothing in it.
func homeless(name string) string {
	if name == "HOME" {
		return "/nowhere"
	}
	return ""
}

// memory is a ledger in memory with its evidence.
type memory struct {
	*memstore.Store
	folder *testkit.Folder
}

func (m memory) Evidence() EvidenceFolder { return m.folder }

// shellFor is a run without a terminal on an empty ledger.
func shellFor(stdin string) *shell {
	streams, _, _ := ui.TestStreams(stdin)
	ledger := memory{memstore.New([16]byte{1}), testkit.NewFolder()}
	_, _ = ledger.Create(context.Background()) // in memory nothing can go wrong
	s := &shell{Deps: Deps{
		Streams: streams, Env: homeless,
		Open: func(string, time.Duration, string) Ledger { return ledger },
		Now:  func() time.Time { return time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC) },
	}}
	s.printer = newPrinter(streams, config.Config{Output: string(ui.Table)})
	return s
}

// optionsOf runs a command line up to where the command would act and gives its options.
func optionsOf(t *testing.T, stdin, line string) (got any, err error) {
	t.Helper()
	s := shellFor(stdin)
	root := &cobra.Command{Use: "dpor", SilenceErrors: true, SilenceUsage: true}
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newAddPOR(s, into[placeOptions](&got)), newEditPOR(s, into[placeOptions](&got)), newRemovePOR(s, into[placeOptions](&got)),
		newCheckID(s, into[checkIDOptions](&got)), newList(s, into[listOptions](&got)), newAuditList(s, into[listOptions](&got)),
		newHistory(s, into[historyOptions](&got)), newImport(s, into[importOptions](&got)), newInit(s, into[config.Profile](&got)),
		newRequest(s, into[requestOptions](&got)), newRequestDecision(s, request.Accept, into[decisionOptions](&got)),
		newRequestDecision(s, request.Decline, into[decisionOptions](&got)), newDoctor(s, into[doctorOptions](&got)),
		claimInto(s, &got), notifyInto(s, &got),
	)
	args, err := shellquote.Split(line)
	if err != nil {
		t.Fatal(err)
	}
	if args[0] == "audit" {
		// It is called "list" as well, and is the second of that name.
		list := root.Commands()
		for _, c := range list {
			if c.Name() == "list" && c.Short == "list.short" {
				root.RemoveCommand(c)
			}
		}
		args = args[1:]
	}
	root.SetArgs(args)
	return got, root.Execute()
}

// into keeps the options that a command would act on.
func into[O any](got *any) func(context.Context, O) error {
	return func(_ context.Context, o O) error {
		*got = o
		return nil
	}
}

const (
	textS1 = "50000000-0000-4000-8000-000000000001"
	textS2 = "50000000-0000-4000-8000-000000000002"
	textT1 = "c0000000-0000-4000-8000-000000000001"
	textT2 = "c0000000-0000-4000-8000-000000000002"
)

// must is a value of a text that a test knows to be right.
func must[V any](parse func(string) (V, error), text string) V {
	v, err := parse(text)
	if err != nil {
		panic(err)
	}
	return v
}

func TestFlagsBecomeTheOptionsOfTheirCommand(t *testing.T) {
	s1, s2 := must(ids.ParseSubscription, textS1), must(ids.ParseSubscription, textS2)
	t1, t2 := must(ids.ParseTenant, textT1), must(ids.ParseTenant, textT2)
	p1, p2 := must(ids.ParsePartner, "4391507"), must(ids.ParsePartner, "5127255")
	june := must(day.Parse, "2025-06-01")
	july := must(day.Parse, "2025-07-01")
	user := must(ids.ParseUser, "admin@contoso.example")
	place := func(verb por.Verb, list ...ids.Subscription) app.Designation {
		return app.Designation{Verb: verb, Subscriptions: list}
	}
	add, edit, remove := place(por.Add, s1, s2), place(por.Edit, s1), place(por.Remove, s1)
	add.Partner, add.Since, add.Comment = p1, june, "as agreed"
	edit.Partner, edit.Expect = p2, p1
	remove.Expect, remove.IfSet = p1, true
	cleared := place(por.Edit, s1)
	all := app.Designation{Verb: por.Add, AllUnassigned: true, Tenant: t1, Partner: p1}

	for _, c := range []struct {
		line, stdin string
		want        any
	}{
		{"add-por", "", placeOptions{Designation: app.Designation{Verb: por.Add}}},
		{"add-por --subscription " + textS1 + "," + textS2 + " --mpn 4391507 --since 2025-06-01 --comment ' as agreed ' --dry-run", "",
			placeOptions{Designation: add, Named: true, DryRun: true}},
		{"add --subscription - --mpn 4391507 --since 2025-06-01 --comment 'as agreed'", "\ufeff{" + textS1 + "}\r\n\n " + textS2,
			placeOptions{Designation: add, Named: true}},
		{"add-por --all-unassigned --tenant " + textT1 + " --mpn 4391507", "", placeOptions{Designation: all, ListOut: true}},
		{"edit-por --subscription " + textS1 + " --mpn 5127255 --expect 4391507", "", placeOptions{Designation: edit, Named: true}},
		{"edit --subscription " + textS1 + " --clear", "", placeOptions{Designation: cleared, Named: true, Clear: true}},
		{"remove-por --subscription " + textS1 + " --expect 4391507 --if-set", "", placeOptions{Designation: remove, Named: true}},
		{"rm", "", placeOptions{Designation: app.Designation{Verb: por.Remove}}},

		{"check-id 4391507 5127255", "", checkIDOptions{Partners: []ids.Partner{p1, p2}}},
		{"history --subscription " + textS1, "", historyOptions{Subscription: s1}},
		{"history --mpn 4391507", "", historyOptions{Partner: p1}},

		{"list", "", listOptions{Of: "associations"}},
		{"ls SUBSCRIPTIONS --status Enabled --unassigned --product azure", "",
			listOptions{Of: "subscriptions", Filter: app.Filter{Status: "enabled", Unassigned: true, Product: "azure"}}},
		{"list --mpn 4391507 --tenant " + textT1 + " --subscription " + textS1 + " --type dpor --status ended --since 2025-06-01 --until 2025-07-01 --as-of 2025-07-01 --limit 5 --sort -since", "",
			listOptions{Of: "associations", Sort: "-since", Limit: 5, Filter: app.Filter{
				Partner: p1, Tenant: t1, Subscription: s1, Kind: "dpor", Status: "ended", Since: june, Until: july, AsOf: july,
			}}},
		{"list --status unassigned", "", listOptions{Of: "associations", Filter: app.Filter{Status: "unassigned", Unassigned: true}}},

		{"import a.csv b.json", "", importOptions{Files: []string{"a.csv", "b.json"}, Format: intake.Auto}},
		{"import - --as partners --format NDJSON --tenant " + textT1 + " --dry-run", "",
			importOptions{Files: []string{"-"}, As: intake.Partners, Format: intake.NDJSON, Tenant: t1, DryRun: true}},

		{"init --user Admin@Contoso.example --role Global-Admin --tenant " + textT1 + " --tenant " + textT2, "",
			config.Profile{Name: "default", User: user, Role: "global-admin", Tenants: []ids.Tenant{t1, t2}}},
		{"init --user admin@contoso.example --role global-admin --tenant " + textT1 + ",ALL", "",
			config.Profile{Name: "default", User: user, Role: "global-admin", AllTenants: true}},
		{"init --user admin@contoso.example --role incentives-admin --mpn 4391507 --mpn 5127255", "",
			config.Profile{Name: "default", User: user, Role: "incentives-admin", Partners: []ids.Partner{p1, p2}}},

		{"request --subscription " + textS1 + " --mpn 4391507 --reason 'we run it' --dry-run", "",
			requestOptions{Wish: app.Wish{Subscription: s1, Partner: p1, Reason: "we run it"}, DryRun: true}},
		{"accept REQ-7 --comment welcome --dry-run", "", decisionOptions{
			Verb: request.Accept, Request: must(ids.ParseRequest, "REQ-7"), Comment: "welcome", DryRun: true}},
		{"decline 7", "", decisionOptions{Verb: request.Decline, Request: must(ids.ParseRequest, "REQ-7")}},
	} {
		t.Run(c.line, func(t *testing.T) {
			got, err := optionsOf(t, c.stdin, c.line)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestFlagsThatCannotBeAreRefusedBeforeAnythingIsDone(t *testing.T) {
	for _, c := range []struct {
		line, stdin string
		code        fault.Code
		target      string
	}{
		{"list --unassigned --status active", "", fault.Usage, "--unassigned"},
		{"list --status unassigned --mpn 4391507", "", fault.Usage, "--unassigned"},
		{"add-por --mpn 0123", "", fault.Invalid, "--mpn"},
		{"add-por --tenant contoso", "", fault.Invalid, "--tenant"},
		{"add-por --since yesterday", "", fault.Usage, "--since"},
		{"add-por --expect 4391507", "", fault.Usage, "--expect"},
		{"add-por " + textS1, "", fault.Usage, textS1},
		{"edit-por --mpn 4391507 --clear", "", fault.Usage, "--clear"},
		{"edit-por --expect none", "", fault.Invalid, "--expect"},
		{"remove-por --mpn 4391507", "", fault.Usage, "--mpn"},
		{"check-id", "", fault.Usage, ""},
		{"check-id 12", "", fault.Invalid, "12"},
		{"history", "", fault.Usage, "--subscription"},
		{"history --subscription " + textS1 + " --mpn 4391507", "", fault.Usage, "--mpn"},
		{"list claim", "", fault.Usage, "claim"},
		{"list customers --product azure", "", fault.Usage, "--product"},
		{"list --unassigned --mpn 4391507", "", fault.Usage, "--mpn"},
		{"list --limit 0", "", fault.Usage, "--limit"},
		{"list --limit many", "", fault.Usage, "--limit"},
		{"list --status on", "", fault.Usage, "--status"},
		{"list --type all", "", fault.Usage, "--type"},
		{"list --as-of 2026-02-30", "", fault.Usage, "--as-of"},
		{"import", "", fault.Usage, ""},
		{"import a --as clients", "", fault.Usage, "--as"},
		{"import a --format docx", "", fault.Usage, "--format"},
		{"import a --tenant contoso", "", fault.Invalid, "--tenant"},
		{"init --role reader", "", fault.Usage, "--user"},
		{"init --user a@b.example", "", fault.Usage, "--role"},
		{"init --user nobody --role reader", "", fault.Invalid, "--user"},
		{"init --user a@b.example --role owner", "", fault.Usage, "--role"},
		{"request --mpn 1", "", fault.Invalid, "--mpn"},
		{"request --subscription 1", "", fault.Invalid, "--subscription"},
		{"request acept", "", fault.Usage, "acept"},
		{"accept seven", "", fault.Invalid, ""},
		{"accept", "", fault.Usage, ""},
		{"decline 7 --comment no", "", fault.Usage, "--comment"},
	} {
		t.Run(c.line, func(t *testing.T) {
			got, err := optionsOf(t, c.stdin, c.line)
			e := fault.As(err)
			if e == nil || e.Code != c.code || e.Target != c.target && c.target != "" {
				t.Errorf("%v, want %s about %q", err, c.code, c.target)
			}
			if got != nil {
				t.Errorf("it would have acted on %+v", got)
			}
		})
	}
}

func TestEveryWrongFlagOfADesignationIsReportedAtOnce(t *testing.T) {
	_, err := optionsOf(t, "", "add-por --subscription a --subscription b --mpn 1 --since c")
	e := fault.As(err)
	if e == nil || len(e.Details) != 4 {
		t.Fatalf("%v, want four details", err)
	}
	var about []string
	for _, d := range e.Details {
		about = append(about, d.Target)
	}
	if got := strings.Join(about, " "); got != "a b --mpn --since" {
		t.Errorf("it is about %s", got)
	}
}
