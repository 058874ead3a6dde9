package app_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

// desires brings places to partners by a file, which queues digests.
func (o office) desires(t tester, w app.Wanted) {
	t.Helper()
	if _, _, err := o.applies(testkit.Owner(), w); err != nil {
		t.Fatalf("given what was applied: %v", err)
	}
}

// What a partner reads last about a place is how it is, whether it was told alone or among others.
func TestADigestAndAMessageOnAPlaceNeverOvertakeEachOther(t *testing.T) {
	for name, tt := range map[string]struct {
		given func(office)
		order []uint64 // where the first message fails once
	}{
		"a message behind a digest": {func(o office) {
			o.desires(t, estate(wish(0, 0), wish(1, 0)))
			o.swap(t, por.Remove, 0, ids.Partner{})
			o.add(t, 4, 2) // which another partner is told
		}, []uint64{3, 1, 2}},
		"a digest behind a message": {func(o office) {
			o.add(t, 0, 0)
			o.desires(t, estate(wish(0, -1), wish(1, 0), wish(2, 1)))
		}, []uint64{3, 1, 2}},
		"a digest behind a digest": {func(o office) {
			o.desires(t, estate(wish(0, 0)))
			o.desires(t, estate(wish(1, 0)))
		}, []uint64{1, 2}},
	} {
		for where, o := range offices(t) {
			t.Run(name+" "+where, func(t *testing.T) {
				o.sample(t)
				tt.given(o)
				o.what = which(untaken(app.ThisLetter, "not now"), 1)
				if total, err := o.sends(app.Sending{}); err == nil || total.Failed != 1 || total.Sent != len(tt.order)-2 || total.Waiting != 1 {
					t.Errorf("%+v, %v", total, err)
				}
				o.what = nil
				if total := o.send(t); total != (app.Sent{Waiting: 2}) {
					t.Errorf("before its time: %+v", total)
				}
				*o.later += notice.Pause(1)
				o.send(t)
				var order []uint64
				for _, l := range o.handed {
					order = append(order, l.Message.ID)
				}
				if diff := cmp.Diff(tt.order, order); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		}
	}
}

func TestADigestIsAmongTheMessagesOnWhatItTellsOf(t *testing.T) {
	for where, o := range offices(t) {
		o.sample(t)
		o.desires(t, estate(wish(0, 0), wish(1, 0), wish(2, 1)))
		o.desires(t, estate(wish(3, 0)))
		for name, tt := range map[string]struct {
			filter app.Filter
			want   []uint64
		}{
			"the place of one":                     {app.Filter{Subscription: testkit.Subscription(1)}, []uint64{1}},
			"the place of another":                 {app.Filter{Subscription: testkit.Subscription(2)}, []uint64{2}},
			"a place that none tells of":           {app.Filter{Subscription: testkit.Subscription(4)}, nil},
			"a place that is not there":            {app.Filter{Subscription: testkit.Subscription(40)}, nil},
			"its tenant":                           {app.Filter{Tenant: testkit.Tenant(0)}, []uint64{1, 2}},
			"another tenant":                       {app.Filter{Tenant: testkit.Tenant(1)}, []uint64{3}},
			"a tenant and a partner":               {app.Filter{Tenant: testkit.Tenant(0), Partner: testkit.Partner(1)}, []uint64{2}},
			"a place and its tenant":               {app.Filter{Tenant: testkit.Tenant(0), Subscription: testkit.Subscription(0)}, []uint64{1}},
			"a place and another tenant":           {app.Filter{Tenant: testkit.Tenant(1), Subscription: testkit.Subscription(0)}, nil},
			"a place and a partner that it is not": {app.Filter{Partner: testkit.Partner(1), Subscription: testkit.Subscription(0)}, nil},
			"a tenant that is not there":           {app.Filter{Tenant: testkit.Tenant(7)}, nil},
		} {
			var got []uint64
			for l := range all(t, o.by(access.Actor{}).Letters(t.Context(), tt.filter)) {
				got = append(got, l.Message.ID)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s, %s: got %v, want %v", where, name, got, tt.want)
			}
		}
	}
}
