package intake

import (
	"strconv"
	"strings"
)

// isDirectorySubscription recognises Graph's companySubscription (GET /directory/subscriptions, DOMAIN
// 4c), also as Get-MgDirectorySubscription writes it.
func isDirectorySubscription(n node) bool {
	return n.has("id", "skuPartNumber") && n.any("status", "commerceSubscriptionId", "totalLicenses", "nextLifecycleDateTime")
}

// readDirectorySubscriptions reads companySubscription objects. A subscription is known by its id, not
// by its commerceSubscriptionId: subscribedSkus name subscriptions by id, and one subscription must not
// become two when both exports are read. Graph does not say whose the answer is: ownerTenantId is the
// tenant of the partner that created the subscription, not of the customer, and no proof of how it was
// bought, so neither the tenant nor the channel is taken from it.
func readDirectorySubscriptions(d *document) func(node) {
	t := d.subscriptions()
	return func(n node) {
		f := filler{d, t, n}
		t.begin(n.line)
		f.fill("subscriptionId", "id")
		f.owner()
		f.part()
		f.status(graphStatus, "status")
		f.fill("seats", "totalLicenses")
		f.fill("trial", "isTrial")
		f.moment("startsOn", "createdDateTime")
		// The next lifecycle state begins when the term ends.
		f.moment("endsOn", "nextLifecycleDateTime")
		t.end()
	}
}

// isSubscribedSKU recognises Graph's subscribedSku (GET /subscribedSkus, DOMAIN 4c), also as
// Get-MgSubscribedSku writes it.
func isSubscribedSKU(n node) bool {
	return n.has("skuPartNumber") && n.any("subscriptionIds", "prepaidUnits", "capabilityStatus")
}

// readSubscribedSKUs reads subscribedSku objects: each of their subscriptions is a row. The seats are
// those of the SKU, so they are told only where it has one subscription.
//
// Whose they are: the tenant of the options, else the part of id before "_", else accountId. In real
// answers the last two are the same; where they are not, id speaks, because one answer is of one tenant
// and in the published sample only id is the same in every object.
func readSubscribedSKUs(d *document) func(node) {
	t := d.subscriptions()
	return func(n node) {
		ids := subscriptionIDs(n)
		for _, id := range ids {
			f := filler{d, t, n}
			t.begin(n.line)
			f.tell("subscriptionId", id, "subscriptionIds", nil)
			prefix, _, _ := strings.Cut(n.said("id"), "_")
			if d.options.Tenant.IsZero() {
				f.owner(prefix, n.said("accountId"))
			} else {
				f.owner()
			}
			f.part()
			f.status(graphStatus, "capabilityStatus")
			if seats, ok := prepaid(n); ok && len(ids) == 1 {
				f.set("seats", seats)
			}
			t.end()
		}
	}
}

// subscriptionIDs are the subscriptions of a SKU. PowerShell writes lists that lie deeper than it was
// told to go as one text with spaces.
func subscriptionIDs(n node) []node {
	ids, _ := n.get("subscriptionIds")
	if ids.form != words {
		return ids.items
	}
	var list []node
	for id := range strings.FieldsSeq(ids.text) {
		list = append(list, node{form: words, line: ids.line, text: id})
	}
	return list
}

// prepaid is the sum of the units that were paid for, in whatever state they are.
func prepaid(n node) (string, bool) {
	units, ok := n.get("prepaidUnits")
	var sum uint64
	for _, state := range []string{"enabled", "suspended", "warning", "lockedOut"} {
		if text := units.said(state); text != "" {
			count, err := strconv.ParseUint(whole(text), 10, 32)
			if err != nil {
				return text, true // the field says what is wrong with it
			}
			sum += count
		}
	}
	return strconv.FormatUint(sum, 10), ok && units.form == object
}

// isOrganization recognises Graph's organization (GET /organization).
func isOrganization(n node) bool {
	return n.has("id", "displayName") && n.any("verifiedDomains", "tenantType")
}

func readOrganizations(d *document) func(node) {
	t := d.customers()
	return func(n node) {
		f := filler{d, t, n}
		t.begin(n.line)
		f.fill("tenantId", "id")
		f.fill("name", "displayName")
		f.fill("country", "countryLetterCode")
		f.fill("language", "preferredLanguage")
		if domain := mainDomain(n); domain != "" {
			f.set("domain", domain)
		}
		t.end()
	}
}

// mainDomain is the default domain of an organization, else its first one.
func mainDomain(n node) string {
	domains, _ := n.get("verifiedDomains")
	for _, d := range domains.items {
		if strings.EqualFold(d.said("isDefault"), "true") {
			return d.said("name")
		}
	}
	if len(domains.items) > 0 {
		return domains.items[0].said("name")
	}
	return ""
}
