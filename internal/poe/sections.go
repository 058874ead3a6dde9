package poe

import (
	"strconv"
	"strings"
)

// Heights in twentieths of a point, and how many lines or rows there are to fill in.
const (
	lineHeight      = 400 // a line to write on by hand
	itemHeight      = 620 // two lines
	signatureHeight = 1100
	serviceLines    = 6
	outcomeLines    = 3
	emptyItems      = 3 // where the claim has none yet
)

// composer puts a form together, section after section.
type composer struct {
	texts    sentences
	page     markup
	sections int
}

func (c *composer) compose(f Form) {
	c.page.paragraph(styleTitle, c.texts.Text("poe.title"))
	c.page.paragraph(styleSubtitle, c.texts.Text("poe.subtitle", "claim", f.ClaimID))
	c.page.paragraph(styleBody, c.texts.Text("poe.intro"))
	c.claim(f)
	c.parties(f)
	c.revenue(f)
	c.items(f.Items)
	c.work()
	c.confirmation(f)
	c.page.paragraph(styleClosing, c.texts.Text("poe.closing", "claim", f.ClaimID))
}

// heading begins a section; sections are numbered, so that people can speak of one.
func (c *composer) heading(key string) {
	c.sections++
	c.page.paragraph(styleHeading, strconv.Itoa(c.sections)+". "+c.texts.Text(key))
}

// lead says under a heading what is to be filled in.
func (c *composer) lead(key string) { c.page.paragraph(styleLead, c.texts.Text(key)) }

// fact is a row of a name and what is known.
func (c *composer) fact(key, value string) row {
	return row{cells: []cell{c.label(key), {styleValue, value}}}
}

func (c *composer) label(key string) cell { return cell{styleLabel, c.texts.Text(key)} }

func (c *composer) facts(rows ...row) {
	c.page.table(table{style: tableGrid, widths: []int{2638, 7000}, together: true, rows: rows})
}

func (c *composer) claim(f Form) {
	c.heading("poe.claim")
	rows := []row{
		c.fact("poe.claim.id", f.ClaimID),
		c.fact("poe.claim.name", f.ClaimName),
		c.fact("poe.claim.area", f.SolutionArea),
		c.fact("poe.claim.role", f.Role),
		c.fact("poe.claim.prepared", f.Prepared),
	}
	if f.NoPayment {
		rows = append(rows, c.fact("poe.claim.payment", c.texts.Text("poe.claim.no-payment")))
	}
	c.facts(rows...)
}

func (c *composer) parties(f Form) {
	c.heading("poe.partner")
	c.facts(
		c.fact("poe.partner.name", f.PartnerName),
		c.fact("poe.partner.id", f.PartnerID),
		c.fact("poe.partner.city", f.PartnerCity),
		c.fact("poe.contact", f.CompanyContact.line()),
	)
	c.heading("poe.customer")
	c.facts(
		c.fact("poe.customer.name", f.CustomerName),
		c.fact("poe.customer.tenant", f.TenantID),
		c.fact("poe.customer.domain", f.Domain),
		c.fact("poe.contact", f.CustomerContact.line()),
	)
}

// line is what is known of a person, in one line.
func (p Contact) line() string {
	var known []string
	for _, text := range []string{p.Name, p.Title, p.Email} {
		if text != "" {
			known = append(known, text)
		}
	}
	return strings.Join(known, ", ")
}

// revenue is the section of an influenced revenue, which needs three names more (seeds/003); other
// claims have none.
func (c *composer) revenue(f Form) {
	if f.SellerName == "" && f.EndCustomerName == "" && f.ProductName == "" {
		return
	}
	c.heading("poe.revenue")
	c.facts(
		c.fact("poe.revenue.seller", f.SellerName),
		c.fact("poe.revenue.customer", f.EndCustomerName),
		c.fact("poe.revenue.product", f.ProductName),
	)
}

func (c *composer) items(items []Item) {
	c.heading("poe.items")
	c.lead("poe.items.lead")
	if len(items) == 0 {
		items = make([]Item, emptyItems)
	}
	rows := []row{{header: true, cells: []cell{
		c.label("poe.items.id"), c.label("poe.items.name"), c.label("poe.items.work"), c.label("poe.items.period"),
	}}}
	for _, item := range items {
		rows = append(rows, row{height: itemHeight, cells: []cell{
			{styleValue, item.ID}, {styleValue, item.Name}, {styleValue, ""}, {styleValue, ""},
		}})
	}
	c.page.table(table{style: tableGrid, widths: []int{2300, 2300, 3238, 1800}, rows: rows})
}

// work asks for what the claim does not know: the service, its dates and what came of it.
func (c *composer) work() {
	c.heading("poe.service")
	c.lead("poe.service.lead")
	c.lines(serviceLines)

	c.heading("poe.dates")
	c.lead("poe.dates.lead")
	c.page.table(table{style: tableGrid, widths: []int{1819, 3000, 1819, 3000}, rows: []row{{height: lineHeight, cells: []cell{
		c.label("poe.dates.from"), {styleValue, ""}, c.label("poe.dates.to"), {styleValue, ""},
	}}}})

	c.heading("poe.outcome")
	c.lead("poe.outcome.lead")
	c.lines(outcomeLines)
}

// lines are empty lines; what is typed into one makes it higher.
func (c *composer) lines(count int) {
	rows := make([]row, count)
	for i := range rows {
		rows[i] = row{height: lineHeight, cells: []cell{{styleValue, ""}}}
	}
	c.page.table(table{style: tableLines, widths: []int{pageWidth}, together: true, rows: rows})
}

// confirmation is what the customer signs; the sentence and the signatures stay on one page. No name can
// break the sentence into lines.
func (c *composer) confirmation(f Form) {
	c.heading("poe.confirmation")
	c.page.paragraph(styleLead, c.texts.Text("poe.confirmation.sentence", "customer", oneLine(f.CustomerName), "partner", oneLine(f.PartnerName)))
	sign := func(name cell, customer, partner string, height int) row {
		return row{height: height, cells: []cell{name, {styleValue, customer}, {styleValue, partner}}}
	}
	c.page.table(table{style: tableGrid, widths: []int{1638, 4000, 4000}, together: true, rows: []row{
		{header: true, cells: []cell{{styleLabel, ""}, c.label("poe.sign.customer"), c.label("poe.sign.partner")}},
		sign(c.label("poe.sign.company"), f.CustomerName, f.PartnerName, 0),
		sign(c.label("poe.sign.name"), f.CustomerContact.Name, f.CompanyContact.Name, lineHeight),
		sign(c.label("poe.sign.title"), f.CustomerContact.Title, f.CompanyContact.Title, lineHeight),
		sign(c.label("poe.sign.date"), "", "", lineHeight),
		sign(c.label("poe.sign.signature"), "", "", signatureHeight),
	}})
}
