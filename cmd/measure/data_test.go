package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rowsOf is what a file of the data holds, below its header.
func rowsOf(t *testing.T, d dataSet, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(textOf(t, d, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func textOf(t *testing.T, d dataSet, name string) string {
	t.Helper()
	var b bytes.Buffer
	if err := writeCSV(&b, d.files()[name]); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The sums are those of the files that were measured: whoever changes the data has measured something
// else, and must not put new figures beside old ones.
func TestTheDataIsTheSameOnEveryMachine(t *testing.T) {
	have := map[string]string{}
	for name := range newDataSet(leastRows).files() {
		sum := sha256.Sum256([]byte(textOf(t, newDataSet(leastRows), name)))
		have[name] = hex.EncodeToString(sum[:4])
	}
	want := map[string]string{
		customersFile: "181ba627", partnersFile: "db909d6a", subscriptionsFile: "207cba79",
		estateFile: "ce5a6f1c", hundredFile: "baba375b", backFile: "b7ef4d22",
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("the data is not what it was (-was +is):\n%s", diff)
	}
}

func TestAnEstateOfAnotherSizeHasOtherIDs(t *testing.T) {
	if a, b := newDataSet(1000).places[0].id, newDataSet(2000).places[0].id; a == b {
		t.Errorf("both begin with %s", guidText(a))
	}
}

func TestEverySubscriptionBelongsToACustomerAndIsTold(t *testing.T) {
	d := newDataSet(2000)
	customers, partners := map[string]bool{}, map[string]bool{}
	for _, r := range rowsOf(t, d, customersFile) {
		customers[r[0]] = true
	}
	for _, r := range rowsOf(t, d, partnersFile) {
		partners[r[0]] = true
	}
	if len(customers) != 100 || len(partners) != 20 {
		t.Fatalf("there are %d customers and %d partners", len(customers), len(partners))
	}
	subscriptions, of := map[string]bool{}, map[string]int{}
	for _, r := range rowsOf(t, d, subscriptionsFile) {
		subscriptions[r[0]] = true
		of[r[1]]++
		if !customers[r[1]] {
			t.Errorf("nobody is the tenant %s", r[1])
		}
	}
	for tenant, n := range of {
		if n != rowsOfACustomer {
			t.Errorf("%s has %d subscriptions", tenant, n)
		}
	}
	told := map[string]bool{}
	for _, r := range rowsOf(t, d, estateFile) {
		told[r[0]] = true
		if !subscriptions[r[0]] || !partners[r[1]] || r[1] == partnerID(d.newcomer()) {
			t.Errorf("%s is to go to %s", r[0], r[1])
		}
	}
	if len(subscriptions) != 2000 || len(told) != 2000 {
		t.Errorf("there are %d subscriptions, and %d are told", len(subscriptions), len(told))
	}
}

func TestTheHundredChangesCanBeTakenBack(t *testing.T) {
	d := newDataSet(1000)
	estate := map[string]string{}
	for _, r := range rowsOf(t, d, estateFile) {
		estate[r[0]] = r[1]
	}
	hundred, back := rowsOf(t, d, hundredFile), rowsOf(t, d, backFile)
	if len(hundred) != handful || len(back) != handful {
		t.Fatalf("there are %d and %d rows", len(hundred), len(back))
	}
	for i, r := range hundred {
		if r[1] != partnerID(d.newcomer()) || back[i][0] != r[0] || back[i][1] != estate[r[0]] {
			t.Errorf("%v, then %v; the estate has %s", r, back[i], estate[r[0]])
		}
	}
}

func TestNoTwoCompaniesHaveOneName(t *testing.T) {
	const most = 60_000 // more than there are families, lines of business and towns to combine
	customers, partners := map[string]bool{}, map[string]bool{}
	for n := range most {
		customers[customerName(n)] = true
		name, town := partnerName(n)
		partners[name] = true
		if !strings.Contains(name, " "+town) {
			t.Fatalf("%s is in %s", name, town)
		}
	}
	if len(customers) != most || len(partners) != most {
		t.Errorf("%d customers have %d names, partners %d", most, len(customers), len(partners))
	}
}
