package cpor_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// small is a form with something in every field.
func small() cpor.Form {
	return cpor.Form{
		Area: cpor.BusinessApplications, Role: cpor.Advisor, Name: "n", Partner: fabrikam(), Tenant: contoso(), Domain: "d", NoPayment: true,
		Workloads: []string{"w", "v"}, Subscriptions: []ids.Subscription{subscription(1)},
		Customer: cpor.Contact{Name: "a", Title: "b", Email: "c"}, Company: cpor.Contact{Name: "e", Email: "f"},
		Solution: cpor.Solution{Seller: "g", Customer: "h", Product: "i"},
	}
}

// sampleEvent and sampleState have something in every field, though no verb touches them all.
func sampleEvent() cpor.Event {
	f := small()
	return cpor.Event{
		Claim: claim(), Verb: cpor.Submit, From: cpor.Draft, To: cpor.Submitted, Form: &f,
		Added: []evidence.Document{{Hash: hash(1), FileName: "p", Size: 384, MediaType: "m"}}, Removed: []evidence.Hash{hash(2)},
		Comment: "x", Reason: "y", Attestation: "z", DueOn: 384,
	}
}

func sampleState() cpor.State {
	stamp := journal.Stamp{At: time.UnixMicro(3).UTC(), By: "j", Role: "k", Assurance: "l"}
	return cpor.State{
		ID: claim(), Status: cpor.Approved, Form: small(),
		Evidence: []cpor.Document{{
			Document: evidence.Document{Hash: hash(1), FileName: "p", Size: 384, MediaType: "m"}, AddedAt: time.UnixMicro(1).UTC(), AddedBy: "q",
		}},
		Comments:    []cpor.Comment{{At: time.UnixMicro(2).UTC(), By: "r", Text: "s"}},
		Attestation: cpor.Attestation{At: time.UnixMicro(4).UTC(), By: "t", Text: "u"},
		DueOn:       384,
		Moves:       []cpor.Move{{Verb: cpor.New, To: cpor.Draft, Reason: "o", DueOn: 385, Journal: 384, Stamp: stamp}},
	}
}

func text(s string) string { return hex.EncodeToString(wire.Text(nil, s)) }

// Ledgers and hashes are made of these bytes: a difference here is a ledger that cannot be read.
func TestTheBinaryFormNeverChanges(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("00", n) }
	hash1, hash2 := "e001"+zeros(30), "e002"+zeros(30)
	form := text("business-applications") + text("advisor") + "016e" + "c7e843" + "7e" + zeros(15) + "0164" + "01" + "02" + "0177" + "0176" +
		"01" + "5101" + zeros(14) + "0161" + "0162" + "0163" + "0165" + "0166" + "0167" + "0168" + "0169"
	document := hash1 + "0170" + "8003" + "016d"

	event := "01" + "07" + "05" + "01" + "02" + "01" + form + "01" + document + "01" + hash2 +
		"0178" + "0179" + "017a" + "8003"
	if got := hex.EncodeToString(sampleEvent().AppendBinary(nil)); got != event {
		t.Errorf("event\ngot  %s\nwant %s", got, event)
	}
	state := "01" + "07" + "05" + form + "01" + document + "0102" + "0171" + "01" + "0104" + "0172" + "0173" +
		"0108" + "0174" + "0175" + "8003" +
		"01" + "00" + "00" + "01" + "016f" + "8103" + "8003" + "0106" + "016a" + "016b" + "016c"
	if got := hex.EncodeToString(sampleState().AppendBinary(nil)); got != state {
		t.Errorf("claim\ngot  %s\nwant %s", got, state)
	}
	least := "01" + "07" + "04" + "01" + "08" + "00" + "00" + "00" + "00" + "00" + "00" + "00"
	e := cpor.Event{Claim: claim(), Verb: cpor.Delete, From: cpor.Draft, To: cpor.Gone}
	if got := hex.EncodeToString(e.AppendBinary(nil)); got != least {
		t.Errorf("an event of nothing else\ngot  %s\nwant %s", got, least)
	}
}

// Verbs and statuses are kept by their numbers, which must stay theirs for ever.
func TestTheNumbersOfVerbsAndStatusesNeverChange(t *testing.T) {
	numbers := map[string]byte{
		"new": 0, "edit": 1, "attach": 2, "detach": 3, "delete": 4, "submit": 5, "review": 6, "require-action": 7, "comment": 8,
		"approve": 9, "reject": 10, "decline": 11, "dispute": 12, "end": 13, "sweep": 14,
	}
	statuses := map[cpor.Status]byte{
		"": 0, "draft": 1, "submitted": 2, "in-review": 3, "action-required": 4, "approved": 5, "rejected": 6, "ended": 7, "gone": 8,
	}
	for _, e := range cpor.Edges() {
		want := []byte{numbers[string(e.Verb)], statuses[e.From], statuses[e.To]}
		got := cpor.Event{Claim: claim(), Verb: e.Verb, From: e.From, To: e.To}.AppendBinary(nil)[2:5]
		if string(got) != string(want) {
			t.Errorf("%s from %q to %q is kept as %x, want %x", e.Verb, e.From, e.To, got, want)
		}
	}
	for status, n := range statuses {
		if got := (cpor.State{ID: claim(), Status: status}).AppendBinary(nil)[2]; got != n {
			t.Errorf("%q is kept as %d, want %d", status, got, n)
		}
	}
}

