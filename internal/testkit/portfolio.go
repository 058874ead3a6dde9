package testkit

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/record"
)

// PlacesOfEach is how many places each partner of a Portfolio holds, and how many subscriptions each
// customer has.
const PlacesOfEach = 100

// Portfolio is a ledger's worth of records in which customers have subscriptions of many partners:
// each partner holds PlacesOfEach places, spread over the customers, and as many places are free.
type Portfolio struct {
	Seed          uint64
	Subscriptions int // a multiple of PlacesOfEach
}

// PartnerCount is how many partners hold places: the first ones by number.
func (p Portfolio) PartnerCount() int { return p.Subscriptions/PlacesOfEach - 1 }

// FreeSubscription is the number of a subscription that nobody holds the place of.
func (p Portfolio) FreeSubscription() int { return p.PartnerCount() }

// Rows is the whole portfolio, told as files would.
func (p Portfolio) Rows() Rows {
	random := rand.New(rand.NewPCG(p.Seed, p.Seed))
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	var (
		customers     = make([]record.Customer, p.Subscriptions/PlacesOfEach)
		subscriptions = make([]record.Subscription, p.Subscriptions)
		partners      = make([]record.Partner, p.PartnerCount())
		associations  []record.Association
	)
	for n := range customers {
		customers[n] = Customer(n)
		customers[n].Name = fmt.Sprintf("%s %s %d", pick("Contoso", "Fabrikam", "Northwind", "Tailspin"), pick("AB", "SL", "Ltd", "Group"), n)
		customers[n].Country, customers[n].Language = pick("SE", "ES", "GB"), pick("sv", "es", "en")
	}
	for n := range partners {
		partners[n] = PartnerRecord(n)
		partners[n].Name = fmt.Sprintf("%s %s %d", pick("Blue", "Alpine", "Proseware", "Wingtip"), pick("Consulting", "Cloud", "Services"), n)
		partners[n].City = pick("Malmö", "Madrid", "Leeds", "A Coruña")
	}
	for n := range subscriptions {
		s := SubscriptionOf(n/PlacesOfEach, n)
		s.Name = fmt.Sprintf("%s %s %d", pick("Office 365", "Dynamics 365", "Power BI", "Azure"), pick("North", "South", "Test"), n)
		s.Product = record.Products()[random.IntN(len(record.Products()))]
		s.Seats = 1 + random.Uint32N(5000)
		subscriptions[n] = s
		if holder := n % (len(partners) + 1); holder < len(partners) {
			a := Designated(s, holder)
			a.Since = s.StartsOn + day.Day(random.IntN(365))
			associations = append(associations, a)
		}
	}
	return Rows{
		Customers: Customers(customers...), Subscriptions: Subscriptions(subscriptions...),
		Partners: Partners(partners...), Associations: Associations(associations...),
	}
}

// WriteCSV writes rows as a CSV file with every field as a column.
func WriteCSV[T any](w io.Writer, fields []record.Field[T], rows []app.Row[T]) error {
	out := csv.NewWriter(w)
	line := make([]string, len(fields))
	for i, f := range fields {
		line[i] = f.Key
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range rows {
		for i, f := range fields {
			line[i] = f.Text(&row.Record)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
