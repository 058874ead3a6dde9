package por_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func events() *rapid.Generator[por.Event] {
	return rapid.Custom(func(t *rapid.T) por.Event {
		guid := func(label string) (g [16]byte) {
			copy(g[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label))
			return g
		}
		partner := rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(1000, 999_999_999))
		return por.Event{
			Action:       rapid.SampledFrom([]por.Action{por.Added, por.Changed, por.Removed}).Draw(t, "action"),
			Subscription: ids.SubscriptionFromBytes(guid("subscription")), Tenant: ids.TenantFromBytes(guid("tenant")),
			Partner: number(partner.Draw(t, "partner")), Previous: number(partner.Draw(t, "previous")),
			Since: day.Day(rapid.Int32Range(0, 2958464).Draw(t, "since")), Comment: rapid.String().Draw(t, "comment"),
		}
	})
}

func states() *rapid.Generator[por.State] {
	return rapid.Custom(func(t *rapid.T) por.State {
		e := events().Draw(t, "place")
		s := por.State{Subscription: e.Subscription, Tenant: e.Tenant}
		for range rapid.IntRange(0, 5).Draw(t, "moves") {
			e := events().Draw(t, "event")
			s.Moves = append(s.Moves, por.Move{
				Action: e.Action, Partner: e.Partner, Previous: e.Previous, Since: e.Since, Comment: e.Comment,
				Journal: rapid.Uint64().Draw(t, "journal"),
				Stamp: journal.Stamp{
					At: time.UnixMicro(rapid.Int64Range(-1<<52, 1<<52).Draw(t, "at")).UTC(), By: rapid.String().Draw(t, "by"),
					Role: rapid.String().Draw(t, "role"), Assurance: rapid.String().Draw(t, "assurance"),
				},
			})
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

func TestAnEventIsKeptInItsBinaryForm(t *testing.T) { keeps(t, events(), por.DecodeEvent) }

func TestAPlaceIsKeptInItsBinaryForm(t *testing.T) { keeps(t, states(), por.DecodeState) }

// Ledgers and hashes are made of these bytes: a difference here is a ledger that cannot be read.
func TestTheBinaryFormNeverChanges(t *testing.T) {
	const ids32 = "51000000000000000000000000000000" + "7e000000000000000000000000000000"
	e := changed(t, fabrikam(), northwind(), today)
	e.Comment = "c"
	const move = "02" + "8ed18701" + "c7e843" + "91e302" + "0163"
	if got, want := hex.EncodeToString(e.AppendBinary(nil)), "01"+ids32+move; got != want {
		t.Errorf("event\ngot  %s\nwant %s", got, want)
	}
	by := journal.Stamp{At: time.UnixMicro(1), By: "b", Role: "r", Assurance: "a"}
	s := por.Evolve(por.State{}, e, by, 300)
	if got, want := hex.EncodeToString(s.AppendBinary(nil)), "01"+ids32+"01"+move+"ac02"+"0102"+"0162"+"0172"+"0161"; got != want {
		t.Errorf("place\ngot  %s\nwant %s", got, want)
	}
	for action, n := range map[por.Action]byte{por.Added: 1, por.Changed: 2, por.Removed: 3} {
		if got := (por.Event{Action: action}).AppendBinary(nil)[33]; got != n {
			t.Errorf("%s is kept as %d, want %d", action, got, n)
		}
	}
}

func TestBytesThatNameNoActionOrNoPartnerAreMalformed(t *testing.T) {
	moveOn := func(action, partner, previous, on uint64) []byte {
		return wire.Text(wire.Uint(wire.Uint(wire.Uint(wire.Uint(nil, action), partner), previous), on), "")
	}
	move := func(action, partner, previous uint64) []byte { return moveOn(action, partner, previous, 1) }
	tests := map[string][]byte{
		"no action":             move(0, 1111111, 0),
		"an unknown action":     move(4, 1111111, 0),
		"a far action":          move(1<<63, 1111111, 0),
		"a partner too short":   move(1, 999, 0),
		"a partner too long":    move(1, 1_000_000_000, 0),
		"a partner cut down":    move(1, 1<<32+1111111, 0),
		"a previous cut down":   move(2, 1111111, 1<<32+2222222),
		"a day beyond the last": moveOn(1, 1111111, 0, day.Last+1),
		"a day cut down":        moveOn(1, 1111111, 0, 1<<32+1),
		"a previous too short":  move(2, 1111111, 1),
		"a previous too long":   move(2, 1111111, 1_000_000_000),
	}
	head := append([]byte{1}, make([]byte, 32)...)
	for name, b := range tests {
		if _, err := por.DecodeEvent(append(head[:33:33], b...)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("event with %s: %v", name, err)
		}
		place := append(wire.Uint(head[:33:33], 1), b...)
		place = wire.Text(wire.Text(wire.Text(wire.Time(wire.Uint(place, 1), time.Time{}), ""), ""), "")
		if _, err := por.DecodeState(place); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("place with %s: %v", name, err)
		}
	}
	if _, err := por.DecodeState(wire.Uint(head[:33:33], 1<<62)); !errors.Is(err, wire.ErrMalformed) {
		t.Errorf("more moves than bytes: %v", err)
	}
}
