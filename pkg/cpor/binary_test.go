package cpor_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func drawBytes(t *rapid.T, label string) (b [32]byte) {
	copy(b[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, label))
	return b
}

func drawGUID(t *rapid.T, label string) (g [16]byte) {
	copy(g[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label))
	return g
}

func drawTime(t *rapid.T, label string) time.Time {
	if rapid.Bool().Draw(t, "no "+label) {
		return time.Time{}
	}
	return time.UnixMicro(rapid.Int64Range(-1<<52, 1<<52).Draw(t, label)).UTC()
}

// several is a list of up to three; none is nil.
func several[V any](t *rapid.T, label string, draw func(*rapid.T) V) (list []V) {
	for range rapid.IntRange(0, 3).Draw(t, label) {
		list = append(list, draw(t))
	}
	return list
}

func drawForm(t *rapid.T) cpor.Form {
	text := func(label string) string { return rapid.String().Draw(t, label) }
	partner := rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(1000, 999_999_999))
	contact := func(label string) cpor.Contact {
		return cpor.Contact{Name: text(label + " name"), Title: text(label + " title"), Email: text(label + " email")}
	}
	f := cpor.Form{
		Area: rapid.SampledFrom(append(cpor.Areas(), "")).Draw(t, "area"), Role: rapid.SampledFrom(append(cpor.Roles(""), "")).Draw(t, "role"),
		Name: text("name"), Partner: number(partner.Draw(t, "partner")), Tenant: ids.TenantFromBytes(drawGUID(t, "tenant")),
		Domain: text("domain"), NoPayment: rapid.Bool().Draw(t, "no payment"),
		Workloads: several(t, "workloads", func(t *rapid.T) string { return rapid.String().Draw(t, "workload") }),
		Subscriptions: several(t, "subscriptions", func(t *rapid.T) ids.Subscription {
			return ids.SubscriptionFromBytes(drawGUID(t, "subscription"))
		}),
		Customer: contact("customer"), Company: contact("company"),
		Solution: cpor.Solution{Seller: text("seller"), Customer: text("customer of the solution"), Product: text("product")},
	}
	f.Company.Title = "" // it has none
	return f
}

func drawDocument(t *rapid.T) evidence.Document {
	return evidence.Document{
		Hash: drawBytes(t, "hash"), FileName: rapid.String().Draw(t, "file"), Size: rapid.Uint64Range(0, evidence.LargestFile).Draw(t, "size"),
		MediaType: rapid.String().Draw(t, "media type"),
	}
}

func drawDay(t *rapid.T) day.Day { return day.Day(rapid.Int32Range(0, day.Last).Draw(t, "due on")) }

func events() *rapid.Generator[cpor.Event] {
	return rapid.Custom(func(t *rapid.T) cpor.Event {
		edge := rapid.SampledFrom(cpor.Edges()).Draw(t, "edge")
		e := cpor.Event{
			Claim: ids.ClaimFromNumber(rapid.Uint64().Draw(t, "claim")), Verb: edge.Verb, From: edge.From, To: edge.To,
			Added: several(t, "added", drawDocument), Removed: several(t, "removed", func(t *rapid.T) evidence.Hash { return drawBytes(t, "hash") }),
			Comment: rapid.String().Draw(t, "comment"), Reason: rapid.String().Draw(t, "reason"), Attestation: rapid.String().Draw(t, "attestation"),
			DueOn: drawDay(t),
		}
		if rapid.Bool().Draw(t, "has a form") {
			f := drawForm(t)
			e.Form = &f
		}
		return e
	})
}

func states() *rapid.Generator[cpor.State] {
	return rapid.Custom(func(t *rapid.T) cpor.State {
		by := func(label string) string { return rapid.String().Draw(t, label) }
		return cpor.State{
			ID:     ids.ClaimFromNumber(rapid.Uint64().Draw(t, "claim")),
			Status: rapid.SampledFrom(append(cpor.Statuses(), cpor.Gone)).Draw(t, "status"), Form: drawForm(t),
			Evidence: several(t, "evidence", func(t *rapid.T) cpor.Document {
				return cpor.Document{Document: drawDocument(t), AddedAt: drawTime(t, "added at"), AddedBy: by("added by")}
			}),
			Comments: several(t, "comments", func(t *rapid.T) cpor.Comment {
				return cpor.Comment{At: drawTime(t, "at"), By: by("by"), Text: by("text")}
			}),
			Attestation: cpor.Attestation{At: drawTime(t, "attested at"), By: by("attested by"), Text: by("attestation")},
			DueOn:       drawDay(t),
			Moves: several(t, "moves", func(t *rapid.T) cpor.Move {
				edge := rapid.SampledFrom(cpor.Edges()).Draw(t, "edge")
				return cpor.Move{
					Verb: edge.Verb, From: edge.From, To: edge.To, Reason: by("reason"), DueOn: drawDay(t), Journal: rapid.Uint64().Draw(t, "journal"),
					Stamp: journal.Stamp{At: drawTime(t, "at"), By: by("by"), Role: by("role"), Assurance: by("assurance")},
				}
			}),
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

func TestAnEventIsKeptInItsBinaryForm(t *testing.T) { keeps(t, events(), cpor.DecodeEvent) }

func TestAClaimIsKeptInItsBinaryForm(t *testing.T) { keeps(t, states(), cpor.DecodeState) }
