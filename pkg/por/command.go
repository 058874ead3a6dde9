package por

import (
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Verb is what is asked for.
type Verb string

// The verbs of CONTRACT section 6.
const (
	Add    Verb = "add"    // a partner on a free place
	Edit   Verb = "edit"   // another partner on a taken place
	Remove Verb = "remove" // no partner
	Grant  Verb = "grant"  // add or edit, whichever the place needs: an accepted request
)

// Command asks for a change of one place. Everything that Decide needs to know of the world is in it.
type Command struct {
	Verb         Verb
	Subscription record.Subscription
	// Partner is the partner's record; not used by Remove.
	Partner record.Partner
	// Expect is the partner that the caller believes to hold the place; none expects nothing.
	Expect ids.Partner
	// IfSet makes the removal of nothing no error.
	IfSet bool
	// Since is the day from which it holds; none is Today.
	Since   day.Day
	Today   day.Day
	Comment string
}

// Event says that the partner of record of a subscription is now another.
type Event struct {
	Action       Action
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Partner      ids.Partner
	Previous     ids.Partner
	Since        day.Day
	Comment      string
}
