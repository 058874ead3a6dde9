package notice_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Submitting tells the customer, a decision the partner, and what the partner did itself nobody
// (CONTRACT section 10).
func TestWhoIsToldOfAMoveOfAClaim(t *testing.T) {
	tenant, claim := ids.TenantFromBytes([16]byte{0x7e}), ids.ClaimFromNumber(7)
	before := cpor.State{ID: claim, Form: cpor.Form{Partner: fabrikam(), Tenant: tenant}}
	tells := map[cpor.Verb]struct {
		kind     notice.Kind
		customer bool
	}{
		cpor.Submit:        {"claim-submitted", true},
		cpor.RequireAction: {"claim-action-required", false},
		cpor.Approve:       {"claim-approved", false},
		cpor.Reject:        {"claim-rejected", false},
		cpor.Sweep:         {"claim-rejected", false},
		cpor.Decline:       {"claim-declined", false},
	}
	for _, edge := range cpor.Edges() {
		e := cpor.Event{Claim: claim, Verb: edge.Verb, From: edge.From, To: edge.To, Reason: "not told", DueOn: 45005}
		before.Status = edge.From
		after := cpor.Evolve(before, e, journal.Stamp{At: day.Day(45000).Time(), By: "ines@fabrikam.example"}, 9)
		var want []notice.Message
		told, is := tells[edge.Verb]
		if is {
			want = []notice.Message{{Kind: told.kind, Partner: fabrikam(), Tenant: tenant, Claim: claim, Status: "queued"}}
		}
		got := notice.ForClaim(after, e)
		if diff := cmp.Diff(want, got, identifiers()); diff != "" {
			t.Errorf("%s from %q (-want +got)\n%s", edge.Verb, edge.From, diff)
		}
		for _, m := range got {
			if m.Kind.ToCustomer() != told.customer {
				t.Errorf("%s goes to the customer: %t", m.Kind, !told.customer)
			}
		}
	}
}

func TestAMessageAboutASubscriptionGoesToAPartner(t *testing.T) {
	for _, kind := range []notice.Kind{notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved} {
		if kind.ToCustomer() {
			t.Errorf("%s goes to the customer", kind)
		}
	}
}

func aboutClaim() notice.Message {
	return notice.Message{
		ID: 7, MessageID: "<m>", Kind: notice.ClaimDeclined, Partner: fabrikam(), Tenant: ids.TenantFromBytes([16]byte{0x7e}),
		Claim: ids.ClaimFromNumber(300), Journal: 300, Status: notice.Queued, Tries: 2, NextTry: time.UnixMicro(1).UTC(), Reason: "r",
		CreatedAt: time.UnixMicro(2).UTC(),
	}
}

// Ledgers are made of these bytes: a difference here is an outbox that cannot be read. A message about
// a subscription has the bytes that it had before there were claims.
func TestTheBinaryFormOfAMessageAboutAClaimNeverChanges(t *testing.T) {
	const want = "02" + "07" + "033c6d3e" + "0e636c61696d2d6465636c696e6564" + "c7e843" + "00" +
		"00000000000000000000000000000000" + "7e000000000000000000000000000000" + "00" + "ac02" +
		"06717565756564" + "02" + "0102" + "0172" + "0104" + "ac02"
	b := aboutClaim().AppendBinary(nil)
	if got := hex.EncodeToString(b); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	read, err := notice.Decode(b)
	if diff := cmp.Diff(aboutClaim(), read, identifiers()); err != nil || diff != "" {
		t.Errorf("%v (-stored +read)\n%s", err, diff)
	}
}

// Each version has one meaning: without a claim there is nothing at the end, and with one there is its
// number.
func TestAVersionThatDoesNotFitWhatFollowsIsMalformed(t *testing.T) {
	about := aboutClaim().AppendBinary(nil)
	plain := aboutClaim()
	plain.Claim = ids.Claim{}
	without := plain.AppendBinary(nil)
	swapped := func(b []byte, version byte) []byte { return append([]byte{version}, b[1:]...) }
	for name, b := range map[string][]byte{
		"a claim in version 1":         swapped(about, 1),
		"no claim in version 2":        swapped(without, 2),
		"claim 0 in version 2":         append(swapped(without, 2), 0),
		"something after the claim":    append(about[:len(about):len(about)], 0),
		"something after no claim":     append(without[:len(without):len(without)], 1),
		"a number without an end":      append(swapped(without, 2), 0x80),
		"version 0":                    swapped(without, 0),
		"version 3":                    swapped(about, 3),
		"nothing":                      nil,
		"a version and nothing else":   {2},
		"the first version, and no ID": {1},
	} {
		if _, err := notice.Decode(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if without[0] != 1 || about[0] != 2 {
		t.Errorf("versions %d and %d", without[0], about[0])
	}
}
