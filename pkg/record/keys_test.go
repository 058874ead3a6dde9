package record_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/record"
)

func keys[T any](table []record.Field[T]) []string {
	var list []string
	for _, f := range table {
		list = append(list, f.Key)
	}
	return list
}

func TestTheKeysOfARecordAreThoseOfTheContract(t *testing.T) {
	tests := []struct {
		name string
		got  []string
		want string
	}{
		{"customer", keys(record.CustomerFields()), "tenantId name domain country language contactName contactEmail"},
		{"subscription", keys(record.SubscriptionFields()), "subscriptionId tenantId name product sku status seats channel trial startsOn endsOn workloads internalUse"},
		{"partner", keys(record.PartnerFields()), "partnerId name city country parentId location email language status"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.Fields(tt.want), tt.got); diff != "" {
				t.Errorf("(-contract +table)\n%s", diff)
			}
		})
	}
}

// An association is printed with names, a status and a claim that other records know; its own are
// the rest, and the comment that import reads.
func TestTheKeysOfAnAssociationAreThoseOfTheContractThatAreItsOwn(t *testing.T) {
	contract := strings.Fields("type partnerId partnerName tenantId customerName subscriptionId subscriptionName product workload since until status claimId")
	ofOthers := strings.Fields("partnerName customerName subscriptionName status claimId")
	want := []string{"comment"}
	for _, key := range contract {
		if !slices.Contains(ofOthers, key) {
			want = append(want, key)
		}
	}
	got := keys(record.AssociationFields())
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-contract +table)\n%s", diff)
	}
}

func TestTheFieldsOfARecordAreWellFormed(t *testing.T) {
	t.Run("customer", func(t *testing.T) { wellFormed(t, record.CustomerFields()) })
	t.Run("subscription", func(t *testing.T) { wellFormed(t, record.SubscriptionFields()) })
	t.Run("partner", func(t *testing.T) { wellFormed(t, record.PartnerFields()) })
	t.Run("association", func(t *testing.T) { wellFormed(t, record.AssociationFields()) })
}

func wellFormed[T any](t *testing.T, table []record.Field[T]) {
	t.Helper()
	if len(table) > 32 {
		t.Errorf("%d fields do not fit into a set of fields", len(table))
	}
	seen := map[string]bool{}
	for i, f := range table {
		if seen[strings.ToLower(f.Key)] {
			t.Errorf("%q stands twice", f.Key)
		}
		seen[strings.ToLower(f.Key)] = true
		if (f.Type == record.Word) != (len(f.Words) > 0) {
			t.Errorf("%q: type %d with the words %q", f.Key, f.Type, f.Words)
		}
		if slices.Contains(f.Words, "") {
			t.Errorf("%q: the empty word is among %q, a hint would offer it", f.Key, f.Words)
		}
		for _, spelling := range []string{f.Key, strings.ToUpper(f.Key), strings.ToLower(f.Key)} {
			if at, ok := record.Position(table, spelling); !ok || at != i {
				t.Errorf("%q is at %d, %t, want %d", spelling, at, ok, i)
			}
		}
	}
	for _, unknown := range []string{"", "no-such-key", table[0].Key + "x", " " + table[0].Key} {
		if at, ok := record.Position(table, unknown); ok {
			t.Errorf("%q is at %d, want nowhere", unknown, at)
		}
	}
}

func TestTheWordsAreThoseOfTheContract(t *testing.T) {
	tests := []struct {
		name string
		got  []string
		want string
	}{
		{"status of a subscription", texts(record.Statuses()), "enabled warning suspended lockedOut disabled expired deleted"},
		{"product", texts(record.Products()), "azure office365 microsoft365 dynamics365 crm-online ax7 intune ems power-bi power-platform other"},
		{"channel", texts(record.Channels()), "direct volume-licensing csp other"},
		{"status of a partner", texts(record.Standings()), "active inactive"},
		{"type of an association", texts(record.Kinds()), "dpor cpor delegated-admin transacting pal"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.Fields(tt.want), tt.got); diff != "" {
				t.Errorf("(-contract +words)\n%s", diff)
			}
		})
	}
}

func texts[W ~string](words []W) []string {
	var list []string
	for _, w := range words {
		list = append(list, string(w))
	}
	return list
}

func TestOnlyAnEnabledOrWarningSubscriptionIsActive(t *testing.T) {
	active := map[record.Status]bool{"enabled": true, "warning": true}
	for _, s := range append(record.Statuses(), "", "Enabled") {
		if s.Active() != active[s] {
			t.Errorf("%q: active %t", s, s.Active())
		}
	}
}
