package intake

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// counting counts what it takes and keeps nothing.
type counting struct{ rows, bad, refused int }

func (c *counting) Customer(app.Row[record.Customer]) error         { c.rows++; return nil }
func (c *counting) Subscription(app.Row[record.Subscription]) error { c.rows++; return nil }
func (c *counting) Partner(app.Row[record.Partner]) error           { c.rows++; return nil }
func (c *counting) Association(app.Row[record.Association]) error   { c.rows++; return nil }
func (c *counting) Refuse(*fault.Error) error                       { c.refused++; return nil }

func (c *counting) Wish(int, app.Row[record.Desired], func() []string) error { c.rows++; return nil }

func (c *counting) Bad(int, int, func() []string, []*fault.Error) error { c.bad++; return nil }

// inParts gives a beginning and then a part again and again, so that a large file need not be kept.
func inParts(begin, part string, times int) io.Reader {
	return io.MultiReader(bytes.NewReader([]byte(begin)), &repeated{part: []byte(part), left: times})
}

type repeated struct {
	part []byte
	at   int
	left int // how often the part comes yet
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		copied := copy(p[n:], r.part[r.at:])
		n += copied
		if r.at += copied; r.at == len(r.part) {
			r.at = 0
			r.left--
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// thousandRows are rows of a table or lines of NDJSON, each made of its number.
func thousandRows(row func(i int) string) string {
	var b bytes.Buffer
	for i := range 1000 {
		b.WriteString(row(i))
	}
	return b.String()
}

func guidOf(i int) string { return fmt.Sprintf("5a1b0c2d-1111-4aaa-8bbb-%012x", i+1) }

func desiredCSV(i int) string { return fmt.Sprintf("%s,%d\n", guidOf(i), 4100000+i) }

func desiredNDJSON(i int) string {
	return fmt.Sprintf(`{"subscriptionId":"%s","partnerId":"%d"}`+"\n", guidOf(i), 4100000+i)
}

const subscriptionHeader = "subscriptionId,tenantId,name,product,sku,status,seats,channel,trial,startsOn,endsOn,workloads,internalUse\n"

func subscriptionCSV(i int) string {
	return fmt.Sprintf("%s,%s,Tailspin %d,office365,ENTERPRISEPACK,enabled,%d,direct,false,2024-02-01,2025-01-31,exchange;teams,false\n", guidOf(i), home, i, i)
}

// benchmarkRows measures how many rows a second are read of a file of b.N thousand rows.
func benchmarkRows(b *testing.B, begin, end string, row func(int) string, read func(Source, *counting) error) {
	part := thousandRows(row)
	var c counting
	b.ReportAllocs()
	b.SetBytes(int64(len(part)))
	b.ResetTimer()
	err := read(Source{"f", io.MultiReader(inParts(begin, part, b.N), bytes.NewReader([]byte(end)))}, &c)
	if err != nil || c.rows < 1000*b.N || c.bad+c.refused > 0 {
		b.Fatalf("%d rows of %d thousand, %d bad, %d refused, %v", c.rows, b.N, c.bad, c.refused, err)
	}
	b.ReportMetric(float64(c.rows)/b.Elapsed().Seconds(), "rows/s")
}

func readDesired(s Source, c *counting) error {
	_, err := ReadDesired(s, Auto, c)
	return err
}

func readRecords(s Source, c *counting) error {
	_, err := Read([]Source{s}, Options{}, c)
	return err
}

// The allocations are those of a thousand rows.

func BenchmarkDesiredCSV(b *testing.B) {
	benchmarkRows(b, "subscriptionId,partnerId\n", "", desiredCSV, readDesired)
}

func BenchmarkDesiredNDJSON(b *testing.B) {
	benchmarkRows(b, "", "", desiredNDJSON, readDesired)
}

func BenchmarkDesiredJSON(b *testing.B) {
	first := `[{"subscriptionId":"` + guidOf(0) + `","partnerId":""}`
	benchmarkRows(b, first, "]", func(i int) string { return "," + desiredNDJSON(i) }, readDesired)
}

func BenchmarkSubscriptionsCSV(b *testing.B) {
	benchmarkRows(b, subscriptionHeader, "", subscriptionCSV, readRecords)
}
