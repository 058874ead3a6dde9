package workload_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/workload"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

const (
	work     = cpor.ModernWorkSecurity
	business = cpor.BusinessApplications
)

func shipped(t *testing.T) cpor.Catalogue {
	t.Helper()
	c, err := workload.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheShippedCatalogueHasWhatPeopleClaim(t *testing.T) {
	c := shipped(t)
	for _, tt := range []struct {
		area cpor.Area
		text string
		want string
	}{
		{work, "teams", "teams"}, {work, "exchange", "exchange"}, {work, "sharepoint", "sharepoint"}, {work, "yammer", "yammer"},
		{work, "viva-engage", "yammer"}, {work, "Viva Engage", "yammer"}, {work, "skype", "skype"}, {work, "microsoft365-apps", "microsoft365-apps"},
		{work, "intune", "intune"}, {work, "entra-id-p1", "entra-id-p1"}, {work, "entra-id-p2", "entra-id-p2"}, {work, "purview", "purview"},
		{work, "defender", "defender"},
		// The words of older programmes and exports (DOMAIN 1.3).
		{work, "Skype for Business", "skype"}, {work, "Exchange Online", "exchange"}, {work, "SharePoint Online", "sharepoint"},
		{work, "ProPlus", "microsoft365-apps"}, {work, "AADP1", "entra-id-p1"}, {work, "Azip", "purview"}, {work, "AIP", "purview"},
		{business, "Dynamics 365 Sales", "dynamics365-sales"}, {business, "Dynamics 365 Customer Service", "dynamics365-customer-service"},
		{business, "Dynamics 365 Field Service", "dynamics365-field-service"}, {business, "Dynamics 365 Business Central", "dynamics365-business-central"},
		{business, "Dynamics 365 Finance", "dynamics365-finance"}, {business, "Power Apps", "power-apps"}, {business, "Power Automate", "power-automate"},
		{business, "Power BI", "power-bi"}, {business, "Power Pages", "power-pages"},
	} {
		if item, ok := c.Find(tt.area, tt.text); !ok || item.ID != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, item.ID, tt.want)
		}
	}
}

// An ID stands in keys, flags and files for ever.
func TestEveryShippedItemIsWellFormed(t *testing.T) {
	for _, item := range shipped(t) {
		plain := func(r rune) bool { return r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }
		if item.ID == "" || strings.ContainsFunc(item.ID, func(r rune) bool { return !plain(r) }) {
			t.Errorf("%q is no ID", item.ID)
		}
		if item.Name == "" || !slices.Contains(cpor.Areas(), item.Area) {
			t.Errorf("%s is called %q and of %q", item.ID, item.Name, item.Area)
		}
		for _, p := range item.Products {
			if !slices.Contains(record.Products(), record.Product(p)) {
				t.Errorf("%s is for %q, which is no product", item.ID, p)
			}
		}
		// A workload of a tenant is no matter of subscriptions, a product always is.
		if (len(item.Products) > 0) != (item.Area == business) {
			t.Errorf("%s of %s is for %v", item.ID, item.Area, item.Products)
		}
	}
}

// CONTRACT section 8: a subscription has to be for Dynamics or Power products.
func TestASubscriptionForDynamicsOrPowerCanBeClaimedAndNoOther(t *testing.T) {
	claimable := []record.Product{"dynamics365", "crm-online", "ax7", "power-bi", "power-platform"}
	tenant := ids.TenantFromBytes([16]byte{0x7e})
	for _, product := range record.Products() {
		s := record.NewSubscription()
		s.ID, s.Tenant, s.Product = ids.SubscriptionFromBytes([16]byte{0x51}), tenant, product
		for _, role := range cpor.Roles("") {
			f := cpor.Form{Area: role.Area(), Role: role, Tenant: tenant}
			want := role.Unit() == cpor.PerSubscription && slices.Contains(claimable, product)
			if got := f.CanClaim(s, shipped(t)); got != want {
				t.Errorf("%s as %s: %t, want %t", product, role, got, want)
			}
		}
	}
}
