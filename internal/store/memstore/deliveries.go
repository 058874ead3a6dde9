package memstore

import (
	"maps"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

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
		if err != nil || !there || was.AsFarAs(kept) != kept {
			return fault.New(fault.Internal, "ledger.message", "file", "memory", "message", v.ID).About(v.MessageID)
		}
		messages[v.ID] = kept
	}
	l.messages = messages
	return nil
}
