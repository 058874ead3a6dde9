package boltstore

import (
	"bytes"
	"reflect"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// onTheirWay tells whether a batch has deliveries and nothing else, so that there is nothing that the journal
// would have to tell of.
func onTheirWay(b app.Batch) bool {
	return len(b.Deliveries) > 0 && reflect.DeepEqual(b, app.Batch{Deliveries: b.Deliveries})
}

// deliveries puts messages of the outbox that came further on their way. One that is not there, or says
// anything else than it did, is a defect of the caller: what the journal called for does not change.
func (c *changes) deliveries(batch []notice.Message) error {
	for _, v := range batch {
		key, body := numberKey(v.ID), v.AppendBinary(nil)
		kept, there, err := one(c.reader, outbox, key, notice.Decode)
		if err != nil {
			return err
		}
		if !there || !sameMessage(kept, v) || !readable(body) {
			return fault.New(fault.Internal, "ledger.message", "file", c.reader.im.path, "message", v.ID).About(v.MessageID)
		}
		c.put(outbox, key, body)
	}
	return nil
}

// sameMessage tells whether a message differs from what is kept of it in nothing but how far it came.
func sameMessage(kept, now notice.Message) bool {
	kept.Status, kept.Moved, kept.Tries, kept.NextTry, kept.Reason = now.Status, now.Moved, now.Tries, now.NextTry, now.Reason
	return bytes.Equal(kept.AppendBinary(nil), now.AppendBinary(nil))
}

// readable tells whether a message can be read again as it is to be kept.
func readable(body []byte) bool {
	_, err := notice.Decode(body)
	return err == nil
}
