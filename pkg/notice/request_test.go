package notice_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/request"
)

// A request tells the customer's contact, who is asked to decide, and a no the partner; a yes is told as the
// place that it gives. What was asked or decided before there was mail is not told later (CONTRACT section 6).
func TestWhoIsToldOfARequest(t *testing.T) {
	subscription, tenant, id := ids.SubscriptionFromBytes([16]byte{0x51}), ids.TenantFromBytes([16]byte{0x7e}), ids.RequestFromNumber(9)
	told := func(kind notice.Kind) []notice.Message {
		return []notice.Message{{Kind: kind, Partner: fabrikam(), Subscription: subscription, Tenant: tenant, Request: id, Status: "queued"}}
	}
	for _, tt := range []struct {
		name   string
		status request.Status
		told   bool
		want   []notice.Message
	}{
		{"a request", request.Open, true, told("partner-requested")},
		{"a request from before there was mail", request.Open, false, nil},
		{"a request that is accepted", request.Accepted, false, nil},
		{"an accepted one that claims to be told", request.Accepted, true, nil},
		{"a request that is declined", request.Declined, true, told("request-declined")},
		{"a request that was declined before there was mail", request.Declined, false, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := request.State{ID: id, Status: tt.status, Subscription: subscription, Tenant: tenant, Partner: fabrikam(), Reason: "not told"}
			got := notice.ForRequest(s, request.Event{ID: id, Status: tt.status, Told: tt.told})
			if diff := cmp.Diff(tt.want, got, identifiers()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, m := range got {
				if m.Kind.ToCustomer() != (tt.status == request.Open) {
					t.Errorf("%s to the customer: %t", m.Kind, m.Kind.ToCustomer())
				}
			}
		})
	}
}
