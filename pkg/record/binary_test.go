package record_test

import (
	"encoding/hex"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// stored is a record that has a binary form.
type stored interface{ AppendBinary([]byte) []byte }

// keeps checks the binary form of one kind of record, alone and as an event.
func keeps[T stored](t *testing.T, records *rapid.Generator[T], decode func([]byte) (T, error)) {
	t.Helper()
	t.Run("a record is read back", rapid.MakeCheck(func(t *rapid.T) {
		want := records.Draw(t, "record")
		got, err := decode(want.AppendBinary(nil))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, identifiers()); diff != "" {
			t.Fatalf("(-stored +read)\n%s", diff)
		}
	}))
	t.Run("an event is read back", rapid.MakeCheck(func(t *rapid.T) {
		want := record.Recorded[T]{Record: records.Draw(t, "record"), New: rapid.Bool().Draw(t, "new")}
		got, err := record.DecodeRecorded(want.AppendBinary(nil), decode)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, identifiers()); diff != "" {
			t.Fatalf("(-stored +read)\n%s", diff)
		}
	}))
	t.Run("what is there before is kept", rapid.MakeCheck(func(t *rapid.T) {
		r, before := records.Draw(t, "record"), rapid.SliceOf(rapid.Byte()).Draw(t, "before")
		if got, want := r.AppendBinary(before), string(before)+string(r.AppendBinary(nil)); string(got) != want {
			t.Fatalf("got %x, want %x", got, want)
		}
	}))
	t.Run("cut short, too long or of another version is malformed", rapid.MakeCheck(func(t *rapid.T) {
		b := records.Draw(t, "record").AppendBinary(nil)
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		more := rapid.SliceOfN(rapid.Byte(), 1, 8).Draw(t, "more")
		other := append([]byte{rapid.SampledFrom([]byte{0, 2, 255}).Draw(t, "version")}, b[1:]...)
		for name, bad := range map[string][]byte{"cut": b[:cut], "longer": append(b[:len(b):len(b)], more...), "version": other} {
			if _, err := decode(bad); !errors.Is(err, wire.ErrMalformed) {
				t.Fatalf("%s: %v", name, err)
			}
			if _, err := record.DecodeRecorded(append([]byte{1}, bad...), decode); !errors.Is(err, wire.ErrMalformed) {
				t.Fatalf("%s, as an event: %v", name, err)
			}
		}
	}))
	t.Run("any bytes are a record or malformed", rapid.MakeCheck(func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		if rapid.Bool().Draw(t, "damaged") {
			b = records.Draw(t, "record").AppendBinary(nil)
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] ^= rapid.ByteRange(1, 255).Draw(t, "mask")
		}
		got, err := decode(b)
		if err != nil {
			if !errors.Is(err, wire.ErrMalformed) {
				t.Fatal(err)
			}
			return
		}
		again, err := decode(got.AppendBinary(nil))
		if err != nil || !cmp.Equal(got, again, identifiers()) {
			t.Fatalf("%x was read as %+v and that as %+v, %v", b, got, again, err)
		}
	}))
}

func TestARecordIsKeptInItsBinaryForm(t *testing.T) {
	t.Run("customer", func(t *testing.T) { keeps(t, customers(), record.DecodeCustomer) })
	t.Run("subscription", func(t *testing.T) { keeps(t, subscriptions(), record.DecodeSubscription) })
	t.Run("partner", func(t *testing.T) { keeps(t, partners(), record.DecodePartner) })
	t.Run("association", func(t *testing.T) { keeps(t, associations(), record.DecodeAssociation) })
}

