package memstore

import (
	"maps"
	"reflect"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// onTheirWay tells whether a batch has deliveries and nothing else.
func onTheirWay(b app.Batch) bool {
	return len(b.Deliveries) > 0 && reflect.DeepEqual(b, app.Batch{Deliveries: b.Deliveries})
}

// deliver finishes a ledger with the messages that came further on their way. Each was in the ledger before,
// and differs from what it was there in nothing else.
func (l *ledger) deliver(before *ledger, batch []notice.Message) error {
	if len(batch) == 0 {
		return nil
	}
	messages := maps.Clone(l.messages)
	for _, v := range batch {
		kept, err := notice.Decode(v.AppendBinary(nil))
		was, there := before.messages[v.ID]
		was.Status, was.Moved, was.Tries, was.NextTry, was.Reason = kept.Status, kept.Moved, kept.Tries, kept.NextTry, kept.Reason
		if err != nil || !there || kept != was {
			return fault.New(fault.Internal, "ledger.message", "file", "memory", "message", v.ID).About(v.MessageID)
		}
		messages[v.ID] = kept
	}
	l.messages = messages
	return nil
}
