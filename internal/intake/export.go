package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/intake/sku"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// export is one kind of file that a Microsoft service or its command line tool writes.
type export struct {
	kind Kind
	// is recognises it by an object of it.
	is func(node) bool
	// read makes what reads its objects.
	read func(*document) func(node)
}

// exports are the known ones; the first that fits holds.
var exports = []export{
	{Subscriptions, isSubscribedSKU, readSubscribedSKUs},
	{Subscriptions, isDirectorySubscription, readDirectorySubscriptions},
	{Customers, isOrganization, readOrganizations},
	{Subscriptions, isAzureSubscription, readAzureSubscriptions},
	{Customers, isPartnerCenterCustomer, readPartnerCenterCustomers},
	{Subscriptions, isPartnerCenterSubscription, readPartnerCenterSubscriptions},
	{Partners, isPartnerProfile, readPartnerProfiles},
}

// filler fills a row of dpor's own from an object of an export. Only what the object has is told.
type filler struct {
	*document
	t taker
	n node
}

// fill tells a field the text at a key, if the object has it.
func (f filler) fill(field string, keys ...string) {
	if v, ok := f.n.at(keys...); ok {
		f.tell(field, v, keys[len(keys)-1], nil)
	}
}

// tell tells a field a value that the export calls column; turn changes its text first, where it is
// not nil.
func (f filler) tell(field string, v node, column string, turn func(string) (string, *fault.Error)) {
	position := f.t.position(field)
	text, ok := ownValue(v, f.t.typeOf(position))
	if !ok {
		f.t.doubt(fault.New(fault.Invalid, "intake.value", "field", column), column, "")
		return
	}
	if turn != nil {
		turned, e := turn(text)
		if e != nil {
			f.t.doubt(e, column, text)
			return
		}
		text = turned
	}
	f.t.tell(position, column, text)
}

// set tells a field a text of our own.
func (f filler) set(field, text string) { f.t.tell(f.t.position(field), field, text) }

// status tells the status by the words of the service.
func (f filler) status(known map[string]record.Status, key string) {
	if v, ok := f.n.get(key); ok {
		f.tell("status", v, key, func(word string) (string, *fault.Error) { return statusOf(known, word) })
	}
}

// moment tells a day by a point in time.
func (f filler) moment(field, key string) {
	v, ok := f.n.get(key)
	if !ok {
		return
	}
	// Windows PowerShell wraps some times in an object with its own key "value".
	if inner, wrapped := v.get("value"); wrapped {
		v = inner
	}
	f.tell(field, v, key, dayText)
}

// part tells the part number, and the product and name that it stands for. Graph gives no name
// (DOMAIN 8).
func (f filler) part() {
	number := strings.TrimSpace(f.n.said("skuPartNumber"))
	if number == "" {
		return
	}
	product, name := sku.Lookup(number)
	if name == "" {
		name = number
	}
	f.set("sku", number)
	f.set("product", string(product))
	f.set("name", name)
}

// owner tells whose the subscription is: the first of the texts that is a tenant ID, else the tenant of
// the options, else theirs otherwise. Where nobody says it, that is refused once a file.
func (f filler) owner(texts ...string) {
	for _, text := range texts {
		if tenant, err := ids.ParseTenant(text); err == nil {
			f.set("tenantId", tenant.String())
			return
		}
	}
	switch {
	case !f.options.Tenant.IsZero():
		f.set("tenantId", f.options.Tenant.String())
	case !f.options.Otherwise.IsZero():
		f.set("tenantId", f.options.Otherwise.String())
	case !f.ownerless:
		f.ownerless = true
		f.t.doubt(fault.New(fault.Usage, "intake.tenant", "file", f.file).About("--tenant"), "", "")
	}
}
