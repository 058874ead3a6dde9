package cpor

import "github.com/dpor-cli/dpor/pkg/fault"

// Area is a solution area: what the partner works on for the customer (seeds/003 step 3).
type Area string

// The solution areas of CONTRACT section 8.
const (
	BusinessApplications Area = "business-applications"
	ModernWorkSecurity   Area = "modern-work-security"
)

// Areas are the solution areas. Like the roles they are in ledgers, so that none is ever taken out.
func Areas() []Area { return []Area{BusinessApplications, ModernWorkSecurity} }

// Role is what the partner did for the customer (seeds/003 step 5).
type Role string

// The partner roles of CONTRACT section 8.
const (
	Advisor           Role = "advisor"
	UsageRecognition  Role = "usage-recognition"
	InfluencedRevenue Role = "influenced-revenue"
	UseOrConsume      Role = "use-or-consume"
)

// Unit is what one partner can hold: a subscription, or a workload of a tenant.
type Unit string

// The units of places.
const (
	PerSubscription Unit = "subscription"
	PerWorkload     Unit = "workload"
)

// RoleRule is one line of the table of roles.
type RoleRule struct {
	Role Role
	Area Area
	Unit Unit
	// Paid tells that the role can earn incentives.
	Paid bool
	// NeedsSolution tells that seller, customer and product of the solution have to be named.
	NeedsSolution bool
}

// RoleRules is the table of roles, by solution area (CONTRACT section 8, DOMAIN 1.2).
func RoleRules() []RoleRule {
	return []RoleRule{
		{Role: Advisor, Area: BusinessApplications, Unit: PerSubscription, Paid: true},
		{Role: UsageRecognition, Area: BusinessApplications, Unit: PerSubscription},
		{Role: InfluencedRevenue, Area: BusinessApplications, Unit: PerSubscription, NeedsSolution: true},
		{Role: UseOrConsume, Area: ModernWorkSecurity, Unit: PerWorkload, Paid: true},
	}
}

// Roles are the roles of a solution area; of every one for none.
func Roles(area Area) []Role {
	var list []Role
	for _, r := range RoleRules() {
		if area == "" || r.Area == area {
			list = append(list, r.Role)
		}
	}
	return list
}

// rule is the line of a role; the zero line for none.
func (r Role) rule() RoleRule {
	for _, rule := range RoleRules() {
		if rule.Role == r {
			return rule
		}
	}
	return RoleRule{}
}

// Area is the solution area that the role belongs to; none for no role.
func (r Role) Area() Area { return r.rule().Area }

// Unit is what one partner can hold in the role; none for no role.
func (r Role) Unit() Unit { return r.rule().Unit }

// NeedsSolution tells whether seller, customer and product of the solution have to be named.
func (r Role) NeedsSolution() bool { return r.rule().NeedsSolution }

func problem(key, field string, args ...any) *fault.Error {
	e := fault.New(fault.Invalid, key, append(args, "field", field)...)
	e.Column = field
	return e
}
