package notice_test

import (
	"bytes"
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
		number64 := rapid.OneOf(rapid.Just(uint64(0)), rapid.Uint64())
		m := notice.Message{
			ID: rapid.Uint64().Draw(t, "id"), MessageID: rapid.String().Draw(t, "message id"), Kind: rapid.SampledFrom(kinds()).Draw(t, "kind"),
			Partner: number(partner.Draw(t, "partner")), Other: number(partner.Draw(t, "other")),
			Subscription: ids.SubscriptionFromBytes(guid("subscription")), Tenant: ids.TenantFromBytes(guid("tenant")),
			Request: ids.RequestFromNumber(number64.Draw(t, "request")),
			Since:   day.Day(rapid.Int32Range(0, day.Last).Draw(t, "since")), Journal: rapid.Uint64().Draw(t, "journal"),
			Status: rapid.SampledFrom(notice.Statuses()).Draw(t, "status"), Moved: instant("moved"),
			Tries: rapid.Uint32().Draw(t, "tries"), NextTry: instant("next try"),
			Reason: rapid.String().Draw(t, "reason"), CreatedAt: instant("created at"),
			To: rapid.String().Draw(t, "to"), Subject: rapid.String().Draw(t, "subject"), Lang: rapid.String().Draw(t, "lang"),
			Taken: rapid.String().Draw(t, "taken"),
		}
		// A digest counts and is about no claim; nothing else counts.
		if m.Kind == notice.Digest {
			m.Gained, m.Lost = rapid.Uint32().Draw(t, "gained"), rapid.Uint32().Draw(t, "lost")
		} else {
			m.Claim = ids.ClaimFromNumber(number64.Draw(t, "claim"))
		}
		return m
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
		version := rapid.SampledFrom([]byte{0, 1, 2, 3, 4, 5, 255}).Filter(func(v byte) bool { return v != b[0] }).Draw(t, "version")
		other := append([]byte{version}, b[1:]...)
		for name, bad := range map[string][]byte{"cut": b[:cut], "longer": append(b[:len(b):len(b)], more...), "version": other} {
			if _, err := decode(bad); !errors.Is(err, wire.ErrMalformed) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}))
	t.Run("any bytes are a value or malformed", rapid.MakeCheck(func(t *rapid.T) {
		b := append([]byte{rapid.ByteRange(1, 4).Draw(t, "version")}, rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")...)
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
		// Each value has one form.
		if again := got.AppendBinary(nil); !bytes.Equal(b, again) {
			t.Fatalf("%x was read as %+v, which is kept as %x", b, got, again)
		}
	}))
}

func TestAMessageIsKeptInItsBinaryForm(t *testing.T) { keeps(t, messages(), notice.Decode) }
