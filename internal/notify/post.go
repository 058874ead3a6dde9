package notify

import (
	"context"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Envelope is a worded message with what it needs to travel.
type Envelope struct {
	Mail
	MessageID string    // the whole header, with its brackets: the same whenever the message is sent again
	At        time.Time // when it was queued, the date that the message bears
	To        []string  // one address or several, without names
	Lang      string    // en, es or sv
}

// Receipt is what is known of a message that was delivered.
type Receipt struct {
	// Refused says of each recipient that was refused for good, while others were not, why. Their code is
	// remote.
	Refused []*fault.Error
}

// Post takes messages away, one after the other. It is for one sender at a time.
type Post interface {
	// Open makes ready: where it fails, no message can be delivered now. An open one is left as it is. The
	// error is invalid for settings that lack something, remote for a server that cannot be reached or
	// refuses, internal for a disk.
	Open(ctx context.Context) error
	// Deliver delivers one message to all of its recipients, or to none. The error is invalid for an
	// address that is none, remote for what the server says, internal for a disk. Where the server did not
	// answer after it had everything, so that the message may have arrived, the key is mail.unanswered.
	Deliver(ctx context.Context, e Envelope) (Receipt, error)
	// Close ends it in good order; it can be opened again.
	Close() error
}
