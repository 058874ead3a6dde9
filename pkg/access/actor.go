package access

import (
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Assurance says how well it is known who acts.
type Assurance string

// Asserted is the assurance of a local profile: the person says so, and the operating system's
// protection of the ledger file is all that stands behind it.
const Asserted Assurance = "asserted"

// Actor is who acts, in which role and for which tenants and partner IDs. The zero value is nobody
// and may do nothing but read.
type Actor struct {
	User       ids.User
	Role       Role
	AllTenants bool // every tenant of this ledger
	Tenants    []ids.Tenant
	Partners   []ids.Partner
	Assurance  Assurance
}

// May tells whether the actor's role has the right to an action at all; the error is forbidden and
// names the roles that have it.
func (a Actor) May(action Action) error {
	_, err := a.right(action)
	return err
}

// MayIn tells whether the actor may do it in a tenant; the error is forbidden.
func (a Actor) MayIn(action Action, tenant ids.Tenant) error {
	scope, err := a.right(action)
	if err != nil {
		return err
	}
	if scope == OwnTenants && !a.AllTenants && !slices.Contains(a.Tenants, tenant) {
		return fault.New(fault.Forbidden, "access.tenant", "tenant", tenant.String(), "user", a.User.String(), "role", string(a.Role))
	}
	return nil
}

// MayFor tells whether the actor may do it on behalf of a partner ID; the error is forbidden.
func (a Actor) MayFor(action Action, partner ids.Partner) error {
	scope, err := a.right(action)
	if err != nil {
		return err
	}
	if scope == OwnPartners && !slices.Contains(a.Partners, partner) {
		return fault.New(fault.Forbidden, "access.partner", "partner", partner.String(), "user", a.User.String(), "role", string(a.Role))
	}
	return nil
}

func (a Actor) right(action Action) (Scope, error) {
	if a.User.IsZero() {
		return "", fault.New(fault.Forbidden, "access.nobody")
	}
	for _, r := range rights {
		if r.Action == action && r.Role == a.Role {
			return r.Scope, nil
		}
	}
	var holders []string
	for _, r := range rights {
		if r.Action == action {
			holders = append(holders, string(r.Role))
		}
	}
	return "", fault.New(fault.Forbidden, "access.right", "user", a.User.String(), "role", string(a.Role),
		"action", string(action), "roles", strings.Join(holders, ", "))
}
