package app

import (
	"context"
	"math/big"
	"slices"
	"strings"
)

// Desk is where messages are handed over. One sender is at it at a time, so that no message goes out
// twice because two are at work.
type Desk interface {
	// Take waits until the desk is free; nobody calls it who holds the ledger. The error is busy, and names
	// who is at it; not-found where there is no ledger; forbidden where what lies at the desk is not ours;
	// cancelled; internal for a fault of the disk; and those of View.
	Take(ctx context.Context) (Docket, error)
}

// Docket is where the sender notes, message by message, what it does. A note stands as soon as Enter returns,
// whatever becomes of the process: of a sender that was killed, the next one knows what it had handed over. Where
// the machine stops it stands with the next message that is begun.
type Docket interface {
	// Left is the last note on each message that the sender before did not bring into the ledger; empty
	// where it ended in good order.
	Left() map[uint64]Note
	// Enter notes something of a message; the error is internal.
	Enter(message uint64, n Note) error
	// Clear forgets all notes, because the ledger has them; the error is internal.
	Clear() error
	// Leave makes room for the next sender. Notes that were not cleared stay for it.
	Leave()
}

// Note is what a sender did with a message.
type Note string

// The notes. A message that is begun and nothing more may have arrived or not. One that only some of several
// recipients have is partly handed over, and the note goes on with who they are.
const (
	Begun      Note = "begun"
	HandedOver Note = "handed-over"
	NotTaken   Note = "not-taken"
	partly          = "partly-"
)

// mostMarked is how many of the recipients of a message a note can tell of; it has so much room and no more. No
// record has as many.
const mostMarked = 1024

// notePartly is the note on a message to some recipients which these have: a bit for each, as a hexadecimal number.
// It is Begun where it cannot tell all of them.
func notePartly(to, have []string) Note {
	var marks big.Int
	for _, one := range have {
		i := slices.Index(to, one)
		if i < 0 || i >= mostMarked {
			return Begun
		}
		marks.SetBit(&marks, i, 1)
	}
	return partly + Note(marks.Text(16))
}

// have are those of the recipients of a message that have it by a note which tells that; none for any other.
func (n Note) have(to []string) (list []string) {
	text, is := strings.CutPrefix(string(n), partly)
	marks, ok := new(big.Int).SetString(text, 16)
	if !is || !ok || marks.Sign() < 0 || marks.BitLen() > mostMarked {
		return nil
	}
	for i, one := range to {
		if marks.Bit(i) != 0 {
			list = append(list, one)
		}
	}
	return list
}
