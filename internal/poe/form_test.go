package poe

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// filled is a form with something in every field.
func filled() Form {
	return Form{
		ClaimID: "CLM-7", ClaimName: "Intranet & <Teams> \"2026\"", SolutionArea: "Modern Work and Security", Role: "Use or consume",
		PartnerID: "4391507", PartnerName: "Zażółć Łódź sp. z o.o.", PartnerCity: "Łódź",
		TenantID: "7a1d2c3e-9f40-4b6a-8c55-0e1f2a3b4c5d", Domain: "ellada.example", CustomerName: "Ελλάδα 株式会社",
		Items: []Item{
			{"exchange-online", "Exchange Online"},
			{"6fd2c87f-b296-42f0-b197-1e91e994b900", "Dynamics 365 Sales 'Enterprise'"},
		},
		CustomerContact: Contact{"Ελένη Παπαδοπούλου", "IT director", "eleni@ellada.example"},
		CompanyContact:  Contact{Name: "Åsa Öberg", Email: "asa@zazolc.example"},
		SellerName:      "Seller & Sons", EndCustomerName: "شركة المثال", ProductName: "Warehouse <Pro>",
		NoPayment: true, Prepared: "2026-05-04",
	}
}

// texts are the texts that a form is filled in with.
func (f Form) texts() []string {
	list := []string{
		f.ClaimID, f.ClaimName, f.SolutionArea, f.Role, f.PartnerID, f.PartnerName, f.PartnerCity, f.TenantID, f.Domain,
		f.CustomerName, f.SellerName, f.EndCustomerName, f.ProductName, f.Prepared,
	}
	for _, c := range []Contact{f.CustomerContact, f.CompanyContact} {
		list = append(list, c.Name, c.Title, c.Email)
	}
	for _, i := range f.Items {
		list = append(list, i.ID, i.Name)
	}
	return list
}

func TestEveryTextOfTheClaimStandsInTheForm(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		got, _ := body(t, filled(), lang)
		for _, text := range filled().texts() {
			if !strings.Contains(got, text) {
				t.Errorf("%s: %q is not in the form:\n%s", lang, text, got)
			}
		}
	}
}

func TestASectionStandsOnlyWhereTheClaimCallsForIt(t *testing.T) {
	const revenue, payment = "Influenced revenue", "Incentive payments"
	for name, c := range map[string]struct {
		change func(*Form)
		want   map[string]bool
	}{
		"all of it":      {func(*Form) {}, map[string]bool{revenue: true, payment: true}},
		"payments":       {func(f *Form) { f.NoPayment = false }, map[string]bool{revenue: true, payment: false}},
		"only a product": {func(f *Form) { f.SellerName, f.EndCustomerName = "", "" }, map[string]bool{revenue: true, payment: true}},
		"no revenue": {
			func(f *Form) { f.SellerName, f.EndCustomerName, f.ProductName = "", "", "" },
			map[string]bool{revenue: false, payment: true},
		},
	} {
		f := filled()
		c.change(&f)
		text, _ := body(t, f, "en")
		for part, want := range c.want {
			if got := strings.Contains(text, part); got != want {
				t.Errorf("%s: %q stands there: %v, want %v", name, part, got, want)
			}
		}
	}
}

func TestAFormOfAnEmptyClaimIsThereToBeFilledIn(t *testing.T) {
	text, elements := body(t, Form{}, "en")
	for _, part := range []string{"On behalf of the customer, I confirm that the partner carried out", "7. Measurable outcome", "8. Confirmation by the customer"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in the form:\n%s", part, text)
		}
	}
	if _, one := body(t, Form{Items: make([]Item, 1)}, "en"); elements["tr"] != one["tr"]+emptyItems-1 {
		t.Errorf("%d rows without items, %d with one", elements["tr"], one["tr"])
	}
	if properties := opened(t, written(t, Form{}, "en"))["docProps/core.xml"]; strings.Contains(properties, "created") {
		t.Errorf("a form without a day says when it was made: %s", properties)
	}
}

func TestTheFormIsWhollyInItsLanguage(t *testing.T) {
	keys := map[string]bool{}
	asked := map[string]map[string]string{}
	for _, lang := range catalogue.Languages() {
		asked[lang] = map[string]string{}
		text := in(lang)
		err := Write(io.Discard, filled(), lang, func(key string, args ...any) string {
			keys[key] = true
			asked[lang][key] = text(key, args...)
			return asked[lang][key]
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for _, key := range catalogue.Keys() {
		if strings.HasPrefix(key, "poe.") {
			want = append(want, key)
		}
	}
	if len(keys) != len(want) {
		t.Errorf("the form asks for %d sentences, the catalogue has %d", len(keys), len(want))
	}
	for _, key := range want {
		english := asked["en"][key]
		if english == "" || english == key {
			t.Errorf("%s has no English sentence", key)
		}
		for _, lang := range catalogue.Languages()[1:] {
			same := asked[lang][key] == english
			if word := key == "poe.partner" || key == "poe.items.id" || key == "poe.sign.company"; same && !word {
				t.Errorf("%s: %s is in English: %q", lang, key, english)
			}
		}
	}
}

func TestTheDocumentTellsItsLanguageTitleAndDay(t *testing.T) {
	for lang, tag := range map[string]string{"en": "en-GB", "es": "es-ES", "sv": "sv-SE", "de": "en-GB"} {
		parts := opened(t, written(t, filled(), lang))
		var got struct {
			Title    string `xml:"title"`
			Creator  string `xml:"creator"`
			Language string `xml:"language"`
			Created  string `xml:"created"`
		}
		want := got
		want.Title, want.Creator = in(lang)("poe.document", "claim", "CLM-7"), filled().PartnerName
		want.Language, want.Created = tag, "2026-05-04T00:00:00Z"
		if err := xml.Unmarshal([]byte(parts["docProps/core.xml"]), &got); err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("%s: %v\n%s", lang, err, cmp.Diff(want, got))
		}
		if !strings.Contains(parts["word/styles.xml"], `<w:lang w:val="`+tag+`"/>`) {
			t.Errorf("%s: the text is in another language", lang)
		}
		if footer, _, err := shown(parts["word/footer.xml"]); err != nil || !strings.Contains(footer, "CLM-7") {
			t.Errorf("%s: the footer is %q, %v", lang, footer, err)
		}
	}
}
