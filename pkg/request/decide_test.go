package request_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

func number(n uint32) ids.Partner { p, _ := ids.PartnerFromNumber(n); return p }

func fabrikam() ids.Partner  { return number(1111111) }
func northwind() ids.Partner { return number(2222222) }

func contoso() record.Subscription {
	s := record.NewSubscription()
	s.ID, s.Tenant = ids.SubscriptionFromBytes([16]byte{0x51}), ids.TenantFromBytes([16]byte{0x7e})
	return s
}

func stamp(minute int, by string) journal.Stamp {
	return journal.Stamp{At: time.Date(2024, 6, 15, 12, minute, 0, 0, time.UTC), By: by, Role: "r", Assurance: "asserted"}
}

func identifiers() cmp.Option {
	return cmpopts.EquateComparable(ids.Tenant{}, ids.Subscription{}, ids.Partner{}, ids.Request{})
}

// fold is the request after events, made by asha and decided by olle.
func fold(events ...request.Event) request.State {
	var s request.State
	for i, e := range events {
		by := "olle@contoso.com"
		if e.Status == request.Open {
			by = "asha@fabrikam.com"
		}
		s = request.Evolve(s, e, stamp(i, by))
	}
	return s
}

func asked() request.Event {
	return request.Event{
		ID: ids.RequestFromNumber(7), Status: request.Open, Subscription: contoso().ID, Tenant: contoso().Tenant,
		Partner: fabrikam(), Reason: "we run it", Told: true,
	}
}

// decided is an event of which the partner is told where it is a no.
func decided(status request.Status) request.Event {
	return request.Event{ID: ids.RequestFromNumber(7), Status: status, Told: status == request.Declined}
}

func TestDecidingARequest(t *testing.T) {
	ask := func(holder ids.Partner, reason string) request.Command {
		return request.Command{
			Verb: request.Ask, ID: ids.RequestFromNumber(7), Subscription: contoso(), Partner: fabrikam(), Holder: holder, Reason: reason,
		}
	}
	accept := request.Command{Verb: request.Accept, ID: ids.RequestFromNumber(7)}
	decline := request.Command{Verb: request.Decline, ID: ids.RequestFromNumber(7)}
	tests := []struct {
		name  string
		given []request.Event
		when  request.Command
		then  []request.Event
		code  fault.Code
		key   string
		about string
	}{
		{"ask for a free place", nil, ask(ids.Partner{}, "we run it"), []request.Event{asked()}, "", "", ""},
		{"ask for a taken place", nil, ask(northwind(), "we run it"), []request.Event{asked()}, "", "", ""},
		{"ask for the place one has", nil, ask(fabrikam(), "we run it"), nil, fault.Conflict, "request.held", contoso().ID.String()},
		{"ask without a reason", nil, ask(northwind(), ""), nil, fault.Invalid, "request.reason", "--reason"},
		{"ask without a reason for the place one has", nil, ask(fabrikam(), ""), nil, fault.Invalid, "request.reason", "--reason"},
		{"accept", []request.Event{asked()}, accept, []request.Event{decided(request.Accepted)}, "", "", ""},
		{"decline", []request.Event{asked()}, decline, []request.Event{decided(request.Declined)}, "", "", ""},
		{"accept what is accepted", []request.Event{asked(), decided(request.Accepted)}, accept, nil, fault.Conflict, "request.decided", "REQ-7"},
		{"accept what is declined", []request.Event{asked(), decided(request.Declined)}, accept, nil, fault.Conflict, "request.decided", "REQ-7"},
		{"decline what is accepted", []request.Event{asked(), decided(request.Accepted)}, decline, nil, fault.Conflict, "request.decided", "REQ-7"},
		{"decline what is declined", []request.Event{asked(), decided(request.Declined)}, decline, nil, fault.Conflict, "request.decided", "REQ-7"},
		{"accept what was never asked", nil, accept, nil, fault.Conflict, "request.decided", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := request.Decide(fold(tt.given...), tt.when)
			if diff := cmp.Diff(tt.then, got, identifiers()); diff != "" {
				t.Errorf("events (-want +got)\n%s", diff)
			}
			switch e := fault.As(err); {
			case tt.key == "" && e != nil:
				t.Errorf("refused: %v", e)
			case tt.key != "" && (e == nil || e.Code != tt.code || e.Key != tt.key || e.Target != tt.about):
				t.Errorf("got %v, want %s %s about %q", err, tt.code, tt.key, tt.about)
			}
		})
	}
}

func TestARefusalNamesWhatItIsAbout(t *testing.T) {
	_, held := request.Decide(request.State{}, request.Command{
		Verb: request.Ask, Subscription: contoso(), Partner: fabrikam(), Holder: fabrikam(), Reason: "x",
	})
	_, closed := request.Decide(fold(asked(), decided(request.Declined)), request.Command{Verb: request.Accept})
	tests := map[string]struct {
		err  error
		want map[string]any
	}{
		"held":    {held, map[string]any{"partner": "1111111", "subscription": contoso().ID.String()}},
		"decided": {closed, map[string]any{"request": "REQ-7", "status": "declined"}},
	}
	for name, tt := range tests {
		if diff := cmp.Diff(tt.want, fault.As(tt.err).Args); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestARequestRemembersWhoAskedAndWhoDecided(t *testing.T) {
	open := request.State{
		ID: ids.RequestFromNumber(7), Subscription: contoso().ID, Tenant: contoso().Tenant, Partner: fabrikam(), Reason: "we run it",
		Status: request.Open, CreatedAt: stamp(0, "").At, CreatedBy: "asha@fabrikam.com",
	}
	if diff := cmp.Diff(open, fold(asked()), identifiers()); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	for _, status := range []request.Status{request.Accepted, request.Declined} {
		want := open
		want.Status, want.DecidedAt, want.DecidedBy = status, stamp(1, "").At, "olle@contoso.com"
		if diff := cmp.Diff(want, fold(asked(), decided(status)), identifiers()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", status, diff)
		}
	}
}

func TestARequestIsTheSameWhetherTheCustomerIsToldOrNot(t *testing.T) {
	untold := asked()
	untold.Told = false
	if diff := cmp.Diff(fold(asked()), fold(untold), identifiers()); diff != "" {
		t.Errorf("(-told +untold)\n%s", diff)
	}
}

func TestTheStatusesAreThoseOfTheContract(t *testing.T) {
	if diff := cmp.Diff([]request.Status{"open", "accepted", "declined"}, request.Statuses()); diff != "" {
		t.Errorf("(-contract +statuses)\n%s", diff)
	}
}

func TestARequestIsDecidedOnceWhateverIsAskedOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := fold(asked())
		for i, verb := range rapid.SliceOfN(rapid.SampledFrom([]request.Verb{request.Accept, request.Decline}), 1, 5).Draw(t, "verbs") {
			events, err := request.Decide(s, request.Command{Verb: verb, ID: s.ID})
			if (err == nil) != (i == 0) || (len(events) == 1) != (i == 0) {
				t.Fatalf("answer %d: %v, %v", i+1, events, err)
			}
			for _, e := range events {
				s = request.Evolve(s, e, stamp(i, "olle@contoso.com"))
				want := map[request.Verb]request.Status{request.Accept: "accepted", request.Decline: "declined"}[verb]
				if s.Status != want {
					t.Fatalf("%s made it %s", verb, s.Status)
				}
			}
		}
	})
}
