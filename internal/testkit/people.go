package testkit

import (
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Person is somebody in a role, for no tenant and no partner ID.
func Person(role access.Role) access.Actor {
	user, err := ids.ParseUser(string(role) + "@contoso.example")
	if err != nil {
		panic(err) // a role is always a good name
	}
	return access.Actor{User: user, Role: role, Assurance: access.Asserted}
}

// Owner is the global admin of some tenants; of all of them where none is named.
func Owner(tenants ...ids.Tenant) access.Actor {
	a := Person(access.GlobalAdmin)
	a.Tenants, a.AllTenants = tenants, len(tenants) == 0
	return a
}

// Claimant is the incentives admin of some partner IDs.
func Claimant(partners ...ids.Partner) access.Actor {
	a := Person(access.IncentivesAdmin)
	a.Partners = partners
	return a
}
