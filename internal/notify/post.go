package notify

import (
	"context"
	"io"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Envelope is a worded message with what it needs to travel.
type Envelope struct {
	Mail
	MessageID string    // the whole header, with its brackets: the same whenever the message is sent again
	At        time.Time // when it was queued, the date that the message bears
	To        []string  // one address or several, without names
	// Had have it from an earlier try: a server is not asked to give it to them again, and it names them. In a
	// Maildir, which is one place, it is one message for all.
	Had  []string
	Lang string // en, es or sv
}

// Receipt is what is known of a message that was delivered, to all or to some.
type Receipt struct {
	// Taken are the recipients that have it now; told only where others do not.
	Taken []string
	// Refused says of each recipient that does not get it, while others may, why. Their code is remote, or
	// invalid for one that is no address.
	Refused []*fault.Error
}

// The keys of the errors on which somebody who uses a Post acts.
const (
	Refused    = "mail.refused"    // the server said no; the argument "code" is what it said (RFC 5321 section 4.2)
	Lost       = "mail.lost"       // the connection broke before the end of a message, which nobody got
	Unanswered = "mail.unanswered" // the server did not answer after it had everything: the message may have arrived
	Disk       = "mail.disk"       // a Maildir could not be written
)

// Closing is the code with which a server says that it hangs up (RFC 5321 section 3.8).
const Closing = 421

// Stuck tells whether an error is that of a server that left the message unanswered or hung up, as opposed
// to one that said what it thinks of it.
func Stuck(e *fault.Error) bool {
	return e.Key == Unanswered || e.Key == Lost || e.Key == Refused && e.Args["code"] == Closing
}

// Post takes messages away, one after the other. It is for one sender at a time.
type Post interface {
	// Check tells whether messages could be handed over now, and makes and sends nothing. The error is that
	// of Open.
	Check(ctx context.Context) error
	// Open makes ready: where it fails, no message can be delivered now. An open one is left as it is. The
	// error is invalid for settings that lack something, remote for a server that cannot be reached or
	// refuses, internal for a disk.
	Open(ctx context.Context) error
	// Deliver delivers one message to its recipients. Where a server gives it to some and not to others, the error
	// is what it said of the first of those, and the receipt has the rest. In a Maildir it is there for all who have
	// an address: the receipt tells who has none. The error is, besides those of Open, which is tried where the way
	// is not open:
	//
	//   - invalid: mail.address where none of the addresses is one;
	//   - remote: Refused for what the server says no to, mail.no-utf8 for an address that it cannot take,
	//     Lost, and Unanswered;
	//   - internal: Disk;
	//   - cancelled; or that of producing what is attached, as it is.
	//
	// After Lost and Unanswered, and after Refused with the code Closing, the way is not open any more.
	Deliver(ctx context.Context, e Envelope) (Receipt, error)
	// Print writes a message as it would travel, whatever is open, and hands nothing over. Who it goes to may be
	// missing. The error is invalid, for the sender of the settings or mail.address; the writer's; or that of
	// producing what is attached.
	Print(w io.Writer, e Envelope) error
	// Close ends it in good order; it can be opened again.
	Close() error
}
