package record_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// field is the field of a key, or the end of the test.
func field[T any](t *testing.T, table []record.Field[T], key string) record.Field[T] {
	t.Helper()
	i, ok := record.Position(table, key)
	if !ok {
		t.Fatalf("there is no field %q", key)
	}
	return table[i]
}

// reads checks what each text becomes when it is read and printed again.
func reads[T any](t *testing.T, table []record.Field[T], key string, typ record.Type, texts map[string]string) {
	t.Helper()
	t.Run(key, func(t *testing.T) {
		f := field(t, table, key)
		if f.Type != typ {
			t.Errorf("type is %d, want %d", f.Type, typ)
		}
		for text, want := range texts {
			var r T
			if err := f.Parse(&r, text); err != nil || f.Text(&r) != want {
				t.Errorf("%q: got %q, %v, want %q", text, f.Text(&r), err, want)
			}
		}
	})
}

const (
	tenantText       = "9f0c2a4e-5b6d-4c1f-8a3e-0d2b7c6a1e55"
	subscriptionText = "3d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4d"
)

func TestAFieldIsReadFromTheTextsThatFilesHold(t *testing.T) {
	ids := func(text string) map[string]string {
		return map[string]string{
			"": "", "  ": "", text: text, " {" + strings.ToUpper(text) + "} ": text,
		}
	}
	partner := map[string]string{"": "", " ": "", "1234567": "1234567", " 1234567\t": "1234567"}
	text := map[string]string{"": "", "  ": "", " Contoso AB ": "Contoso AB", "Å \"ö\"; x,y": "Å \"ö\"; x,y", "=1+1": "=1+1"}
	date := map[string]string{"": "", " ": "", "2024-05-31": "2024-05-31", " 2024-05-31 ": "2024-05-31", "2024-05-31T23:30:00-05:00": "2024-06-01"}

	customers := record.CustomerFields()
	reads(t, customers, "tenantId", record.ID, ids(tenantText))
	for _, key := range []string{"name", "domain", "country", "language", "contactName", "contactEmail"} {
		reads(t, customers, key, record.Text, text)
	}

	subscriptions := record.SubscriptionFields()
	reads(t, subscriptions, "subscriptionId", record.ID, ids(subscriptionText))
	reads(t, subscriptions, "tenantId", record.ID, ids(tenantText))
	reads(t, subscriptions, "name", record.Text, text)
	reads(t, subscriptions, "product", record.Word, map[string]string{"": "other", "AZURE": "azure", " power-bi ": "power-bi", "other": "other"})
	reads(t, subscriptions, "sku", record.Text, text)
	reads(t, subscriptions, "status", record.Word, map[string]string{"": "enabled", "Enabled": "enabled", "lockedout": "lockedOut", "LOCKEDOUT": "lockedOut", " warning ": "warning"})
	reads(t, subscriptions, "seats", record.Number, map[string]string{"": "0", " ": "0", "0": "0", "25": "25", " 25 ": "25", "007": "7", "2147483647": "2147483647"})
	reads(t, subscriptions, "channel", record.Word, map[string]string{"": "other", "CSP": "csp", "Volume-Licensing": "volume-licensing"})
	truth := map[string]string{"true": "true", "TRUE": "true", " yes ": "true", "1": "true", "false": "false", "False": "false", "no": "false", "0": "false"}
	withUnset := func(unset string) map[string]string {
		m := map[string]string{"": unset, " ": unset}
		for k, v := range truth {
			m[k] = v
		}
		return m
	}
	reads(t, subscriptions, "trial", record.Truth, withUnset("false"))
	reads(t, subscriptions, "startsOn", record.Day, date)
	reads(t, subscriptions, "endsOn", record.Day, date)
	reads(t, subscriptions, "workloads", record.List, map[string]string{
		"": "", " ; ;": "", "exchange": "exchange", " exchange ;; sharepoint;": "exchange;sharepoint", "a,b;c": "a,b;c",
	})
	reads(t, subscriptions, "internalUse", record.Truth, withUnset("false"))

	partners := record.PartnerFields()
	reads(t, partners, "partnerId", record.ID, partner)
	reads(t, partners, "parentId", record.ID, partner)
	for _, key := range []string{"name", "city", "country", "email", "language"} {
		reads(t, partners, key, record.Text, text)
	}
	reads(t, partners, "location", record.Truth, withUnset("true"))
	reads(t, partners, "status", record.Word, map[string]string{"": "active", "ACTIVE": "active", "Inactive": "inactive"})

	associations := record.AssociationFields()
	reads(t, associations, "type", record.Word, map[string]string{"": "dpor", "DPOR": "dpor", "Delegated-Admin": "delegated-admin", "pal": "pal"})
	reads(t, associations, "partnerId", record.ID, partner)
	reads(t, associations, "tenantId", record.ID, ids(tenantText))
	reads(t, associations, "subscriptionId", record.ID, ids(subscriptionText))
	reads(t, associations, "workload", record.Text, text)
	reads(t, associations, "product", record.Word, map[string]string{"": "", " ": "", "Azure": "azure", "other": "other"})
	reads(t, associations, "since", record.Day, date)
	reads(t, associations, "until", record.Day, date)
	reads(t, associations, "comment", record.Text, text)
}

