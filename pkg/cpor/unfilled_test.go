package cpor_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestATenantThatIsNotFilledInIsSaidOnce(t *testing.T) {
	s := in(t, cpor.Draft, with(advice()))
	s.Tenant = ids.Tenant{}
	_, err := cpor.Decide(s, command(t, cpor.Submit))
	if diff := cmp.Diff([]string{"invalid claim.lacks tenantId"}, refusals(err)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhatAnAreaAsksForIsLackingAlsoWithoutARole(t *testing.T) {
	for area, want := range map[cpor.Area]string{cpor.BusinessApplications: "subscriptionIds", cpor.ModernWorkSecurity: "workloads"} {
		s := does(t, cpor.State{}, command(t, cpor.New, with(cpor.Form{Area: area, Partner: fabrikam()})))
		_, err := cpor.Decide(s, command(t, cpor.Submit))
		if got := refusals(err); !slices.Contains(got, "invalid claim.lacks "+want) {
			t.Errorf("%s: %q, want also %s", area, got, want)
		}
	}
}

func TestNothingIsFoundByNoName(t *testing.T) {
	for _, text := range []string{"", " ", "\t"} {
		if item, ok := catalogue().Find(cpor.ModernWorkSecurity, text); ok {
			t.Errorf("%q is %s", text, item.ID)
		}
	}
}

func TestTheNearestWorkloadIsFoundByItsNameAndAliasesToo(t *testing.T) {
	for typed, want := range map[string]string{"viva-engag": "viva-engage", "Microsoft Tems": "Microsoft Teams", "intun": "intune"} {
		_, err := cpor.Decide(cpor.State{}, command(t, cpor.New, with(changed(usage(), func(f *cpor.Form) { f.Workloads = []string{typed} }))))
		if diff := cmp.Diff([]string{"invalid claim.workload workloads near=" + want}, refusals(err, "near")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", typed, diff)
		}
	}
}

func TestDetachingNothingIsNothing(t *testing.T) {
	events, err := cpor.Decide(in(t, cpor.Draft), command(t, cpor.Detach, func(c *cpor.Command) { c.Hashes = nil }))
	if err != nil || len(events) > 0 {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestATenureNeverEndsBeforeItBegan(t *testing.T) {
	s := does(t, in(t, cpor.InReview), command(t, cpor.Approve, on(t, "2024-06-20")), command(t, cpor.End, on(t, "2024-06-18")))
	if got := s.Tenures(); len(got) != 1 || got[0].Until < got[0].Since {
		t.Errorf("%+v", got)
	}
}
