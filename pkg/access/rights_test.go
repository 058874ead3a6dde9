package access_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func actions() []access.Action {
	return []access.Action{
		access.Designate, access.DecideRequest, access.AskForPlace, access.Record,
		access.Claim, access.RecordVerdict, access.DeclineClaim, access.Sweep, access.Tidy, access.Send, access.DecideMail,
	}
}

// allowed are the cells of CONTRACT section 4 that are not refused; every other cell is.
func allowed() map[access.Role]map[access.Action]access.Scope {
	return map[access.Role]map[access.Action]access.Scope{
		"global-admin": {
			access.Designate:     access.OwnTenants,
			access.DecideRequest: access.OwnTenants,
			access.Record:        access.Anywhere,
			access.DeclineClaim:  access.OwnTenants,
			access.Sweep:         access.Anywhere,
			access.Tidy:          access.Anywhere,
			access.Send:          access.Anywhere,
			access.DecideMail:    access.OwnTenants,
		},
		"incentives-admin": {
			access.AskForPlace:   access.OwnPartners,
			access.Record:        access.Anywhere,
			access.Claim:         access.OwnPartners,
			access.RecordVerdict: access.OwnPartners,
			access.Sweep:         access.Anywhere,
			access.Tidy:          access.Anywhere,
			access.Send:          access.Anywhere,
			access.DecideMail:    access.OwnPartners,
		},
	}
}

func tenant(n byte) ids.Tenant { return ids.TenantFromBytes([16]byte{n}) }

func partner(n uint32) ids.Partner { p, _ := ids.PartnerFromNumber(n); return p }

// actor has tenants 1 and 2 and partners 1001 and 1002 in a role.
func actor(t *testing.T, role access.Role) access.Actor {
	t.Helper()
	user, err := ids.ParseUser("someone@contoso.com")
	if err != nil {
		t.Fatal(err)
	}
	return access.Actor{
		User: user, Role: role, Tenants: []ids.Tenant{tenant(1), tenant(2)},
		Partners: []ids.Partner{partner(1001), partner(1002)}, Assurance: access.Asserted,
	}
}

// expect checks that a question was answered with yes (key "") or refused as forbidden with a key.
func expect(t *testing.T, question string, err error, key string) {
	t.Helper()
	e := fault.As(err)
	switch {
	case key == "" && e != nil:
		t.Errorf("%s: refused with %v", question, e)
	case key != "" && e == nil:
		t.Errorf("%s: allowed, want %s", question, key)
	case key != "" && (e.Code != fault.Forbidden || e.Key != key):
		t.Errorf("%s: got %v, want forbidden %s", question, e, key)
	}
}

func TestTheRolesAreThoseOfTheContract(t *testing.T) {
	want := []access.Role{
		"global-admin", "incentives-admin", "service-admin", "co-admin", "delegated-admin", "billing-admin",
		"incentives-user", "reader",
	}
	if diff := cmp.Diff(want, access.Roles()); diff != "" {
		t.Errorf("(-contract +roles)\n%s", diff)
	}
}

func TestEveryCellOfRolesAndActionsIsAllowedOrRefused(t *testing.T) {
	for _, role := range access.Roles() {
		for _, action := range actions() {
			t.Run(string(role)+" "+string(action), func(t *testing.T) {
				a, scope, right, inOther, forOther := actor(t, role), allowed()[role][action], "", "", ""
				switch scope {
				case "":
					right, inOther, forOther = "access.right", "access.right", "access.right"
				case access.OwnTenants:
					inOther = "access.tenant"
				case access.OwnPartners:
					forOther = "access.partner"
				}
				expect(t, "at all", a.May(action), right)
				expect(t, "in the first own tenant", a.MayIn(action, tenant(1)), right)
				expect(t, "in the second own tenant", a.MayIn(action, tenant(2)), right)
				expect(t, "in a tenant of others", a.MayIn(action, tenant(3)), inOther)
				expect(t, "in no tenant", a.MayIn(action, ids.Tenant{}), inOther)
				expect(t, "for the first own partner ID", a.MayFor(action, partner(1001)), right)
				expect(t, "for the second own partner ID", a.MayFor(action, partner(1002)), right)
				expect(t, "for a partner ID of others", a.MayFor(action, partner(1003)), forOther)
				expect(t, "for no partner ID", a.MayFor(action, ids.Partner{}), forOther)

				a.AllTenants, a.Tenants = true, nil
				expect(t, "in any tenant, with all tenants", a.MayIn(action, tenant(3)), right)
				expect(t, "for others, with all tenants", a.MayFor(action, partner(1003)), forOther)

				a.AllTenants, a.Partners = false, nil
				expect(t, "with no tenant and no partner ID, in a tenant", a.MayIn(action, tenant(1)), inOther)
				expect(t, "with no tenant and no partner ID, for one", a.MayFor(action, partner(1001)), forOther)
			})
		}
	}
}

