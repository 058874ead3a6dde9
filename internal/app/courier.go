package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Courier words letters and hands them over, one after the other.
type Courier interface {
	// Carry hands a letter over. What has begun is brought to its end, also where the context ends.
	Carry(ctx context.Context, l Letter) Carried
}

// Carried is what became of a letter that a courier was given.
type Carried struct {
	// Err is why it was not handed over; nil where it was.
	Err *fault.Error
	// Scope is how far the error reaches.
	Scope Scope
	// Unknown tells that it may have been handed over all the same.
	Unknown bool
	// Words say why it was not handed over, or what was left open although it was, as the outbox keeps it.
	Words string
	// Taken are the recipients that have it though others wait for another try; none but with ThisLetter and
	// LastLetter.
	Taken []string
	// Subject and Lang are those it was handed over with.
	Subject, Lang string
}

// Scope says what a failure holds for.
type Scope uint8

// The scopes of a failure.
const (
	// ThisLetter was tried and failed; others may do better.
	ThisLetter Scope = iota
	// LastLetter was tried and failed, as those before it did: no more are tried in this run.
	LastLetter
	// EveryLetter fails as this one did: the server cannot be reached, or the disk takes nothing.
	EveryLetter
	// NoLetter was tried: something else is wrong, which has to be mended or was wanted, such as Ctrl-C.
	NoLetter
)

// Sending is what a run of the sender is asked for.
type Sending struct {
	// Limit is how many letters are handed over at most; 0 is all.
	Limit int
	// Tries is after how many tries a message is given up.
	Tries uint32
	// DryRun hands nothing over and writes nothing.
	DryRun bool
	// Interrupted words what is known of a letter whose sender was killed while it handed it over.
	Interrupted string
	// Moot words why a letter is dropped that asks for what is decided already.
	Moot string
	// Passed words why a letter is dropped that some have who were told more since.
	Passed string
}

// Sent says what came of a run of the sender; of a dry run what would.
type Sent struct {
	DryRun bool
	Sent   int
	// Failed are tried again later, GivenUp are not.
	Failed, GivenUp int
	// Unaddressed would be due, but nobody knows where to.
	Unaddressed int
	// Waiting are not due yet, beyond the limit, or were not reached because the run ended early.
	Waiting int
}
