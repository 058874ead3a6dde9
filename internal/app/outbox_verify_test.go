package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

// delivered is a ledger with messages of every kind, whose outbox has seen everything.
func delivered(t *testing.T) office {
	t.Helper()
	h := lived(t)
	h.market(t)
	h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams"))
	if _, _, err := h.applies(testkit.Owner(), estate(wish(2, 0), wish(3, -1))); err != nil {
		t.Fatal(err)
	}
	if _, err := h.designates(testkit.Owner(), designation(por.Remove, -1, 0)); err != nil {
		t.Fatal(err)
	}
	o := h.office(t)
	o.what = which(untaken(app.ThisLetter, "no such box"), 2, 4)
	if _, err := o.sends(app.Sending{Tries: 1, Limit: 7}); err == nil {
		t.Fatal("nothing was given up")
	}
	o.retry(t, 4)
	if _, err := o.decides(true, 8); err != nil {
		t.Fatal(err)
	}
	return o
}

// The journal says what a message is about, and not how far it came.
func TestVerifyKnowsWhatWasSentAndNotHowFarItCame(t *testing.T) {
	all := func(change func(*notice.Message)) func([]notice.Message) []notice.Message {
		return func(list []notice.Message) []notice.Message {
			for i := range list {
				change(&list[i])
			}
			return list
		}
	}
	one := func(kind notice.Kind, change func(*notice.Message)) func([]notice.Message) []notice.Message {
		return func(list []notice.Message) []notice.Message {
			i := slices.IndexFunc(list, func(m notice.Message) bool { return m.Kind == kind })
			change(&list[i])
			return list
		}
	}
	for name, tt := range map[string]struct {
		damage func([]notice.Message) []notice.Message
		whole  bool
	}{
		"nothing":                        {nil, true},
		"all are as good as new":         {all(func(m *notice.Message) { m.Status, m.Tries, m.Reason = notice.Queued, 0, "" }), true},
		"all came there today":           {all(func(m *notice.Message) { m.Moved, m.NextTry = testkit.Today(), testkit.Today() }), true},
		"the first is missing":           {func(l []notice.Message) []notice.Message { return l[1:] }, false},
		"one in the middle is missing":   {func(l []notice.Message) []notice.Message { return slices.Delete(l, 4, 5) }, false},
		"the last is missing":            {without[notice.Message], false},
		"one is there twice":             {func(l []notice.Message) []notice.Message { return slices.Insert(l, 3, l[3]) }, false},
		"two changed places":             {func(l []notice.Message) []notice.Message { l[2], l[3] = l[3], l[2]; return l }, false},
		"one goes to somebody else":      {one(notice.PartnerRemoved, func(m *notice.Message) { m.Partner = testkit.Partner(4) }), false},
		"one is of another request":      {one(notice.PartnerRequested, func(m *notice.Message) { m.Request = ids.RequestFromNumber(7) }), false},
		"one is of no request":           {one(notice.PartnerRequested, func(m *notice.Message) { m.Request = ids.Request{} }), false},
		"one is of another claim":        {one(notice.ClaimApproved, func(m *notice.Message) { m.Claim = testkit.Claim(7) }), false},
		"one is of another kind":         {one(notice.ClaimSubmitted, func(m *notice.Message) { m.Kind = notice.ClaimRejected }), false},
		"one tells of more gained":       {one(notice.Digest, func(m *notice.Message) { m.Gained++ }), false},
		"one tells of more lost":         {one(notice.Digest, func(m *notice.Message) { m.Lost++ }), false},
		"one was called for by another":  {one(notice.PartnerReplaced, func(m *notice.Message) { m.Journal++ }), false},
		"one was called for another day": {one(notice.PartnerReplaced, func(m *notice.Message) { m.CreatedAt = m.CreatedAt.Add(time.Hour) }), false},
		"one has another Message-ID":     {one(notice.PartnerAdded, func(m *notice.Message) { m.MessageID = "<1@example.com>" }), false},
	} {
		t.Run(name, func(t *testing.T) {
			o := delivered(t)
			o.store = through{o.store, func(r app.Reader) app.Reader { return damaged{Reader: r, messages: tt.damage} }}
			_, err := o.by(testkit.Owner()).Verify(t.Context())
			if code := fault.CodeOf(err); tt.whole != (code == fault.OK) || !tt.whole && code != fault.Corrupt {
				t.Errorf("%v", err)
			}
		})
	}
}
