package notice_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func instant(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

func aboutPlace() notice.Message {
	return notice.Message{
		ID: 7, MessageID: "<m>", Kind: notice.PartnerAdded, Partner: fabrikam(), Other: number(1000),
		Subscription: ids.SubscriptionFromBytes([16]byte{0x51}), Tenant: ids.TenantFromBytes([16]byte{0x7e}), Since: 128, Journal: 300,
		Status: notice.Queued, Tries: 2, NextTry: instant(1), Reason: "r", CreatedAt: instant(2),
	}
}

func newDigest() notice.Message {
	return notice.Message{
		ID: 7, MessageID: "<m>", Kind: notice.Digest, Partner: fabrikam(), Gained: 3, Lost: 300, Journal: 300,
		Status: notice.Queued, NextTry: instant(1), CreatedAt: instant(2),
	}
}

func newRequest() notice.Message {
	return notice.Message{
		ID: 7, MessageID: "<m>", Kind: notice.PartnerRequested, Partner: fabrikam(), Request: ids.RequestFromNumber(300),
		Subscription: ids.SubscriptionFromBytes([16]byte{0x51}), Tenant: ids.TenantFromBytes([16]byte{0x7e}), Journal: 300,
		Status: notice.Queued, NextTry: instant(1), CreatedAt: instant(2),
	}
}

// sent is a message that was handed over at the first try.
func sent(m notice.Message) notice.Message {
	m.Status, m.Moved, m.Tries, m.NextTry, m.Reason = notice.Sent, instant(3), 1, time.Time{}, "r"
	m.To, m.Subject, m.Lang = "a@b", "s", "sv"
	return m
}

// Ledgers are made of these bytes: a difference here is an outbox that cannot be read. A message that is
// about no request, and that nobody has looked at, has the bytes that it had before there were such.
func TestTheBinaryFormNeverChanges(t *testing.T) {
	const (
		begin  = "07" + "033c6d3e" // ID and Message-ID
		none   = "00000000000000000000000000000000"
		place  = "51000000000000000000000000000000" + "7e000000000000000000000000000000"
		queued = "06717565756564"
		texts  = "03614062" + "0173" + "027376" + "00" // to, subject, language and who has it already
	)
	for _, tt := range []struct {
		name    string
		message notice.Message
		want    string
	}{
		{"a message about a place", aboutPlace(), "01" + begin + "0d706172746e65722d6164646564" + "c7e843" + "e807" + place + "8001" + "ac02" +
			queued + "02" + "0102" + "0172" + "0104"},
		{"a digest that nobody looked at", newDigest(), "03" + begin + "06646967657374" + "c7e843" + "00" + none + none + "00" + "ac02" +
			queued + "00" + "0102" + "00" + "0104" + "03" + "ac02"},
		{"a request that nobody looked at", newRequest(), "04" + begin + "11706172746e65722d726571756573746564" + "c7e843" + "00" + place + "00" +
			"ac02" + queued + "00" + "0102" + "00" + "0104" + "00" + "00" + "00" + "ac02" + "00" + "00000000"},
		{"a digest that was sent", sent(newDigest()), "04" + begin + "06646967657374" + "c7e843" + "00" + none + none + "00" + "ac02" +
			"0473656e74" + "01" + "00" + "0172" + "0104" + "00" + "03" + "ac02" + "00" + "0106" + texts},
		{"a message about a claim that was sent", sent(aboutClaim()), "04" + begin + "0e636c61696d2d6465636c696e6564" + "c7e843" + "00" + none +
			"7e000000000000000000000000000000" + "00" + "ac02" + "0473656e74" + "01" + "00" + "0172" + "0104" + "ac02" + "00" + "00" + "00" + "0106" + texts},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := tt.message.AppendBinary(nil)
			if got := hex.EncodeToString(b); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			read, err := notice.Decode(b)
			if diff := cmp.Diff(tt.message, read, identifiers()); err != nil || diff != "" {
				t.Errorf("%v (-stored +read)\n%s", err, diff)
			}
		})
	}
}

