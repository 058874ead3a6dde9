package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/record"
)

// isAzureSubscription recognises a subscription of ARM (GET /subscriptions, DOMAIN 4d), of
// "az account list" and of Get-AzSubscription.
func isAzureSubscription(n node) bool {
	return n.has("subscriptionId") && n.any("state", "displayName", "subscriptionPolicies") ||
		n.has("id", "tenantId") && n.any("state", "isDefault", "cloudName")
}

func readAzureSubscriptions(d *document) func(node) {
	t := d.subscriptions()
	return func(n node) {
		f := filler{d, t, n}
		if strings.EqualFold(n.said("id"), n.said("tenantId")) && !n.has("subscriptionId") {
			return // "az account list" shows a tenant without subscriptions as an account
		}
		t.begin(n.line)
		if n.has("subscriptionId") {
			f.fill("subscriptionId", "subscriptionId")
		} else {
			f.fill("subscriptionId", "id")
		}
		// az names the tenant that one signed in to tenantId, and the tenant that the subscription
		// belongs to homeTenantId; they differ for a partner that manages it by delegation.
		switch {
		case n.said("homeTenantId") != "":
			f.fill("tenantId", "homeTenantId")
		case n.said("tenantId") != "":
			f.fill("tenantId", "tenantId")
		default:
			f.owner()
		}
		if n.has("displayName") {
			f.fill("name", "displayName")
		} else {
			f.fill("name", "name")
		}
		f.set("product", "azure")
		f.status(azureStatus, "state")
		if quota := n.said("subscriptionPolicies", "quotaId"); quota != "" {
			f.quota(quota)
		}
		t.end()
	}
}

// quota tells what the quota of an Azure subscription says of how it was bought (DOMAIN 5). An
// EnterpriseAgreement quota says nothing: the Azure plan of a Microsoft Customer Agreement has the same.
func (f filler) quota(quota string) {
	begins := func(start string) bool {
		return len(quota) >= len(start) && strings.EqualFold(quota[:len(start)], start)
	}
	f.set("sku", quota)
	switch {
	case begins("CSP_"):
		f.set("channel", string(record.CSP))
	case begins("PayAsYouGo_"):
		f.set("channel", string(record.Direct))
	}
	if begins("FreeTrial_") {
		f.set("trial", "true")
	} else {
		f.set("trial", "false")
	}
}
