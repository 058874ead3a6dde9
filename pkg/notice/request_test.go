package notice_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/request"
)

// A request tells the customer's contact, who is asked to decide; the decision is the customer's own.
// What was asked before there was mail is not told later (CONTRACT section 6).
func TestWhoIsToldOfARequest(t *testing.T) {
	subscription, tenant, id := ids.SubscriptionFromBytes([16]byte{0x51}), ids.TenantFromBytes([16]byte{0x7e}), ids.RequestFromNumber(9)
	told := []notice.Message{{
		Kind: "partner-requested", Partner: fabrikam(), Subscription: subscription, Tenant: tenant, Request: id, Status: "queued",
	}}
	for _, tt := range []struct {
		name   string
		status request.Status
		told   bool
		want   []notice.Message
	}{
		{"a request", request.Open, true, told},
		{"a request from before there was mail", request.Open, false, nil},
		{"a request that is accepted", request.Accepted, false, nil},
		{"a request that is declined", request.Declined, false, nil},
		{"an accepted one that claims to be told", request.Accepted, true, nil},
		{"a declined one that claims to be told", request.Declined, true, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := notice.ForRequest(request.Event{
				ID: id, Status: tt.status, Subscription: subscription, Tenant: tenant, Partner: fabrikam(), Reason: "not told", Told: tt.told,
			})
			if diff := cmp.Diff(tt.want, got, identifiers()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, m := range got {
				if !m.Kind.ToCustomer() {
					t.Errorf("%s goes to the partner", m.Kind)
				}
			}
		})
	}
}
