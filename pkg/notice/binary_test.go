package notice_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func messages() *rapid.Generator[notice.Message] {
	return rapid.Custom(func(t *rapid.T) notice.Message {
		guid := func(label string) (g [16]byte) {
			copy(g[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label))
			return g
		}
		instant := func(label string) time.Time {
			if rapid.Bool().Draw(t, "no "+label) {
				return time.Time{}
			}
			return time.UnixMicro(rapid.Int64Range(-1<<52, 1<<52).Draw(t, label)).UTC()
		}
		partner := rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(1000, 999_999_999))
		kinds := []notice.Kind{
			notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved, notice.ClaimSubmitted, notice.ClaimReturned,
			notice.ClaimApproved, notice.ClaimRejected, notice.ClaimDeclined,
		}
		claim := rapid.OneOf(rapid.Just(uint64(0)), rapid.Uint64())
		return notice.Message{
			ID: rapid.Uint64().Draw(t, "id"), MessageID: rapid.String().Draw(t, "message id"), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
			Partner: number(partner.Draw(t, "partner")), Other: number(partner.Draw(t, "other")),
			Subscription: ids.SubscriptionFromBytes(guid("subscription")), Tenant: ids.TenantFromBytes(guid("tenant")),
			Claim: ids.ClaimFromNumber(claim.Draw(t, "claim")),
			Since: day.Day(rapid.Int32Range(0, 2958464).Draw(t, "since")), Journal: rapid.Uint64().Draw(t, "journal"),
			Status: notice.Queued, Tries: rapid.Uint32().Draw(t, "tries"), NextTry: instant("next try"),
			Reason: rapid.String().Draw(t, "reason"), CreatedAt: instant("created at"),
		}
	})
}

// keeps checks the binary form of one kind of value.
func keeps[T interface{ AppendBinary([]byte) []byte }](t *testing.T, values *rapid.Generator[T], decode func([]byte) (T, error)) {
	t.Helper()
	t.Run("it is read back", rapid.MakeCheck(func(t *rapid.T) {
		want, before := values.Draw(t, "value"), []byte{1, 2, 3}
		b := want.AppendBinary(before)
		if string(b[:3]) != string(before) {
			t.Fatalf("%x was before and became %x", before, b[:3])
		}
		got, err := decode(b[3:])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, identifiers()); diff != "" {
			t.Fatalf("(-stored +read)\n%s", diff)
		}
	}))
	t.Run("cut short, too long or of another version is malformed", rapid.MakeCheck(func(t *rapid.T) {
		b := values.Draw(t, "value").AppendBinary(nil)
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		more := rapid.SliceOfN(rapid.Byte(), 1, 8).Draw(t, "more")
		other := append([]byte{rapid.SampledFrom([]byte{0, 3, 255}).Draw(t, "version")}, b[1:]...)
		for name, bad := range map[string][]byte{"cut": b[:cut], "longer": append(b[:len(b):len(b)], more...), "version": other} {
			if _, err := decode(bad); !errors.Is(err, wire.ErrMalformed) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}))
	t.Run("any bytes are a value or malformed", rapid.MakeCheck(func(t *rapid.T) {
		b := append([]byte{1}, rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")...)
		if rapid.Bool().Draw(t, "damaged") {
			b = values.Draw(t, "value").AppendBinary(nil)
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] ^= rapid.ByteRange(1, 255).Draw(t, "mask")
		}
		got, err := decode(b)
		if err != nil {
			if !errors.Is(err, wire.ErrMalformed) {
				t.Fatal(err)
			}
			return
		}
		if again, err := decode(got.AppendBinary(nil)); err != nil || !cmp.Equal(got, again, identifiers()) {
			t.Fatalf("%x was read as %+v and that as %+v, %v", b, got, again, err)
		}
	}))
}

func TestAMessageIsKeptInItsBinaryForm(t *testing.T) { keeps(t, messages(), notice.Decode) }

// Ledgers are made of these bytes: a difference here is an outbox that cannot be read.
func TestTheBinaryFormNeverChanges(t *testing.T) {
	m := notice.Message{
		ID: 7, MessageID: "<m>", Kind: notice.PartnerAdded, Partner: fabrikam(), Other: number(1000),
		Subscription: ids.SubscriptionFromBytes([16]byte{0x51}), Tenant: ids.TenantFromBytes([16]byte{0x7e}), Since: 128, Journal: 300,
		Status: notice.Queued, Tries: 2, NextTry: time.UnixMicro(1), Reason: "r", CreatedAt: time.UnixMicro(2),
	}
	const want = "01" + "07" + "033c6d3e" + "0d706172746e65722d6164646564" + "c7e843" + "e807" +
		"51000000000000000000000000000000" + "7e000000000000000000000000000000" + "8001" + "ac02" +
		"06717565756564" + "02" + "0102" + "0172" + "0104"
	if got := hex.EncodeToString(m.AppendBinary(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestANumberThatIsNoPartnerIDIsMalformed(t *testing.T) {
	message := func(partner, other uint64) []byte {
		b := wire.Text(wire.Text(wire.Uint([]byte{1}, 7), "<m>"), "partner-added")
		b = append(wire.Uint(wire.Uint(b, partner), other), make([]byte, 32)...)
		b = wire.Uint(wire.Text(wire.Uint(wire.Uint(b, 1), 1), "queued"), 0)
		return wire.Time(wire.Text(wire.Time(b, time.Time{}), ""), time.Time{})
	}
	if _, err := notice.Decode(message(1111111, 0)); err != nil {
		t.Fatalf("a good one: %v", err)
	}
	for name, b := range map[string][]byte{
		"a partner too short": message(999, 0), "a partner too long": message(1_000_000_000, 0), "another too short": message(1111111, 1),
	} {
		if _, err := notice.Decode(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
