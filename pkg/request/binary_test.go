package request_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/request"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func events() *rapid.Generator[request.Event] {
	return rapid.Custom(func(t *rapid.T) request.Event {
		guid := func(label string) (g [16]byte) {
			copy(g[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label))
			return g
		}
		return request.Event{
			ID:           ids.RequestFromNumber(rapid.Uint64().Draw(t, "id")),
			Status:       rapid.SampledFrom(request.Statuses()).Draw(t, "status"),
			Subscription: ids.SubscriptionFromBytes(guid("subscription")), Tenant: ids.TenantFromBytes(guid("tenant")),
			Partner: number(rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(1000, 999_999_999)).Draw(t, "partner")),
			Reason:  rapid.String().Draw(t, "reason"),
		}
	})
}

func states() *rapid.Generator[request.State] {
	return rapid.Custom(func(t *rapid.T) request.State {
		e := events().Draw(t, "event")
		s := request.State{ID: e.ID, Status: e.Status, Subscription: e.Subscription, Tenant: e.Tenant, Partner: e.Partner, Reason: e.Reason}
		s.CreatedAt = time.UnixMicro(rapid.Int64Range(0, 1<<52).Draw(t, "created at")).UTC()
		s.CreatedBy = rapid.String().Draw(t, "created by")
		if e.Status != request.Open {
			s.DecidedAt = time.UnixMicro(rapid.Int64Range(0, 1<<52).Draw(t, "decided at")).UTC()
			s.DecidedBy = rapid.String().Draw(t, "decided by")
		}
		return s
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
		other := append([]byte{rapid.SampledFrom([]byte{0, 2, 255}).Draw(t, "version")}, b[1:]...)
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

func TestAnEventIsKeptInItsBinaryForm(t *testing.T) { keeps(t, events(), request.DecodeEvent) }

func TestARequestIsKeptInItsBinaryForm(t *testing.T) { keeps(t, states(), request.DecodeState) }

// Ledgers and hashes are made of these bytes: a difference here is a ledger that cannot be read.
func TestTheBinaryFormNeverChanges(t *testing.T) {
	const place = "51000000000000000000000000000000" + "7e000000000000000000000000000000" + "c7e843" + "0177"
	e := asked()
	e.Reason = "w"
	if got, want := hex.EncodeToString(e.AppendBinary(nil)), "01"+"07"+"046f70656e"+place; got != want {
		t.Errorf("event\ngot  %s\nwant %s", got, want)
	}
	s := request.State{
		ID: e.ID, Status: request.Accepted, Subscription: e.Subscription, Tenant: e.Tenant, Partner: e.Partner, Reason: "w",
		CreatedAt: time.UnixMicro(1), CreatedBy: "c", DecidedAt: time.UnixMicro(2), DecidedBy: "d",
	}
	if got, want := hex.EncodeToString(s.AppendBinary(nil)), "01"+"07"+"086163636570746564"+place+"0102"+"0163"+"0104"+"0164"; got != want {
		t.Errorf("request\ngot  %s\nwant %s", got, want)
	}
}

func TestBytesThatNameNoStatusOrNoPartnerAreMalformed(t *testing.T) {
	place := func(status string, partner uint64) []byte {
		b := append(wire.Text(wire.Uint([]byte{1}, 7), status), make([]byte, 32)...)
		return wire.Text(wire.Uint(b, partner), "r")
	}
	if _, err := request.DecodeEvent(place("open", 1111111)); err != nil {
		t.Fatalf("a good one: %v", err)
	}
	for name, b := range map[string][]byte{
		"no status": place("", 1111111), "an unknown status": place("granted", 1111111), "a status in another case": place("Open", 1111111),
		"a partner too short": place("open", 999), "a partner too long": place("open", 1_000_000_000),
	} {
		if _, err := request.DecodeEvent(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("event with %s: %v", name, err)
		}
		b = wire.Text(wire.Time(wire.Text(wire.Time(b, time.Time{}), ""), time.Time{}), "")
		if _, err := request.DecodeState(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("request with %s: %v", name, err)
		}
	}
}
