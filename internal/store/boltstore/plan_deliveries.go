package boltstore

import (
	"bytes"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// deliveries puts messages of the outbox that came further on their way. One that is not there, or says
// anything else than it did, is a defect of the caller: what the journal called for does not change.
func (c *changes) deliveries(batch []notice.Message) error {
	for _, v := range batch {
		key, body := numberKey(v.ID), v.AppendBinary(nil)
		kept, there, err := one(c.reader, outbox, key, notice.Decode)
		if err != nil {
			return err
		}
		if !there || !bytes.Equal(kept.AsFarAs(v).AppendBinary(nil), body) || !readable(body) {
			return fault.New(fault.Internal, "ledger.message", "file", c.reader.im.path, "message", v.ID).About(v.MessageID)
		}
		c.put(outbox, key, body)
	}
	return nil
}

// readable tells whether a message can be read again as it is to be kept.
func readable(body []byte) bool {
	_, err := notice.Decode(body)
	return err == nil
}
