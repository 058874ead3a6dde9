package main

import "strconv"

// country is where somebody is, and the language that is spoken to them.
type country struct{ code, language string }

// plan is what a subscription is of.
type plan struct{ name, product, sku string }

// pick is the n-th of some things, from the first again after the last.
func pick[T any](of []T, n int) T { return of[n%len(of)] }

// customerName is the name of the n-th customer; no two are alike.
func customerName(n int) string {
	name, _ := company(n, trades())
	return name
}

// partnerName is the name of the n-th partner, and the town it is in; no two names are alike.
func partnerName(n int) (name, town string) {
	return company(n, []string{"Cloud", "Consulting", "IT-partner", "Solutions", "Managed Services", "Digital", "Sistemas"})
}

// company is the name of the n-th company of some lines of business. Where all of them are used up in
// all towns, a number is put behind.
func company(n int, lines []string) (name, town string) {
	families, towns := families(), towns()
	line := n / len(families)
	place := line / len(lines)
	town = pick(towns, place)
	name = pick(families, n) + " " + pick(lines, line) + " " + town
	if again := place / len(towns); again > 0 {
		name += " " + strconv.Itoa(again+1)
	}
	return name, town
}

// personName is the name of somebody at the n-th customer.
func personName(n int) string {
	given := []string{"Alva", "Björn", "Carmen", "Diego", "Elin", "Fátima", "Greta", "Hugo", "Inés", "Johan", "Kate", "Lucía", "Måns"}
	return pick(given, n) + " " + pick(families(), n/len(given))
}

func families() []string {
	return []string{
		"Lindqvist", "Åkesson", "Öberg", "Sandström", "Nyholm", "Hedlund", "Bergvall", "Ekdahl", "Forslund", "Grahn",
		"Castaño", "Ibáñez", "Quiroga", "Núñez", "Valverde", "Zabala", "Ortega", "Pereira", "Marín", "Etxeberria",
		"Ashdown", "Birtwistle", "Colefax", "Dunmore", "Fairweather", "Hartley", "Kingsnorth", "Marlow", "Pemberton", "Thornbury",
		"Jensen", "Dahl", "Korhonen", "Virtanen", "Brandt", "Vogel", "Moreau", "Lefèvre", "Rossi", "Novak",
	}
}

func trades() []string {
	return []string{
		"Bygg", "Åkeri", "Livs", "Mekaniska", "Fastigheter", "El & VVS", "Redovisning", "Skog", "Energi", "Trävaru",
		"Construcciones", "Transportes", "Alimentación", "Talleres", "Asesores", "Viñedos", "Textil", "Clínicas", "Logística", "Hoteles",
		"Engineering", "Foods", "Legal", "Logistics", "Care Homes", "Estates", "Breweries", "Printing", "Insurance", "Dairy",
	}
}

func towns() []string {
	return []string{
		"Malmö", "Göteborg", "Umeå", "Örebro", "Luleå", "Växjö", "Kiruna", "Ystad", "Uppsala", "Kalmar",
		"A Coruña", "Cádiz", "Logroño", "Málaga", "León", "Bilbao", "Girona", "Murcia", "Toledo", "Vigo",
		"Leeds", "York", "Bristol", "Cardiff", "Truro", "Dundee", "Derby", "Exeter", "Hull", "Norwich",
		"Aarhus", "Bergen", "Turku", "Lübeck", "Lyon", "Torino", "Brno", "Gdynia", "Graz", "Porto",
		"Cork", "Ghent", "Utrecht", "Basel", "Tartu",
	}
}

func countries() []country {
	return []country{{"SE", "sv"}, {"ES", "es"}, {"GB", "en"}, {"FI", "sv"}, {"IE", "en"}}
}

func plans() []plan {
	return []plan{
		{"Microsoft 365 Business Premium", "microsoft365", "SPB"},
		{"Microsoft 365 E3", "microsoft365", "SPE_E3"},
		{"Microsoft 365 E5", "microsoft365", "SPE_E5"},
		{"Office 365 E1", "office365", "STANDARDPACK"},
		{"Office 365 E3", "office365", "ENTERPRISEPACK"},
		{"Azure", "azure", "MS-AZR-0017P"},
		{"Dynamics 365 Sales Enterprise", "dynamics365", "DYN365_ENTERPRISE_SALES"},
		{"Dynamics 365 Finance", "dynamics365", "DYN365_FINANCE"},
		{"Intune", "intune", "INTUNE_A"},
		{"Enterprise Mobility + Security E3", "ems", "EMS"},
		{"Power BI Pro", "power-bi", "POWER_BI_PRO"},
		{"Power Apps per user", "power-platform", "POWERAPPS_PER_USER"},
	}
}

// uses are what a subscription is for. No order of names here depends on how capitals are sorted, so that
// SQLite can order by bytes, as it does best, and comes to the order of dpor.
func uses() []string {
	return []string{
		"Finance", "Production", "Head office", "Lager", "Fält", "Skola", "Tienda", "Almacén", "Ventas", "Test",
		"People", "Support", "Projects", "Archive", "Board", "Retail", "Depot", "Shared mailboxes",
	}
}

func channels() []string {
	return []string{"direct", "direct", "direct", "volume-licensing", "volume-licensing", "csp"}
}
