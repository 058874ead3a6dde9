package notice_test

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
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
