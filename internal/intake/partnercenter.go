package intake

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dpor-cli/dpor/internal/intake/sku"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// customerPath is the customer in the address of a Partner Center resource.
var customerPath = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)/customers/([0-9a-f-]{36})(/|$)`)
})

// isPartnerCenterCustomer recognises a customer of Partner Center (DOMAIN 4b).
func isPartnerCenterCustomer(n node) bool { return n.has("id", "companyProfile") }

// readPartnerCenterCustomers reads customers. The tenant ID of a profile may be a placeholder; the
// customer's own ID is the same tenant.
func readPartnerCenterCustomers(d *document) func(node) {
	t := d.customers()
	return func(n node) {
		f := filler{d, t, n}
		t.begin(n.line)
		if _, err := ids.ParseTenant(n.said("companyProfile", "tenantId")); err == nil {
			f.fill("tenantId", "companyProfile", "tenantId")
		} else {
			f.fill("tenantId", "id")
		}
		f.fill("name", "companyProfile", "companyName")
		f.fill("domain", "companyProfile", "domain")
		t.end()
	}
}

// isPartnerCenterSubscription recognises a subscription of Partner Center (DOMAIN 4b).
func isPartnerCenterSubscription(n node) bool {
	return n.has("id") && n.any("billingType", "contractType", "offerId", "offerName", "entitlementId")
}

// readPartnerCenterSubscriptions reads subscriptions, all of them sold through CSP. The partner ID on
// one is the reseller of record: an association of kind transacting, never the partner that the
// customer designated (DOMAIN 0).
func readPartnerCenterSubscriptions(d *document) func(node) {
	t, resellers := d.subscriptions(), d.associations()
	return func(n node) {
		f := filler{d, t, n}
		t.begin(n.line)
		f.fill("subscriptionId", "id")
		tenant := ""
		if m := customerPath().FindStringSubmatch(n.said("links", "self", "uri")); m != nil {
			tenant = m[1]
		}
		f.owner(tenant)
		f.offer()
		f.set("channel", string(record.CSP))
		f.status(partnerCenterStatus, "status")
		f.fill("seats", "quantity")
		f.fill("trial", "isTrial")
		f.moment("startsOn", "effectiveStartDate")
		f.moment("endsOn", "commitmentEndDate")
		if !t.end() || strings.TrimSpace(n.said("partnerId")) == "" {
			return
		}
		told := t.row.Record
		f.t = resellers
		resellers.begin(n.line)
		f.set("type", string(record.Transacting))
		f.set("tenantId", told.Tenant.String())
		f.set("subscriptionId", told.ID.String())
		f.fill("partnerId", "partnerId")
		resellers.end()
	}
}

// offer tells the offer, its product and the name of the subscription: the one that the customer gave
// it, else the offer's.
func (f filler) offer() {
	if name := f.n.said("friendlyName"); strings.TrimSpace(name) != "" {
		f.set("name", name)
	} else {
		f.fill("name", "offerName")
	}
	f.fill("sku", "offerId")
	product := sku.ProductOf(f.n.said("offerName"))
	if product == record.OtherProduct {
		product, _ = sku.Lookup(f.n.said("offerId"))
	}
	if strings.HasPrefix(strings.ToUpper(f.n.said("offerId")), "MS-AZR") || strings.EqualFold(f.n.said("billingType"), "usage") {
		product = "azure"
	}
	if f.n.any("offerName", "offerId") || product != record.OtherProduct {
		f.set("product", string(product))
	}
}

// isPartnerProfile recognises the MPN profile of Partner Center (DOMAIN 4a).
func isPartnerProfile(n node) bool {
	return n.has("mpnId") && (n.any("partnerName") || strings.EqualFold(n.said("profileType"), "MpnProfile"))
}

func readPartnerProfiles(d *document) func(node) {
	t := d.partners()
	return func(n node) {
		f := filler{d, t, n}
		t.begin(n.line)
		f.fill("partnerId", "mpnId")
		f.fill("name", "partnerName")
		t.end()
	}
}