// refuses checks that each text is refused as invalid with a key, and leaves the record as it was.
func refuses[T any](t *testing.T, table []record.Field[T], key, sentence, before string, texts ...string) {
	t.Helper()
	t.Run(key, func(t *testing.T) {
		f := field(t, table, key)
		for _, text := range texts {
			var r T
			if err := f.Parse(&r, before); err != nil {
				t.Fatal(err)
			}
			kept := f.Text(&r)
			e := fault.As(f.Parse(&r, text))
			if e == nil {
				t.Errorf("%q was read as %q", text, f.Text(&r))
				continue
			}
			if e.Code != fault.Invalid || e.Key != sentence || e.Args["value"] != strings.TrimSpace(text) {
				t.Errorf("%q: got %v, want invalid %s with the text", text, e, sentence)
			}
			if words := strings.Join(f.Words, ", "); f.Type == record.Word && e.Args["words"] != words {
				t.Errorf("%q: the words are %v, want %s", text, e.Args["words"], words)
			}
			if f.Text(&r) != kept {
				t.Errorf("%q was refused and changed the field from %q to %q", text, kept, f.Text(&r))
			}
		}
	})
}

func TestATextThatAFieldCannotHoldIsRefused(t *testing.T) {
	zero := "00000000-0000-0000-0000-000000000000"
	refuses(t, record.CustomerFields(), "tenantId", "ids.tenant", tenantText, "contoso", zero, tenantText+"0")

	s := record.SubscriptionFields()
	refuses(t, s, "subscriptionId", "ids.subscription", subscriptionText, "1234567", zero, "{"+subscriptionText)
	refuses(t, s, "tenantId", "ids.tenant", tenantText, "x", zero)
	refuses(t, s, "product", "record.word", "azure", "windows", "office 365", "azure;ems")
	refuses(t, s, "status", "record.word", "warning", "active", "locked out", "true")
	refuses(t, s, "seats", "record.number", "25", "-1", "+1", "1.0", "1,000", "1e3", "0x10", "1_0", "many", "2147483648", "99999999999999999999", "２５")
	refuses(t, s, "channel", "record.word", "csp", "reseller", "volume licensing")
	refuses(t, s, "trial", "record.truth", "true", "2", "t", "on", "ja", "truefalse", "-1")
	refuses(t, s, "startsOn", "day.bad", "2024-05-31", "31.05.2024", "2024-02-30", "1899-12-30", "45443")
	refuses(t, s, "endsOn", "day.bad", "2024-05-31", "never", "2024-05")
	refuses(t, s, "internalUse", "record.truth", "true", "maybe")

	p := record.PartnerFields()
	refuses(t, p, "partnerId", "ids.partner", "1234567", "0123456", "123", "1234567890", "1.23457E+06", "１２３４")
	refuses(t, p, "parentId", "ids.partner", "1234567", "0123456", "none")
	refuses(t, p, "location", "record.truth", "false", "headquarters")
	refuses(t, p, "status", "record.word", "inactive", "enabled", "in active")

	a := record.AssociationFields()
	refuses(t, a, "type", "record.word", "pal", "por", "dpor;cpor")
	refuses(t, a, "product", "record.word", "azure", "windows")
	refuses(t, a, "since", "day.bad", "2024-05-31", "yesterday")
}

func TestEmptyTextGivesWhatANewRecordHas(t *testing.T) {
	t.Run("customer", func(t *testing.T) { unsets(t, record.CustomerFields(), record.Customer{}) })
	t.Run("subscription", func(t *testing.T) { unsets(t, record.SubscriptionFields(), record.NewSubscription()) })
	t.Run("partner", func(t *testing.T) { unsets(t, record.PartnerFields(), record.NewPartner()) })
	t.Run("association", func(t *testing.T) { unsets(t, record.AssociationFields(), record.Association{Kind: record.DPOR}) })
}

func unsets[T any](t *testing.T, table []record.Field[T], fresh T) {
	t.Helper()
	var emptied T
	for _, f := range table {
		if err := f.Parse(&emptied, ""); err != nil {
			t.Errorf("%q: %v", f.Key, err)
		}
	}
	if !record.Equal(table, fresh, emptied) {
		t.Errorf("got %+v, want %+v", emptied, fresh)
	}
}

func TestACallerCannotAlterTheWordsOfARecord(t *testing.T) {
	record.Statuses()[0], record.Products()[0], record.Kinds()[0] = "x", "x", "x"
	record.Channels()[0], record.Standings()[0] = "x", "x"
	all := slices.Concat(texts(record.Statuses()), texts(record.Products()), texts(record.Kinds()), texts(record.Channels()), texts(record.Standings()))
	if slices.Contains(all, "x") {
		t.Errorf("a caller wrote into %q", all)
	}
}

func TestAWorkloadIsAsLongAsAKeyOfAStoreCanBe(t *testing.T) {
	f := field(t, record.AssociationFields(), "workload")
	var a record.Association
	if err := f.Parse(&a, strings.Repeat("x", 200)); err != nil {
		t.Errorf("200 bytes: %v", err)
	}
	if err := f.Parse(&a, strings.Repeat("x", 201)); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("201 bytes: %v, want invalid", err)
	}
}

func TestATextIsOneThatAFileOfItCanHold(t *testing.T) {
	f := field(t, record.PartnerFields(), "name")
	var p record.Partner
	if err := f.Parse(&p, "a\r\nb"); err != nil || p.Name != "a\nb" {
		t.Errorf("a pair of line breaks: %q, %v", p.Name, err)
	}
	if err := f.Parse(&p, strings.Repeat("x", 64<<10)); err != nil {
		t.Errorf("64 KiB: %v", err)
	}
	for _, text := range []string{"a\x00b", strings.Repeat("x", 64<<10+1)} {
		if err := f.Parse(&p, text); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%.5q of %d bytes: %v, want invalid", text, len(text), err)
		}
	}
}
