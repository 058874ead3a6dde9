// Package sku owns what the part numbers and offer names of Microsoft say: which product a
// subscription is for, and what it is called. The part numbers and names are those of Microsoft's
// public list of product names and service plan identifiers (DOMAIN 5).
//
// It must not know of files, exports or the rest of a record.
package sku

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/record"
)

// part is one product as it is sold.
type part struct{ number, name string }

// family is a product and its known parts.
type family struct {
	product record.Product
	parts   []part
}

var families = []family{
	{"office365", officeParts},
	{"microsoft365", microsoftParts},
	{"dynamics365", dynamicsParts},
	{"crm-online", crmParts},
	{"ax7", operationsParts},
	// The directory plans have no product of their own; they are sold as the parts of EMS.
	{"ems", mobilityParts},
	{"intune", intuneParts},
	{"power-bi", powerBIParts},
	{"power-platform", powerPlatformParts},
}

// rule gives a product to every text that begins with start.
type rule struct {
	start   string
	product record.Product
}

// numberRules are for the part numbers that no table has; the first that fits holds.
var numberRules = []rule{
	{"Dynamics_365_for_Operations", "ax7"}, {"DYN365_OPERATIONS", "ax7"}, {"AX7", "ax7"}, {"AX_", "ax7"},
	{"DYN365", "dynamics365"}, {"D365_", "dynamics365"}, {"DYNAMICS_365", "dynamics365"}, {"FORMS_PRO", "dynamics365"},
	{"CRM", "crm-online"},
	{"POWER_BI", "power-bi"}, {"POWERBI", "power-bi"}, {"PBI_", "power-bi"},
	{"POWERAPPS", "power-platform"}, {"POWER_APPS", "power-platform"}, {"POWERFLOW", "power-platform"},
	{"FLOW_", "power-platform"}, {"POWERAUTOMATE", "power-platform"}, {"POWER_AUTOMATE", "power-platform"},
	{"POWER_PAGES", "power-platform"}, {"POWER PAGES", "power-platform"}, {"POWER_VIRTUAL", "power-platform"},
	{"VIRTUAL_AGENT", "power-platform"},
	{"EMS", "ems"}, {"AAD_", "ems"}, {"RIGHTSMANAGEMENT", "ems"}, {"MICROSOFT_ENTRA", "ems"},
	{"INTUNE", "intune"}, {"MICROSOFT_INTUNE", "intune"},
	{"MICROSOFT_TEAMS", "office365"}, {"TEAMS_", "office365"},
	{"O365_W/O TEAMS BUNDLE_M", "microsoft365"}, {"O365_W/O_TEAMS_BUNDLE_M", "microsoft365"},
	{"O365_BUSINESS_", "microsoft365"}, {"SMB_BUSINESS_", "microsoft365"},
	{"OFFICE_365_W/O_TEAMS_BUNDLE_BUSINESS", "microsoft365"},
	{"SPE_", "microsoft365"}, {"SPB", "microsoft365"}, {"M365", "microsoft365"}, {"MICROSOFT_365", "microsoft365"},
	{"MICROSOFT365", "microsoft365"}, {"MICROSOFT 365", "microsoft365"}, {"BUSINESS_VOICE", "microsoft365"},
	{"O365_", "office365"}, {"OFFICE", "office365"}, {"ENTERPRISEP", "office365"}, {"STANDARD", "office365"},
	{"DESKLESSPACK", "office365"}, {"LITEPACK", "office365"}, {"EXCHANGE", "office365"}, {"SHAREPOINT", "office365"},
	{"WACONEDRIVE", "office365"}, {"MCO", "office365"}, {"PROJECT", "office365"}, {"VISIO", "office365"},
	{"MEETING_ROOM", "office365"}, {"PHONESYSTEM", "office365"}, {"ATP_ENTERPRISE", "office365"},
	{"MS-AZR", "azure"},
}

// nameRules are for the names of offers that no table has; "Microsoft " before a name is taken off.
var nameRules = []rule{
	{"Azure Information Protection", "ems"}, {"Azure Active Directory", "ems"}, {"Entra", "ems"},
	{"Enterprise Mobility", "ems"}, {"Azure", "azure"},
	{"Intune", "intune"}, {"Power BI", "power-bi"},
	{"Power Apps", "power-platform"}, {"PowerApps", "power-platform"}, {"Power Automate", "power-platform"},
	{"Power Pages", "power-platform"}, {"Power Virtual", "power-platform"}, {"Flow", "power-platform"},
	{"Copilot Studio", "power-platform"},
	{"Dynamics CRM", "crm-online"}, {"Dynamics 365 for Operations", "ax7"}, {"Dynamics AX", "ax7"},
	{"Dynamics 365 Operations", "ax7"}, {"Dynamics 365", "dynamics365"}, {"Relationship Sales", "dynamics365"},
	{"365 Apps", "office365"}, {"365", "microsoft365"},
	{"Office 365", "office365"}, {"Exchange Online", "office365"}, {"SharePoint Online", "office365"},
	{"OneDrive for Business", "office365"}, {"Skype", "office365"}, {"Teams", "office365"},
	{"Project", "office365"}, {"Planner", "office365"}, {"Visio", "office365"},
}

// Lookup gives the product of a part number, in any letter case, and the name it is sold under. The
// product of an unknown one is other; a name that is not known is empty.
func Lookup(number string) (product record.Product, name string) {
	for _, f := range families {
		for _, p := range f.parts {
			if strings.EqualFold(p.number, number) {
				return f.product, p.name
			}
		}
	}
	return first(numberRules, number), ""
}

// ProductOf gives the product of an offer's name, in any letter case; other where it is not known.
func ProductOf(name string) record.Product {
	for _, f := range families {
		for _, p := range f.parts {
			if strings.EqualFold(p.name, name) {
				return f.product
			}
		}
	}
	const maker = "Microsoft "
	if begins(name, maker) {
		name = name[len(maker):]
	}
	return first(nameRules, name)
}

func first(rules []rule, text string) record.Product {
	for _, r := range rules {
		if begins(text, r.start) {
			return r.product
		}
	}
	return record.OtherProduct
}

// begins tells whether text begins with start, in any letter case.
func begins(text, start string) bool {
	return len(text) >= len(start) && strings.EqualFold(text[:len(start)], start)
}
