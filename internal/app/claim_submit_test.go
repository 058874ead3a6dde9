package app_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestARefusedClaimOfAFileNamesItsLine(t *testing.T) {
	h := inMemory()
	h.market(t)
	ready, bare := h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "teams")), h.drafts(t, testkit.UseOrConsume(0, 0, "intune"))[0]
	another := h.claimIn(t, cpor.Draft, testkit.UseOrConsume(1, 0, "teams"))
	before := h.everything(t)
	var rows []app.Row[ids.Claim]
	for i, id := range []ids.Claim{ready, bare, testkit.Claim(99), ready, another, bare} {
		rows = append(rows, app.Row[ids.Claim]{Record: id, File: "list.txt", Line: i + 1})
	}
	_, err := h.as(testkit.Claimant(testkit.Partner(0))).PlanMoves(context.Background(), rows, saying(cpor.Submit))
	var got []string
	for _, e := range fault.As(err).Each() {
		got = append(got, fmt.Sprint(e.File, " ", e.Line, " ", e.Target, " ", e.Code, " ", e.Key))
	}
	want := []string{
		"list.txt 2 " + bare.String() + " invalid claim.no-document", "list.txt 3 CLM-99 not-found claim.missing",
		"list.txt 5 " + another.String() + " forbidden access.partner",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	h.unchanged(t, before)
}

// The drafts of those whom the actor claims for, and of nobody else; what waits for an answer is none.
func TestDraftsAreThoseOfTheActingPartners(t *testing.T) {
	h := inMemory()
	h.market(t)
	list := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"), testkit.UseOrConsume(1, 0, "teams"), testkit.UseOrConsume(0, 1, "intune"), testkit.UseOrConsume(3, 1, "teams"))
	h.claimIn(t, cpor.Submitted, testkit.UseOrConsume(0, 0, "exchange"))
	h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(0, 1, "exchange"))
	h.claimIn(t, cpor.Gone, testkit.UseOrConsume(0, 1, "teams", "exchange"))
	zero, both := testkit.Claimant(testkit.Partner(0)), testkit.Claimant(testkit.Partner(0), testkit.Partner(1))
	for name, tt := range map[string]struct {
		engine app.Engine
		filter app.Filter
		want   []ids.Claim
		code   fault.Code
	}{
		"of one":                      {h.as(zero), app.Filter{}, []ids.Claim{list[0], list[2]}, fault.OK},
		"of two":                      {h.as(both), app.Filter{}, list[:3], fault.OK},
		"of one of two":               {h.as(both), app.Filter{Partner: testkit.Partner(1)}, list[1:2], fault.OK},
		"for a tenant":                {h.as(both), app.Filter{Tenant: testkit.Tenant(1)}, list[2:3], fault.OK},
		"of one for a tenant":         {h.as(both), app.Filter{Partner: testkit.Partner(1), Tenant: testkit.Tenant(1)}, nil, fault.OK},
		"a status is none of ours":    {h.as(both), app.Filter{Status: "submitted"}, list[:3], fault.OK},
		"of somebody else":            {h.as(zero), app.Filter{Partner: testkit.Partner(3)}, nil, fault.Forbidden},
		"for who may not claim":       {h.as(testkit.Owner()), app.Filter{}, nil, fault.Forbidden},
		"in a ledger that is not yet": {inMemory().as(zero), app.Filter{}, nil, fault.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := tt.engine.Drafts(context.Background(), tt.filter)
			if fault.CodeOf(err) != tt.code {
				t.Fatalf("%v, want %q", err, tt.code)
			}
			if diff := cmp.Diff(fmt.Sprint(tt.want), fmt.Sprint(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// stages writes down what a meter is told.
type stages struct{ told []string }

func (s *stages) Begin(stage app.Stage, parts int) {
	s.told = append(s.told, fmt.Sprint(stage, " of ", parts))
}
func (s *stages) Add(parts int) { s.told = append(s.told, fmt.Sprint("+", parts)) }
func (s *stages) End()          {}

func TestTheMeterIsToldOfEvidenceAndClaims(t *testing.T) {
	h := inMemory()
	h.market(t)
	list := []ids.Claim{h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "teams")), h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "intune"))}
	var meter stages
	e := h.as(anyPartner())
	e.Meter = &meter
	if _, err := applied(e.PlanMove(context.Background(), list, saying(cpor.Submit))); err != nil {
		t.Fatal(err)
	}
	document, _ := testkit.Paper(1) // of both
	want := []string{fmt.Sprint("reading of ", document.Size), fmt.Sprint("+", document.Size), "deciding of 2", "+1", "writing of 2", "+1"}
	if diff := cmp.Diff(want, meter.told); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