// Each version has one meaning: nothing, the number of a claim, the counts of a digest or all there is
// stands at the end.
func TestAMessageIsOfOneVersionOnly(t *testing.T) {
	for _, tt := range []struct {
		name    string
		message notice.Message
		version byte
	}{
		{"about a place", aboutPlace(), 1}, {"about a claim", aboutClaim(), 2}, {"a digest", newDigest(), 3}, {"about a request", newRequest(), 4},
		{"about a place, sent", sent(aboutPlace()), 4}, {"about a claim, sent", sent(aboutClaim()), 4}, {"a digest, sent", sent(newDigest()), 4},
		{"about a request, sent", sent(newRequest()), 4},
	} {
		b := tt.message.AppendBinary(nil)
		if b[0] != tt.version {
			t.Errorf("%s: version %d, want %d", tt.name, b[0], tt.version)
		}
		for _, version := range []byte{0, 1, 2, 3, 4, 5, 255} {
			_, err := notice.Decode(append([]byte{version}, b[1:]...))
			if want := version != tt.version; errors.Is(err, wire.ErrMalformed) != want || (err != nil) != want {
				t.Errorf("%s as version %d: %v", tt.name, version, err)
			}
		}
	}
}

// body is a stored message up to where the versions differ.
type body struct {
	version               byte
	kind, status          string
	partner, other, since uint64
	tries                 uint64
}

// with is the whole message: the body, and behind it numbers.
func (s body) with(numbers ...uint64) []byte {
	b := wire.Text(wire.Text(wire.Uint([]byte{s.version}, 7), "<m>"), s.kind)
	b = append(wire.Uint(wire.Uint(b, s.partner), s.other), make([]byte, 32)...)
	b = wire.Uint(wire.Text(wire.Uint(wire.Uint(b, s.since), 1), s.status), s.tries)
	b = wire.Time(wire.Text(wire.Time(b, time.Time{}), ""), time.Time{})
	for _, n := range numbers {
		b = wire.Uint(b, n)
	}
	return b
}