func TestTheTableHoldsEveryCellOnceAndOnlyKnownOnes(t *testing.T) {
	got := map[access.Role]map[access.Action]access.Scope{}
	for _, r := range access.Rights() {
		if _, twice := got[r.Role][r.Action]; twice {
			t.Errorf("%s %s stands twice", r.Role, r.Action)
		}
		if got[r.Role] == nil {
			got[r.Role] = map[access.Action]access.Scope{}
		}
		got[r.Role][r.Action] = r.Scope
	}
	if diff := cmp.Diff(allowed(), got); diff != "" {
		t.Errorf("(-contract +table)\n%s", diff)
	}
}

func TestNobodyMayDoNothingButRead(t *testing.T) {
	nobodies := map[string]access.Actor{"nobody at all": {}}
	for _, role := range access.Roles() {
		a := actor(t, role)
		a.User, a.AllTenants = ids.User{}, true
		nobodies["no user in the role "+string(role)] = a
	}
	for name, a := range nobodies {
		t.Run(name, func(t *testing.T) {
			for _, action := range actions() {
				expect(t, string(action), a.May(action), "access.nobody")
				expect(t, string(action)+" in a tenant", a.MayIn(action, tenant(1)), "access.nobody")
				expect(t, string(action)+" for a partner ID", a.MayFor(action, partner(1001)), "access.nobody")
			}
		})
	}
}

func TestAnUnknownRoleOrActionIsRefused(t *testing.T) {
	for _, role := range []access.Role{"", "owner", "Global-Admin"} {
		for _, action := range actions() {
			expect(t, string(role)+" "+string(action), actor(t, role).May(action), "access.right")
		}
	}
	for _, role := range access.Roles() {
		expect(t, string(role)+" erase", actor(t, role).May("erase"), "access.right")
	}
}

func TestARefusalNamesWhoAndWhichRolesMay(t *testing.T) {
	tests := []struct {
		name string
		err  error
		args map[string]any
	}{
		{"one role may", actor(t, access.ReaderRole).May(access.Designate), map[string]any{
			"user": "someone@contoso.com", "role": "reader", "action": "designate", "roles": "global-admin",
		}},
		{"two roles may", actor(t, access.CoAdmin).May(access.Record), map[string]any{
			"user": "someone@contoso.com", "role": "co-admin", "action": "record", "roles": "global-admin, incentives-admin",
		}},
		{"another tenant", actor(t, access.GlobalAdmin).MayIn(access.Designate, tenant(3)), map[string]any{
			"user": "someone@contoso.com", "role": "global-admin", "tenant": "03000000-0000-0000-0000-000000000000",
		}},
		{"another partner ID", actor(t, access.IncentivesAdmin).MayFor(access.AskForPlace, partner(1003)), map[string]any{
			"user": "someone@contoso.com", "role": "incentives-admin", "partner": "1003",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.args, fault.As(tt.err).Args); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestARoleIsReadInAnyLetterCase(t *testing.T) {
	for _, role := range access.Roles() {
		for _, text := range []string{string(role), strings.ToUpper(string(role)), " " + string(role) + "\n"} {
			if got, err := access.ParseRole(text); err != nil || got != role {
				t.Errorf("%q: got %q, %v", text, got, err)
			}
		}
	}
}

func TestTextThatIsNoRoleIsRefusedAndTheRolesAreNamed(t *testing.T) {
	const roles = "global-admin, incentives-admin, service-admin, co-admin, delegated-admin, billing-admin, incentives-user, reader"
	for _, text := range []string{"", " ", "owner", "global admin", "globaladmin", "global-admin,reader", "admin", "ｒeader"} {
		got, err := access.ParseRole(text)
		e := fault.As(err)
		if e == nil || e.Code != fault.Invalid || e.Key != "access.role" || e.Args["value"] != text || e.Args["roles"] != roles || got != "" {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}
