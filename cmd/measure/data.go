package main

import (
	"bufio"
	"encoding/csv"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Of so many subscriptions there is one customer, and one partner.
const (
	rowsOfACustomer = 20
	rowsOfAPartner  = 100
)

// handful is how many places the newcomer holds once the file "hundred" was applied.
const handful = 100

// leastRows is the smallest estate: it has places beside those of the handful, and several partners.
const leastRows = 1000

// dataSet is the data of one size: what it holds follows from the number of rows alone, so that it is
// the same on every machine.
type dataSet struct {
	rows      int
	customers [][16]byte // tenant IDs
	places    []place    // one for each subscription, in the order of the file
	order     []int      // the places in the order in which the estate tells their partners
}

// place is a subscription, whose it is and who is to hold it.
type place struct {
	id       [16]byte
	customer int
	partner  int
}

// newDataSet makes the data of so many subscriptions.
func newDataSet(rows int) dataSet {
	random := rand.New(rand.NewPCG(1, uint64(rows)))
	d := dataSet{rows: rows, customers: make([][16]byte, rows/rowsOfACustomer), places: make([]place, rows)}
	for i := range d.customers {
		d.customers[i] = guid(random)
	}
	for i := range d.places {
		d.places[i] = place{id: guid(random), customer: i % len(d.customers), partner: random.IntN(d.newcomer())}
	}
	random.Shuffle(rows, func(i, j int) { d.places[i], d.places[j] = d.places[j], d.places[i] })
	d.order = random.Perm(rows)
	return d
}

// partners is how many partners there are.
func (d dataSet) partners() int { return d.rows / rowsOfAPartner }

// newcomer is the partner that holds no place but those of the handful.
func (d dataSet) newcomer() int { return d.partners() - 1 }

// partnerID is the ID of the n-th partner: seven digits, as real ones mostly have.
func partnerID(n int) string { return strconv.Itoa(1000003 + 7*n) }

// guid is a random identifier (RFC 9562, version 4).
func guid(random *rand.Rand) (id [16]byte) {
	for i := 0; i < 16; i += 8 {
		for n, j := random.Uint64(), i; j < i+8; j++ {
			id[j] = byte(n >> (8 * (j - i)))
		}
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id
}

// guidText is an identifier as the files have it.
func guidText(id [16]byte) string {
	h := hex.EncodeToString(id[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// The files of a data set. Estate tells a partner for every subscription; hundred puts the newcomer in
// the places of the handful, and back puts there again who was there before.
const (
	customersFile     = "customers.csv"
	partnersFile      = "partners.csv"
	subscriptionsFile = "subscriptions.csv"
	estateFile        = "estate.csv"
	hundredFile       = "hundred.csv"
	backFile          = "back.csv"
)

// files are what writes each file of the data set.
func (d dataSet) files() map[string]func(*csv.Writer) {
	return map[string]func(*csv.Writer){
		customersFile:     d.writeCustomers,
		partnersFile:      d.writePartners,
		subscriptionsFile: d.writeSubscriptions,
		estateFile: func(w *csv.Writer) {
			d.writeWanted(w, d.order, func(p place) int { return p.partner })
		},
		hundredFile: func(w *csv.Writer) {
			d.writeWanted(w, d.order[:handful], func(place) int { return d.newcomer() })
		},
		backFile: func(w *csv.Writer) {
			d.writeWanted(w, d.order[:handful], func(p place) int { return p.partner })
		},
	}
}

// writeFiles writes every file of the data set into a folder.
func (d dataSet) writeFiles(folder string) error {
	for name, content := range d.files() {
		if err := writeFile(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, content func(*csv.Writer)) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := writeCSV(f, content); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func writeCSV(to io.Writer, content func(*csv.Writer)) error {
	buffer := bufio.NewWriterSize(to, 1<<20)
	w := csv.NewWriter(buffer)
	content(w)
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return buffer.Flush()
}

func (d dataSet) writeCustomers(w *csv.Writer) {
	_ = w.Write([]string{"tenantId", "name", "domain", "country", "language", "contactName", "contactEmail"})
	for i, id := range d.customers {
		domain := "customer" + strconv.Itoa(i) + ".example"
		land := pick(countries(), i)
		_ = w.Write([]string{guidText(id), customerName(i), domain, land.code, land.language, personName(i), "contact@" + domain})
	}
}

func (d dataSet) writePartners(w *csv.Writer) {
	_ = w.Write([]string{"partnerId", "name", "city", "country", "location", "email", "language", "status"})
	for i := range d.partners() {
		land := pick(countries(), i)
		name, town := partnerName(i)
		email := "mail@partner" + strconv.Itoa(i) + ".example"
		_ = w.Write([]string{partnerID(i), name, town, land.code, "true", email, land.language, "active"})
	}
}

func (d dataSet) writeSubscriptions(w *csv.Writer) {
	_ = w.Write([]string{
		"subscriptionId", "tenantId", "name", "product", "sku", "status", "seats", "channel", "trial", "startsOn", "endsOn",
	})
	random := rand.New(rand.NewPCG(2, uint64(d.rows)))
	first := time.Date(2019, time.January, 1, 0, 0, 0, 0, time.UTC)
	for _, p := range d.places {
		plan := pick(plans(), random.IntN(1<<20))
		starts := first.AddDate(0, 0, random.IntN(2000))
		_ = w.Write([]string{
			guidText(p.id), guidText(d.customers[p.customer]), plan.name + " " + pick(uses(), random.IntN(1<<20)),
			plan.product, plan.sku, "enabled", strconv.Itoa(1 + random.IntN(2500)), pick(channels(), random.IntN(1<<20)),
			strconv.FormatBool(random.IntN(50) == 0), starts.Format(time.DateOnly), starts.AddDate(10, 0, 0).Format(time.DateOnly),
		})
	}
}

func (d dataSet) writeWanted(w *csv.Writer, order []int, partner func(place) int) {
	_ = w.Write([]string{"subscriptionId", "partnerId"})
	for _, i := range order {
		_ = w.Write([]string{guidText(d.places[i].id), partnerID(partner(d.places[i]))})
	}
}