// damage reads every prefix of some bytes, and the bytes with every bit flipped: each is malformed, or
// a value that is stored as these bytes and no others.
func damage[T interface{ AppendBinary([]byte) []byte }](t *testing.T, good []byte, decode func([]byte) (T, error)) {
	t.Helper()
	for n := range good {
		if _, err := decode(good[:n:n]); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%d of %d bytes: %v", n, len(good), err)
		}
	}
	for bit := range 8 * len(good) {
		bad := append([]byte(nil), good...)
		bad[bit/8] ^= 1 << (bit % 8)
		v, err := decode(bad)
		switch {
		case err == nil && string(v.AppendBinary(nil)) != string(bad):
			t.Errorf("bit %d: %x was read as %+v", bit, bad, v)
		case err != nil && !errors.Is(err, wire.ErrMalformed):
			t.Errorf("bit %d: %v", bit, err)
		}
	}
}

func TestDamageIsNeverReadAsSomethingThatWasNotStored(t *testing.T) {
	t.Run("event", func(t *testing.T) { damage(t, sampleEvent().AppendBinary(nil), cpor.DecodeEvent) })
	t.Run("claim", func(t *testing.T) { damage(t, sampleState().AppendBinary(nil), cpor.DecodeState) })
}

func TestWhatNoClaimCanBeIsMalformed(t *testing.T) {
	events := map[string]func(*cpor.Event){
		"an unknown verb":               func(e *cpor.Event) { e.Verb = "fly" },
		"a verb that does not lead on":  func(e *cpor.Event) { e.Verb = cpor.Approve },
		"another status than it has to": func(e *cpor.Event) { e.To = cpor.InReview },
		"an unknown status":             func(e *cpor.Event) { e.From = "dreft" },
		"an unknown area":               func(e *cpor.Event) { e.Form.Area = "business" },
		"an unknown role":               func(e *cpor.Event) { e.Form.Role = "adviser" },
		"a day beyond the last":         func(e *cpor.Event) { e.DueOn = day.Last + 1 },
		"a document that is too large":  func(e *cpor.Event) { e.Added[0].Size = evidence.LargestFile + 1 },
	}
	for name, spoil := range events {
		e := sampleEvent()
		spoil(&e)
		if _, err := cpor.DecodeEvent(e.AppendBinary(nil)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("an event with %s: %v", name, err)
		}
	}
	claims := map[string]func(*cpor.State){
		"no status":                    func(s *cpor.State) { s.Status = cpor.None },
		"an unknown status":            func(s *cpor.State) { s.Status = "approve" },
		"an unknown area":              func(s *cpor.State) { s.Area = "business" },
		"an unknown role":              func(s *cpor.State) { s.Role = "adviser" },
		"a day beyond the last":        func(s *cpor.State) { s.DueOn = day.Last + 1 },
		"a document that is too large": func(s *cpor.State) { s.Evidence[0].Size = evidence.LargestFile + 1 },
		"a move of an unknown verb":    func(s *cpor.State) { s.Moves[0].Verb = "fly" },
		"a move due beyond the last":   func(s *cpor.State) { s.Moves[0].DueOn = day.Last + 1 },
		"a move that leads elsewhere":  func(s *cpor.State) { s.Moves[0].To = cpor.Approved },
	}
	for name, spoil := range claims {
		s := sampleState()
		spoil(&s)
		if _, err := cpor.DecodeState(s.AppendBinary(nil)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("a claim with %s: %v", name, err)
		}
	}
}

// A partner ID cannot be built wrong, so that the wrong number is written into the bytes.
func TestANumberThatIsNoPartnerIDIsMalformed(t *testing.T) {
	good := hex.EncodeToString(sampleEvent().AppendBinary(nil))
	for name, number := range map[string]uint64{"too short": 999, "too long": 1_000_000_000, "cut down": 1<<32 + 1111111} {
		b, err := hex.DecodeString(strings.Replace(good, "016ec7e843", "016e"+hex.EncodeToString(wire.Uint(nil, number)), 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cpor.DecodeEvent(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No damage makes room for more than there are bytes for.
func TestCountsBeyondTheBytesAreMalformed(t *testing.T) {
	head := append(wire.Uint([]byte{1}, 7), 4, 1, 8) // a draft is deleted
	for name, b := range map[string][]byte{
		"added":   wire.Uint(append(head[:len(head):len(head)], 0), 1<<62),
		"removed": wire.Uint(append(head[:len(head):len(head)], 0, 0), 1<<62),
	} {
		if _, err := cpor.DecodeEvent(append(b, make([]byte, 100)...)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
