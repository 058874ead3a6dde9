package record

import (
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Customer is an organisation with a tenant of its own (CONTRACT section 5).
type Customer struct {
	Tenant       ids.Tenant
	Name         string
	Domain       string
	Country      string // ISO 3166 code where the source has one
	Language     string // BCP 47 tag where the source has one
	ContactName  string
	ContactEmail string
}

// CustomerFields is the table of a customer's fields, the identifier first.
func CustomerFields() []Field[Customer] { return customerFields }

var customerFields = []Field[Customer]{
	TenantField("tenantId", func(c *Customer) *ids.Tenant { return &c.Tenant }),
	TextField("name", func(c *Customer) *string { return &c.Name }),
	TextField("domain", func(c *Customer) *string { return &c.Domain }),
	TextField("country", func(c *Customer) *string { return &c.Country }),
	TextField("language", func(c *Customer) *string { return &c.Language }),
	TextField("contactName", func(c *Customer) *string { return &c.ContactName }),
	TextField("contactEmail", func(c *Customer) *string { return &c.ContactEmail }),
}

// AppendBinary appends the customer in the form that is stored and hashed.
func (c Customer) AppendBinary(b []byte) []byte {
	tenant := c.Tenant.Bytes()
	b = append(append(b, 1), tenant[:]...)
	for _, s := range []string{c.Name, c.Domain, c.Country, c.Language, c.ContactName, c.ContactEmail} {
		b = wire.Text(b, s)
	}
	return b
}

// DecodeCustomer reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeCustomer(b []byte) (Customer, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return Customer{}, wire.ErrMalformed
	}
	c := Customer{Tenant: ids.TenantFromBytes(r.Array16())}
	r.ShareTexts()
	c = Customer{
		Tenant: c.Tenant, Name: r.Text(), Domain: r.Text(), Country: r.Text(),
		Language: r.Text(), ContactName: r.Text(), ContactEmail: r.Text(),
	}
	return c, r.Err()
}
