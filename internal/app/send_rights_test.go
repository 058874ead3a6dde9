package app_test

import (
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestSomebodyWithoutTheRightSendsNothing(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 2)
	o.what = which(untaken(app.ThisLetter, "no such box"), 1)
	if _, err := o.sends(app.Sending{Tries: 1}); err == nil {
		t.Fatal("nothing failed")
	}
	before := o.everything(t)
	for _, role := range access.Roles() {
		a := testkit.Person(role)
		if slices.Contains(access.Rights(), access.Right{Role: role, Action: access.Send, Scope: access.Anywhere}) {
			continue
		}
		e := o.by(a)
		for name, try := range map[string]func() error{
			"send":    func() error { _, err := e.Send(t.Context(), app.Sending{Tries: tries}, o.courier); return err },
			"dry run": func() error { _, err := e.Send(t.Context(), app.Sending{DryRun: true}, o.courier); return err },
			"retry":   func() error { _, _, err := e.RetryAll(t.Context()); return err },
			"drop":    func() error { _, err := e.Drop(t.Context(), []uint64{1}, "", interrupted); return err },
		} {
			if err := try(); fault.CodeOf(err) != fault.Forbidden {
				t.Errorf("%s by %s: %v", name, role, err)
			}
			o.unchanged(t, before)
		}
	}
	if len(o.asked) != 2 {
		t.Errorf("%d letters were begun", len(o.asked))
	}
}

// Whoever may send needs no tenant and no partner ID for it.
func TestTheMailOfAllIsSentByEitherAdmin(t *testing.T) {
	for _, role := range []access.Role{access.GlobalAdmin, access.IncentivesAdmin} {
		o := inMemory().office(t)
		o.queued(t, 2)
		if total, err := o.by(testkit.Person(role)).Send(t.Context(), app.Sending{Tries: tries}, o.courier); err != nil || total.Sent != 2 {
			t.Errorf("%s: %+v, %v", role, total, err)
		}
	}
}

func TestWithoutALedgerNothingIsSentAndNoneIsMade(t *testing.T) {
	for where, o := range offices(t) {
		e := o.by(testkit.Owner())
		for name, try := range map[string]func() error{
			"send":    func() error { _, err := o.sends(app.Sending{}); return err },
			"dry run": func() error { _, err := o.sends(app.Sending{DryRun: true}); return err },
			"retry":   func() error { _, _, err := e.RetryAll(t.Context()); return err },
			"drop":    func() error { _, err := e.Drop(t.Context(), []uint64{1}, "", interrupted); return err },
			"letter":  func() error { _, err := e.Letter(t.Context(), 1); return err },
		} {
			refused(t, try(), fault.NotFound, app.MissingLedger)
			if o.everything(t) != "" {
				t.Errorf("%s %s made a ledger", name, where)
			}
		}
	}
}
