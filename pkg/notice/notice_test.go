package notice_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

func number(n uint32) ids.Partner { p, _ := ids.PartnerFromNumber(n); return p }

func fabrikam() ids.Partner  { return number(1111111) }
func northwind() ids.Partner { return number(2222222) }

func identifiers() cmp.Option {
	return cmpopts.EquateComparable(ids.Tenant{}, ids.Subscription{}, ids.Partner{}, ids.Claim{}, ids.Request{})
}

// kinds are the kinds of messages, in the order of the package.
func kinds() []notice.Kind {
	return []notice.Kind{
		notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved, notice.Digest, notice.ClaimSubmitted, notice.ClaimReturned,
		notice.ClaimApproved, notice.ClaimRejected, notice.ClaimDeclined, notice.PartnerRequested, notice.RequestDeclined,
	}
}

// Ledgers have these words: a kind that is called otherwise is one that nobody knows.
func TestAKindIsCalledAsItIsKept(t *testing.T) {
	want := []notice.Kind{
		"partner-added", "partner-replaced", "partner-removed", "digest", "claim-submitted", "claim-action-required", "claim-approved",
		"claim-rejected", "claim-declined", "partner-requested", "request-declined",
	}
	if diff := cmp.Diff(want, kinds()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The customer is told what it is asked for, and the partner everything else (CONTRACT section 10).
func TestWhoIsToldOfWhat(t *testing.T) {
	toCustomer := map[notice.Kind]bool{"claim-submitted": true, "partner-requested": true}
	for _, kind := range kinds() {
		if got := kind.ToCustomer(); got != toCustomer[kind] {
			t.Errorf("%s goes to the customer: %t", kind, got)
		}
	}
}

func TestWhoIsToldOfAChange(t *testing.T) {
	subscription, tenant := ids.SubscriptionFromBytes([16]byte{0x51}), ids.TenantFromBytes([16]byte{0x7e})
	message := func(kind notice.Kind, to, other ids.Partner) notice.Message {
		return notice.Message{
			Kind: kind, Partner: to, Other: other, Subscription: subscription, Tenant: tenant, Since: 45000, Status: "queued",
		}
	}
	tests := []struct {
		name            string
		action          por.Action
		after, previous ids.Partner
		want            []notice.Message
	}{
		{"an addition tells the partner", por.Added, fabrikam(), ids.Partner{}, []notice.Message{
			message("partner-added", fabrikam(), ids.Partner{}),
		}},
		{"a change tells the new partner and the one that was replaced", por.Changed, northwind(), fabrikam(), []notice.Message{
			message("partner-added", northwind(), fabrikam()), message("partner-replaced", fabrikam(), northwind()),
		}},
		{"a removal tells the partner that was removed", por.Removed, ids.Partner{}, fabrikam(), []notice.Message{
			message("partner-removed", fabrikam(), ids.Partner{}),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := notice.For(por.Event{
				Action: tt.action, Subscription: subscription, Tenant: tenant, Partner: tt.after, Previous: tt.previous,
				Since: 45000, Comment: "not told",
			})
			if diff := cmp.Diff(tt.want, got, identifiers()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAMessageIDIsFixed(t *testing.T) {
	ledger := [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255}
	at := time.Date(2026, 3, 2, 9, 30, 0, 250_000, time.UTC)
	const want, earlier = "<7.64c073b1556fa.000102030405060708090a0b0c0d0eff@dpor.invalid>", "<7.000102030405060708090a0b0c0d0eff@dpor.invalid>"
	if got := notice.MessageIDs(ledger, 7, at); got != [...]string{want, earlier} || got[0] != notice.MessageIDFor(ledger, 7, at.In(time.FixedZone("", 3600))) {
		t.Errorf("got %s, want %s and %s", got, want, earlier)
	}
}

func TestAMessageIDHasTheShapeOfOneAndIsThatOfNoOtherMessage(t *testing.T) {
	// RFC 5322 section 3.6.4: dot-atoms on both sides of one "@", within angle brackets.
	shape := regexp.MustCompile(`^<[0-9]+\.[0-9a-f]+\.[0-9a-f]{32}@dpor\.invalid>$`)
	type key struct {
		Ledger [16]byte
		ID     uint64
		At     int64 // in microseconds: a ledger keeps no less
	}
	keys := rapid.Custom(func(t *rapid.T) (k key) {
		copy(k.Ledger[:], rapid.SliceOfN(rapid.ByteMax(1), 16, 16).Draw(t, "ledger"))
		k.ID = rapid.OneOf(rapid.Uint64Range(1, 12), rapid.Uint64Min(1)).Draw(t, "id")
		k.At = rapid.Int64Range(0, 16).Draw(t, "at")
		return k
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := keys.Draw(t, "a"), keys.Draw(t, "b")
		first, second := notice.MessageIDFor(a.Ledger, a.ID, time.UnixMicro(a.At)), notice.MessageIDFor(b.Ledger, b.ID, time.UnixMicro(b.At))
		if !shape.MatchString(first) {
			t.Fatalf("%s is no Message-ID", first)
		}
		if (first == second) != (a == b) {
			t.Fatalf("%+v is %s and %+v is %s", a, first, b, second)
		}
	})
}
