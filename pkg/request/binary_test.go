package request_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
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
			Told:    rapid.Bool().Draw(t, "told"),
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

// keeps checks the binary form of one kind of value, which has versions from 1 to last.
func keeps[T interface{ AppendBinary([]byte) []byte }](t *testing.T, values *rapid.Generator[T], decode func([]byte) (T, error), last byte) {
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
		other := append([]byte{rapid.SampledFrom([]byte{0, last + 1, 255}).Draw(t, "version")}, b[1:]...)
		for name, bad := range map[string][]byte{"cut": b[:cut], "longer": append(b[:len(b):len(b)], more...), "version": other} {
			if _, err := decode(bad); !errors.Is(err, wire.ErrMalformed) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}))
	t.Run("any bytes are a value or malformed", rapid.MakeCheck(func(t *rapid.T) {
		b := append([]byte{rapid.ByteRange(1, last).Draw(t, "version")}, rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")...)
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

func TestAnEventIsKeptInItsBinaryForm(t *testing.T) { keeps(t, events(), request.DecodeEvent, 2) }

func TestARequestIsKeptInItsBinaryForm(t *testing.T) { keeps(t, states(), request.DecodeState, 1) }

// Ledgers and hashes are made of these bytes: a difference here is a ledger that cannot be read.
func TestTheBinaryFormNeverChanges(t *testing.T) {
	const place = "51000000000000000000000000000000" + "7e000000000000000000000000000000" + "c7e843" + "0177"
	e := asked()
	e.Reason = "w"
	untold, accepted := e, decided(request.Accepted)
	untold.Told = false
	for _, tt := range []struct {
		name  string
		event request.Event
		want  string
	}{
		{"the customer is told of it", e, "02" + "07" + "046f70656e" + place},
		{"it was made before there was mail", untold, "01" + "07" + "046f70656e" + place},
		{"it is accepted", accepted, "01" + "07" + "086163636570746564" + strings.Repeat("00", 32) + "00" + "00"},
	} {
		b := tt.event.AppendBinary(nil)
		if got := hex.EncodeToString(b); got != tt.want {
			t.Errorf("event, %s\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
		read, err := request.DecodeEvent(b)
		if diff := cmp.Diff(tt.event, read, identifiers()); err != nil || diff != "" {
			t.Errorf("event, %s: %v (-stored +read)\n%s", tt.name, err, diff)
		}
	}
	s := request.State{
		ID: e.ID, Status: request.Accepted, Subscription: e.Subscription, Tenant: e.Tenant, Partner: e.Partner, Reason: "w",
		CreatedAt: time.UnixMicro(1), CreatedBy: "c", DecidedAt: time.UnixMicro(2), DecidedBy: "d",
	}
	if got, want := hex.EncodeToString(s.AppendBinary(nil)), "01"+"07"+"086163636570746564"+place+"0102"+"0163"+"0104"+"0164"; got != want {
		t.Errorf("request\ngot  %s\nwant %s", got, want)
	}
}

// What was written before there was mail says nothing of it, and tells nobody.
func TestAnEventOfTheFirstVersionIsToldToNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := events().Draw(t, "event")
		b := want.AppendBinary(nil)
		for version, told := range map[byte]bool{1: false, 2: true} {
			b[0], want.Told = version, told
			got, err := request.DecodeEvent(b)
			if diff := cmp.Diff(want, got, identifiers()); err != nil || diff != "" {
				t.Fatalf("version %d: %v (-stored +read)\n%s", version, err, diff)
			}
		}
	})
}

func TestBytesThatNameNoStatusOrNoPartnerAreMalformed(t *testing.T) {
	place := func(version byte, status string, partner uint64) []byte {
		b := append(wire.Text(wire.Uint([]byte{version}, 7), status), make([]byte, 32)...)
		return wire.Text(wire.Uint(b, partner), "r")
	}
	decided := func(b []byte) []byte {
		return wire.Text(wire.Time(wire.Text(wire.Time(b, time.Time{}), ""), time.Time{}), "")
	}
	malformed := func(what string, b []byte) {
		t.Helper()
		if _, err := request.DecodeEvent(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("event with %s: %v", what, err)
		}
		if _, err := request.DecodeState(decided(b)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("request with %s: %v", what, err)
		}
	}
	for _, version := range []byte{1, 2} {
		if _, err := request.DecodeEvent(place(version, "open", 1111111)); err != nil {
			t.Fatalf("a good event of version %d: %v", version, err)
		}
		malformed("no status", place(version, "", 1111111))
		malformed("an unknown status", place(version, "granted", 1111111))
		malformed("a status in another case", place(version, "Open", 1111111))
		malformed("a partner too short", place(version, "open", 999))
		malformed("a partner too long", place(version, "open", 1_000_000_000))
	}
	for _, version := range []byte{0, 3, 255} {
		malformed("another version", place(version, "open", 1111111))
	}
	if _, err := request.DecodeState(decided(place(1, "open", 1111111))); err != nil {
		t.Errorf("a good request: %v", err)
	}
	if _, err := request.DecodeState(decided(place(2, "open", 1111111))); !errors.Is(err, wire.ErrMalformed) {
		t.Errorf("a request of the version of an event: %v", err)
	}
}
