package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kballard/go-shellquote"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/workload"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// desk is somebody who types commands without a terminal, on a ledger in memory; who they are stands in a
// configuration of their own.
type desk struct {
	memory
	config string
	post   *pillarBox // where messages go
}

// newDesk is the desk of the incentives admin of partner 0, with a ledger that knows the partner.
func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{memory{memstore.New([16]byte{1}), testkit.NewFolder()}, filepath.Join(t.TempDir(), "config.yaml"), &pillarBox{}}
	d.types(t, "init --user bo@partner.example --role incentives-admin --mpn "+testkit.Partner(0).String())
	plan, err := d.engine().PlanImport(t.Context(), testkit.Rows{
		Customers: testkit.Customers(testkit.Customer(0)), Partners: testkit.Partners(testkit.PartnerRecord(0), testkit.PartnerRecord(1)),
		Subscriptions: testkit.Subscriptions(testkit.Dynamics(0, 0)),
	}.Read())
	if err == nil {
		err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// engine is an engine for the same ledger, of the incentives admin of partners 0 and 1.
func (d desk) engine() app.Engine {
	catalogue, err := workload.Shipped()
	if err != nil {
		panic(err) // it is compiled in
	}
	return app.Engine{
		Store: d.Store, Evidence: d.folder, Actor: testkit.Claimant(testkit.Partner(0), testkit.Partner(1)), Now: testkit.Today,
		Windows: testkit.Windows(), Catalogue: catalogue, Scratch: testkit.Scratch(),
	}
}

// run types a command line and gives what it printed and its exit number.
func (d desk) run(t *testing.T, line string) (out, err string, code int) {
	t.Helper()
	return d.answers(t, nil, line)
}

// answers types a command line on a terminal whose questions are answered by a script; without one there
// is no terminal.
func (d desk) answers(t *testing.T, script *ui.Script, line string) (out, err string, code int) {
	t.Helper()
	streams, stdout, stderr := ui.TestStreams("")
	var prompter ui.Prompter
	if script != nil {
		streams.InTTY, streams.ErrTTY, prompter = true, true, script
	}
	args, problem := shellquote.Split(line)
	if problem != nil {
		t.Fatal(problem)
	}
	code = Main(t.Context(), args, Deps{
		Streams: streams, Now: testkit.Today, Prompter: prompter, Post: d.post.named, Scratch: testkit.Scratch(),
		Open: func(string, time.Duration, string) Ledger { return d.memory },
		Env: func(name string) string {
			if name == "DPOR_CONFIG" {
				return d.config
			}
			return homeless(name)
		},
	})
	return tidy(stdout), tidy(stderr), code
}

func tidy(b *bytes.Buffer) string { return strings.TrimSpace(b.String()) }

// types types a command line that nothing may speak against.
func (d desk) types(t *testing.T, line string) string {
	t.Helper()
	out, err, code := d.run(t, line)
	if code != 0 {
		t.Fatalf("dpor %s ends with %d: %s", line, code, err)
	}
	return out
}

// drafted is a draft of a partner with document n, whose bytes are kept; none for 0.
func (d desk) drafted(t *testing.T, partner, n int) ids.Claim {
	t.Helper()
	plan, err := d.engine().PlanDrafts(t.Context(), testkit.Forms(testkit.UseOrConsume(partner, 0, "teams")))
	if err != nil {
		t.Fatal(err)
	}
	cards, err := plan.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n > 0 {
		document, content := testkit.Paper(n)
		_, _ = d.folder.Put(content) // in memory nothing can go wrong
		d.moves(t, cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{document}}, cards[0].ID)
	}
	return cards[0].ID
}

func (d desk) moves(t *testing.T, c cpor.Command, claims ...ids.Claim) {
	t.Helper()
	plan, err := d.engine().PlanMove(t.Context(), claims, c)
	if err == nil {
		_, err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}