func TestANumberThatIsNoPartnerIDIsMalformed(t *testing.T) {
	partner := wire.Uint([]byte{1}, 999)
	for range 6 {
		partner = wire.Text(partner, "")
	}
	partner = wire.Bool(wire.Uint(partner, 0), true)
	parent := wire.Uint([]byte{1}, 1234567)
	for range 6 {
		parent = wire.Text(parent, "")
	}
	parent = wire.Bool(wire.Uint(parent, 1_000_000_000), true)
	for name, b := range map[string][]byte{"the ID": partner, "the parent": parent} {
		if _, err := record.DecodePartner(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s of a partner: %v", name, err)
		}
	}

	association := append([]byte{1}, make([]byte, 32)...)
	association = wire.Uint(wire.Text(association, "pal"), 7)
	association = wire.Text(wire.Text(association, ""), "")
	association = wire.Text(wire.Uint(wire.Uint(association, 0), 0), "")
	if _, err := record.DecodeAssociation(association); !errors.Is(err, wire.ErrMalformed) {
		t.Errorf("the partner of an association: %v", err)
	}
}

func TestANumberThatIsTooGreatIsMalformed(t *testing.T) {
	const beyond = 1<<32 + 1
	subscription := func(seats, starts, ends uint64) []byte {
		b := append([]byte{1}, make([]byte, 32)...)
		for range 4 {
			b = wire.Text(b, "")
		}
		b = wire.Bool(wire.Text(wire.Uint(b, seats), ""), false)
		return wire.Bool(wire.Texts(wire.Uint(wire.Uint(b, starts), ends), nil), false)
	}
	if _, err := record.DecodeSubscription(subscription(1, 1, 1)); err != nil {
		t.Fatalf("a good one: %v", err)
	}
	for name, b := range map[string][]byte{
		"seats": subscription(beyond, 1, 1), "start": subscription(1, beyond, 1), "end": subscription(1, 1, beyond),
	} {
		if _, err := record.DecodeSubscription(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEventThatDoesNotSayWhetherItIsNewIsMalformed(t *testing.T) {
	body := record.Customer{Name: "Contoso"}.AppendBinary(nil)
	for name, b := range map[string][]byte{"nothing": nil, "2": append([]byte{2}, body...), "255": append([]byte{255}, body...)} {
		if _, err := record.DecodeRecorded(b, record.DecodeCustomer); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Ledgers and hashes are made of these bytes: a difference here is a ledger that cannot be read.
func TestTheBinaryFormOfARecordNeverChanges(t *testing.T) {
	partner, _ := ids.PartnerFromNumber(1234567)
	parent, _ := ids.PartnerFromNumber(1000)
	tenant, subscription := ids.TenantFromBytes([16]byte{0xa1, 15: 0xa2}), ids.SubscriptionFromBytes([16]byte{0xb1, 15: 0xb2})
	const t16, s16 = "a10000000000000000000000000000a2", "b10000000000000000000000000000b2"
	tests := []struct {
		name   string
		record stored
		want   string
	}{
		{"customer", record.Customer{Tenant: tenant, Name: "n", Domain: "d", Country: "c", Language: "l", ContactName: "p", ContactEmail: "e"},
			"01" + t16 + "016e" + "0164" + "0163" + "016c" + "0170" + "0165"},
		{"subscription", record.Subscription{
			ID: subscription, Tenant: tenant, Name: "n", Product: "ems", SKU: "k", Status: "warning", Seats: 300, Channel: "csp", Trial: true,
			StartsOn: 1, EndsOn: 128, Workloads: []string{"w", "x"}, InternalUse: true,
		}, "01" + s16 + t16 + "016e" + "03656d73" + "016b" + "077761726e696e67" + "ac02" + "03637370" + "01" + "01" + "8001" + "0201770178" + "01"},
		{"partner", record.Partner{ID: partner, Name: "n", City: "c", Country: "o", Parent: parent, Location: true, Email: "e", Language: "l", Status: "active"},
			"01" + "87ad4b" + "016e" + "0163" + "016f" + "0165" + "016c" + "06616374697665" + "e807" + "01"},
		{"association", record.Association{
			Kind: "pal", Partner: partner, Tenant: tenant, Subscription: subscription, Workload: "w", Product: "ems", Since: 1, Until: 128, Comment: "c",
		}, "01" + t16 + s16 + "0370616c" + "87ad4b" + "0177" + "03656d73" + "01" + "8001" + "0163"},
		{"a new record", record.Recorded[record.Customer]{New: true}, "01" + "01" + "00000000000000000000000000000000" + "000000000000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := hex.EncodeToString(tt.record.AppendBinary(nil)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
