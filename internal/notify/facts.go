package notify

import (
	"iter"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Facts is what a message tells. Kind is needed, and what a message of it is about: the partner ID, the
// subscription or the claim, and the request. All else can be zero. Names and other texts are as the
// records have them.
type Facts struct {
	Kind notice.Kind
	Lang string // en, es or sv, also as "es-MX"; English for any other

	Partner      Partner // who is told, or whose claim or request the customer is told of
	Other        Partner // who held the place before, or holds it now
	Customer     Customer
	Subscription Subscription
	Since        day.Day

	Stamp   journal.Stamp // who did it, in which role, and when
	Comment string        // on the change of a place; nothing else has one
	Reason  string        // of a decision on a claim, or of a partner's request
	Request ids.Request
	Claim   Claim
	Digest  Digest
}

// Partner is a partner ID with the name that the directory has for it.
type Partner struct {
	ID   ids.Partner
	Name string
}

// Customer is whom a message is about.
type Customer struct {
	Tenant  ids.Tenant
	Name    string
	Contact string // the name of the contact; of a claim, of the one that it names
}

// Subscription is a subscription of the customer.
type Subscription struct {
	ID      ids.Subscription
	Name    string
	Product record.Product
}

// Claim is the claim that a message is about.
type Claim struct {
	ID            ids.Claim
	Name          string
	Area, Role    string   // as people read them, in the language of the message
	Workloads     []string // as people read them
	Subscriptions []Subscription
	// DueOn is the last day to answer, to dispute, or in which the customer can object, by the kind.
	DueOn day.Day
	// Lapsed tells that nobody decided: the time to answer passed.
	Lapsed bool
}

// Digest is what one desired state changed for a partner.
type Digest struct {
	Gained, Lost uint32 // places
	// Changes are read when the attachment is written, each time anew; nil is a digest without a list.
	Changes iter.Seq2[Change, error]
}

// Change is one place that the partner was given or lost.
type Change struct {
	Subscription      Subscription
	Tenant            ids.Tenant
	CustomerName      string
	Result            por.Action
	Partner, Previous ids.Partner // who holds it now, and who held it before
	Since             day.Day
	Comment           string
}
