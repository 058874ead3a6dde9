package sku

import (
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/record"
)

func TestAPartNumberTellsItsProductAndName(t *testing.T) {
	for number, want := range map[string]struct {
		product record.Product
		name    string
	}{
		"ENTERPRISEPACK":              {"office365", "Office 365 E3"},
		"enterprisepremium":           {"office365", "Office 365 E5"},
		"O365_BUSINESS_PREMIUM":       {"microsoft365", "Microsoft 365 Business Standard"},
		"SPE_E5":                      {"microsoft365", "Microsoft 365 E5"},
		"SPB":                         {"microsoft365", "Microsoft 365 Business Premium"},
		"EMSPREMIUM":                  {"ems", "Enterprise Mobility + Security E5"},
		"AAD_PREMIUM":                 {"ems", "Microsoft Entra ID P1"},
		"INTUNE_A":                    {"intune", "Intune"},
		"POWER_BI_PRO":                {"power-bi", "Power BI Pro"},
		"FLOW_FREE":                   {"power-platform", "Microsoft Power Automate Free"},
		"DYN365_ENTERPRISE_SALES":     {"dynamics365", "Dynamics 365 for Sales Enterprise Edition"},
		"CRMSTANDARD":                 {"crm-online", "Microsoft Dynamics CRM Online"},
		"Dynamics_365_for_Operations": {"ax7", "Dynamics 365 UNF OPS Plan ENT Edition"},
		"SPE_E9_NEW":                  {"microsoft365", ""},
		"DYN365_SOMETHING_NEW":        {"dynamics365", ""},
		"CRMTESTINSTANCE_GCC":         {"crm-online", ""},
		"dyn365_operations_new":       {"ax7", ""},
		"EMS_NEW":                     {"ems", ""},
		"POWERAPPS_NEW":               {"power-platform", ""},
		"O365_NEW":                    {"office365", ""},
		"MS-AZR-0145P":                {"azure", ""},
		"MyPartNumber":                {"other", ""},
		"":                            {"other", ""},
	} {
		if product, name := Lookup(number); product != want.product || name != want.name {
			t.Errorf("Lookup(%q) = %q, %q; want %q, %q", number, product, name, want.product, want.name)
		}
	}
}

func TestAnOfferNameTellsItsProduct(t *testing.T) {
	for name, want := range map[string]record.Product{
		"Microsoft Azure": "azure", "Azure plan": "azure", "Intune Device": "intune", "office 365 e3": "office365",
		"Microsoft 365 Business Premium": "microsoft365", "Microsoft 365 E9": "microsoft365",
		"Microsoft 365 Apps for business (new)": "office365", "Exchange Online Archiving for Exchange Online": "office365",
		"Dynamics 365 for Sales": "dynamics365", "Microsoft Dynamics CRM Online Professional": "crm-online",
		"Dynamics 365 for Operations, Device": "ax7", "Azure Active Directory Premium P1": "ems",
		"Power BI Pro (new)": "power-bi", "Power Apps per user": "power-platform", "Coffee": "other", "": "other",
	} {
		if got := ProductOf(name); got != want {
			t.Errorf("ProductOf(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNoPartNumberStandsTwiceAndEveryProductIsKnown(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range families {
		if !slices.Contains(record.Products(), f.product) {
			t.Errorf("%q is no product", f.product)
		}
		for _, p := range f.parts {
			key := strings.ToLower(p.number)
			if seen[key] || p.name == "" {
				t.Errorf("%s stands twice or has no name", p.number)
			}
			seen[key] = true
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d part numbers", len(seen))
	}
	for _, r := range append(append([]rule(nil), numberRules...), nameRules...) {
		if !slices.Contains(record.Products(), r.product) {
			t.Errorf("%q is no product", r.product)
		}
	}
}
