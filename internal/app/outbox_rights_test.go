package app_test

import (
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// TestADecisionOnAMessageIsForWhomItConcerns: an admin of the tenant, or of the partner. Message 1 is about tenant
// 0 and partner 0, 2 about tenant 0 and partner 1.
func TestADecisionOnAMessageIsForWhomItConcerns(t *testing.T) {
	claimant := testkit.Claimant
	for name, tt := range map[string]struct {
		actor   access.Actor
		allowed []uint64
	}{
		"an admin of all tenants":             {testkit.Owner(), []uint64{1, 2}},
		"an admin of the tenant":              {testkit.Owner(testkit.Tenant(0)), []uint64{1, 2}},
		"an admin of another tenant":          {testkit.Owner(testkit.Tenant(3)), nil},
		"the partner":                         {claimant(testkit.Partner(0)), []uint64{1}},
		"another partner":                     {claimant(testkit.Partner(4)), nil},
		"a partner with both IDs":             {claimant(testkit.Partner(0), testkit.Partner(1)), []uint64{1, 2}},
		"an admin of no tenant and a partner": {claimant(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := inMemory().office(t)
			o.queued(t, 2)
			o.what = func(app.Letter) app.Carried { return untaken(app.ThisLetter, "no such box") }
			if _, err := o.sends(app.Sending{Tries: 1}); err == nil {
				t.Fatal("nothing failed")
			}
			e := o.by(tt.actor)
			for _, id := range []uint64{1, 2} {
				before := o.everything(t)
				_, dropErr := e.Drop(t.Context(), []uint64{id}, "no more", interrupted)
				_, retryErr := e.Retry(t.Context(), []uint64{id}, interrupted)
				for _, err := range []error{dropErr, retryErr} {
					if slices.Contains(tt.allowed, id) != (err == nil) || err != nil && fault.CodeOf(err) != fault.Forbidden {
						t.Errorf("message %d: %v", id, err)
					}
				}
				if dropErr != nil {
					o.unchanged(t, before)
				}
			}
		})
	}
}

// Whoever asks for all gets those that concern him, and nobody refuses the others.
func TestAllMessagesAreThoseThatOneMayDecideOn(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 2)
	o.what = func(app.Letter) app.Carried { return untaken(app.ThisLetter, "no such box") }
	if _, err := o.sends(app.Sending{Tries: 1}); err == nil {
		t.Fatal("nothing failed")
	}
	letters, _, err := o.retriesAll(testkit.Claimant(testkit.Partner(1)))
	if err != nil || len(letters) != 1 || letters[0].Message.ID != 2 {
		t.Errorf("%+v, %v", letters, err)
	}
	if all := o.outbox(t); all[0].Status != notice.GivenUp || all[1].Status != notice.Queued {
		t.Errorf("%s and %s", all[0].Status, all[1].Status)
	}
}

// A digest tells of many tenants: an admin of all of them may decide about it, and the partner that it goes to.
func TestADigestIsDroppedByAnAdminOfAllItTellsOfOrThePartner(t *testing.T) {
	for name, tt := range map[string]struct {
		actor access.Actor
		code  fault.Code
	}{
		"an admin of every tenant":       {testkit.Owner(), fault.OK},
		"an admin of all that it tells":  {testkit.Owner(testkit.Tenant(0), testkit.Tenant(1)), fault.OK},
		"an admin of one that it tells":  {testkit.Owner(testkit.Tenant(0)), fault.Forbidden},
		"an admin of none that it tells": {testkit.Owner(testkit.Tenant(7)), fault.Forbidden},
		"the partner":                    {testkit.Claimant(testkit.Partner(1)), fault.OK},
		"another partner":                {testkit.Claimant(testkit.Partner(0)), fault.Forbidden},
		"an admin whose role only reads": {testkit.Person(access.ServiceAdmin), fault.Forbidden},
		"an admin without a tenant":      {testkit.Person(access.GlobalAdmin), fault.Forbidden},
	} {
		o := inMemory().office(t)
		o.sample(t)
		if _, _, err := o.applies(testkit.Owner(), estate(wish(0, 1), wish(4, 1))); err != nil {
			t.Fatal(err)
		}
		digest := o.outbox(t)[0]
		if digest.Kind != notice.Digest || digest.Partner != testkit.Partner(1) || digest.Gained != 2 {
			t.Fatalf("the message is %+v", digest)
		}
		if _, err := o.by(tt.actor).Drop(t.Context(), []uint64{digest.ID}, "no more", interrupted); fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
