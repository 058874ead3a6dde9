package cpor

import (
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Command asks for a move of one claim. Everything that Decide needs to know of the world is in it.
type Command struct {
	Verb Verb
	// ID is the claim; for New the number that the ledger gives it.
	ID ids.Claim
	// Form is, for New and Edit, what the claim is to say.
	Form Form
	// Documents are attached, Hashes detached.
	Documents []evidence.Document
	Hashes    []evidence.Hash
	// Text is the comment of Remark, and may be one of Submit.
	Text   string
	Reason string
	// Attestation is the text that was shown to whoever submits.
	Attestation string
	Today       day.Day
	Windows     Windows
	Facts       Facts
}

// Windows are how long something can be done (DOMAIN 1.5: the sources differ, so that they are
// configuration).
type Windows struct {
	Answer   day.Period // of the partner, to an action required
	Dispute  day.Period // of the partner, against a rejection
	Customer day.Period // after an approval, while the association is pending; none by default
	Calendar day.Calendar
}

// Facts is what the ledger knows of what a claim names.
type Facts struct {
	Catalogue Catalogue
	// Partner is the partner's record; its ID is zero where the ledger has none.
	Partner record.Partner
	// Domain is that of the customer's record; empty where there is none.
	Domain        string
	Subscriptions map[ids.Subscription]record.Subscription
	// Held says which partner holds which of the claim's places by an approved claim.
	Held map[Place]ids.Partner
	// Lost are the claim's documents whose bytes are not there.
	Lost []evidence.Hash
}

// Event says what happened to a claim. What a verb does not touch is not set.
type Event struct {
	Claim    ids.Claim
	Verb     Verb
	From, To Status
	Form     *Form // of New and Edit: the whole form
	Added    []evidence.Document
	Removed  []evidence.Hash
	Comment  string
	Reason   string
	// Attestation is what was confirmed by Submit.
	Attestation string
	// DueOn is the end of the window that the move opens; none where it opens none.
	DueOn day.Day
}