func TestAMessageThatDoesNotFitItsVersionIsMalformed(t *testing.T) {
	plain := body{version: 1, kind: "partner-added", status: "queued", partner: 1111111}
	of := func(version byte, kind string) body {
		s := plain
		s.version, s.kind = version, kind
		return s
	}
	but := func(change func(*body)) []byte {
		s := plain
		change(&s)
		return s.with()
	}
	// Behind the body of version 4 stand claim, gained, lost, request, the instant (0, or 1 and a number) and four
	// texts.
	tests := []struct {
		name string
		b    []byte
		good bool
	}{
		{"nothing", nil, false},
		{"a version and nothing else", []byte{4}, false},
		{"version 0", of(0, "partner-added").with(), false},
		{"version 1", plain.with(), true},
		{"version 1 and something behind it", plain.with(0), false},
		{"version 1 and a claim", of(1, "claim-approved").with(9), false},
		{"version 1 of a digest", of(1, "digest").with(), false},
		{"version 1 of a digest, with counts", of(1, "digest").with(1, 1), false},
		{"version 2", of(2, "claim-approved").with(9), true},
		{"version 2 of a digest", of(2, "digest").with(9), false},
		{"version 2 without a claim", of(2, "claim-approved").with(), false},
		{"version 2 of claim 0", of(2, "claim-approved").with(0), false},
		{"version 2 and something behind it", of(2, "claim-approved").with(9, 0), false},
		{"version 2 with a number without an end", append(of(2, "claim-approved").with(), 0x80), false},
		{"version 3", of(3, "digest").with(1, 2), true},
		{"version 3 with nothing to count", of(3, "digest").with(0, 0), true},
		{"version 3 with one count", of(3, "digest").with(1), false},
		{"version 3 and something behind it", of(3, "digest").with(1, 2, 0), false},
		{"version 3 of a message that is no digest", of(3, "partner-added").with(1, 1), false},
		{"version 3 of a message that is no digest, with nothing to count", of(3, "partner-added").with(0, 0), false},
		{"version 3 with more gained than fits", of(3, "digest").with(1<<32, 0), false},
		{"version 3 with more lost than fits", of(3, "digest").with(0, 1<<32), false},
		{"version 4 of a request", of(4, "partner-requested").with(0, 0, 0, 9, 0, 0, 0, 0, 0), true},
		{"version 4 of a message that somebody looked at", of(4, "partner-added").with(0, 0, 0, 0, 1, 6, 0, 0, 0, 0), true},
		{"version 4 of a claim that somebody looked at", of(4, "claim-approved").with(9, 0, 0, 0, 1, 6, 0, 0, 0, 0), true},
		{"version 4 of a digest that somebody looked at", of(4, "digest").with(0, 1, 2, 0, 1, 6, 0, 0, 0, 0), true},
		{"version 4 with nothing more", of(4, "partner-added").with(0, 0, 0, 0, 0, 0, 0, 0, 0), false},
		{"version 4 of a claim, with nothing more", of(4, "claim-approved").with(9, 0, 0, 0, 0, 0, 0, 0, 0), false},
		{"version 4 of a digest, with nothing more", of(4, "digest").with(0, 1, 2, 0, 0, 0, 0, 0, 0), false},
		{"version 4 with a gain that is no digest's", of(4, "partner-requested").with(0, 1, 0, 9, 0, 0, 0, 0, 0), false},
		{"version 4 with a loss that is no digest's", of(4, "partner-requested").with(0, 0, 1, 9, 0, 0, 0, 0, 0), false},
		{"version 4 with more gained than fits", of(4, "digest").with(0, 1<<32, 0, 0, 1, 6, 0, 0, 0, 0), false},
		{"version 4 with more lost than fits", of(4, "digest").with(0, 0, 1<<32, 0, 1, 6, 0, 0, 0, 0), false},
		{"version 4 without the instant", of(4, "partner-requested").with(0, 0, 0, 9), false},
		{"version 4 with an instant that is neither there nor not", of(4, "partner-requested").with(0, 0, 0, 9, 2), false},
		{"version 4 with an instant cut short", of(4, "partner-requested").with(0, 0, 0, 9, 1), false},
		{"version 4 and something behind it", of(4, "partner-requested").with(0, 0, 0, 9, 0, 0, 0, 0, 0, 0), false},
		{"version 4 without all its texts", of(4, "partner-requested").with(0, 0, 0, 9, 0, 0, 0, 0), false},
		{"version 4 with a text cut short", of(4, "partner-requested").with(0, 0, 0, 9, 0, 0, 0, 0, 1), false},
		{"version 5", of(5, "partner-requested").with(0, 0, 0, 9, 0, 0, 0, 0, 0), false},
		{"no other partner", but(func(s *body) { s.other = 0 }), true},
		{"a partner ID too short", but(func(s *body) { s.partner = 999 }), false},
		{"a partner ID too long", but(func(s *body) { s.partner = 1_000_000_000 }), false},
		{"another partner ID too short", but(func(s *body) { s.other = 1 }), false},
		{"another partner ID too long", but(func(s *body) { s.other = 1_000_000_000 }), false},
		{"the last day", but(func(s *body) { s.since = day.Last }), true},
		{"a day after the last", but(func(s *body) { s.since = day.Last + 1 }), false},
		{"as many tries as fit", but(func(s *body) { s.tries = 1<<32 - 1 }), true},
		{"more tries than fit", but(func(s *body) { s.tries = 1 << 32 }), false},
	}
	for _, tt := range tests {
		if _, err := notice.Decode(tt.b); (err == nil) != tt.good || err != nil && !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestAStatusIsOneOfThoseThereAre(t *testing.T) {
	want := []notice.Status{"queued", "leased", "sent", "given-up", "dropped"}
	if diff := cmp.Diff(want, notice.Statuses()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	tails := map[body][]uint64{
		{version: 1, kind: "partner-added"}: nil, {version: 2, kind: "claim-approved"}: {9}, {version: 3, kind: "digest"}: {1, 2},
		{version: 4, kind: "partner-requested"}: {0, 0, 0, 9, 0, 0, 0, 0, 0},
	}
	for s, tail := range tails {
		for _, s.status = range []string{"queued", "leased", "sent", "given-up", "dropped"} {
			if m, err := notice.Decode(s.with(tail...)); err != nil || string(m.Status) != s.status {
				t.Errorf("version %d, %s: %q, %v", s.version, s.status, m.Status, err)
			}
		}
		for _, s.status = range []string{"", "Queued", "given up", "posted"} {
			if _, err := notice.Decode(s.with(tail...)); !errors.Is(err, wire.ErrMalformed) {
				t.Errorf("version %d, %q: %v", s.version, s.status, err)
			}
		}
	}
}
