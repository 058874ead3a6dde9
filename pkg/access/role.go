// Package access owns who may do what: the roles, the actions and one table that joins them
// (CONTRACT section 4, seeds/001 and seeds/004).
//
// It must not know how a person proved who they are, nor what an action does.
package access

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Role is what a person is in a tenant or at a partner.
type Role string

// The roles of CONTRACT section 4.
const (
	GlobalAdmin     Role = "global-admin" // the owner of the tenant
	IncentivesAdmin Role = "incentives-admin"
	ServiceAdmin    Role = "service-admin"
	CoAdmin         Role = "co-admin"
	DelegatedAdmin  Role = "delegated-admin"
	BillingAdmin    Role = "billing-admin"
	IncentivesUser  Role = "incentives-user"
	ReaderRole      Role = "reader"
)

// Roles are all roles, those that may change something first.
func Roles() []Role {
	return []Role{GlobalAdmin, IncentivesAdmin, ServiceAdmin, CoAdmin, DelegatedAdmin, BillingAdmin, IncentivesUser, ReaderRole}
}

// ParseRole reads a role in any letter case; the error is invalid and names the roles.
func ParseRole(s string) (Role, error) {
	for _, r := range Roles() {
		if strings.EqualFold(string(r), strings.TrimSpace(s)) {
			return r, nil
		}
	}
	return "", fault.New(fault.Invalid, "access.role", "value", s, "roles", RoleList())
}

// RoleList is all roles in one line, for messages.
func RoleList() string {
	names := make([]string, 0, len(Roles()))
	for _, r := range Roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// Action is something that a role may or may not do.
type Action string

// The actions that change a ledger. Reading is no action: anyone may.
const (
	Designate     Action = "designate"      // add, edit, remove the partner of record
	DecideRequest Action = "decide-request" // accept or decline a partner's request
	AskForPlace   Action = "request"        // ask for a place on behalf of a partner ID
	Record        Action = "record"         // import reference records
	Claim         Action = "claim"          // draft, submit, dispute and end claims of a partner ID
	RecordVerdict Action = "record-verdict" // write down what the portal decided on a claim
	DeclineClaim  Action = "decline-claim"  // decline a claim on one's own tenant
	Sweep         Action = "sweep"          // reject claims that were not answered in time
	Tidy          Action = "tidy"           // remove evidence that no claim refers to
	Send          Action = "send"           // send the messages of the outbox
	DecideMail    Action = "decide-mail"    // retry and drop messages
)

// Scope says what an action is limited to.
type Scope string

// The scopes of a right.
const (
	OwnTenants  Scope = "own tenants"
	OwnPartners Scope = "own partner IDs"
	Anywhere    Scope = "any tenant"
)

// Right is one line of the table: this role may do this, within that scope.
type Right struct {
	Role   Role
	Action Action
	Scope  Scope
}

// Rights is the whole table. What is not in it is refused.
func Rights() []Right { return append([]Right(nil), rights...) }

var rights = []Right{
	{GlobalAdmin, Designate, OwnTenants},
	{GlobalAdmin, DecideRequest, OwnTenants},
	{GlobalAdmin, Record, Anywhere},
	{GlobalAdmin, DeclineClaim, OwnTenants},
	{GlobalAdmin, Sweep, Anywhere},
	{GlobalAdmin, Tidy, Anywhere},
	{GlobalAdmin, Send, Anywhere},
	{GlobalAdmin, DecideMail, OwnTenants},
	{IncentivesAdmin, AskForPlace, OwnPartners},
	{IncentivesAdmin, Record, Anywhere},
	{IncentivesAdmin, Claim, OwnPartners},
	{IncentivesAdmin, RecordVerdict, OwnPartners},
	{IncentivesAdmin, Sweep, Anywhere},
	{IncentivesAdmin, Tidy, Anywhere},
	{IncentivesAdmin, Send, Anywhere},
	{IncentivesAdmin, DecideMail, OwnPartners},
}
