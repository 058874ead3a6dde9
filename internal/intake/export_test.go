package intake

import (
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestEachExportTellsWhatItKnows(t *testing.T) {
	const litware, woodgrove = "a2000000-0000-4000-8000-0000000000f1", "9d000000-0000-4000-8000-0000000000e1"
	for name, c := range map[string]struct {
		tenant   bool // given by the caller
		rows     []string
		warnings int
	}{
		"graph-subscriptions.json": {true, []string{
			"5: subscriptionId=9d000000-0000-4000-8000-0000000000b1 tenantId=" + home + " name=Office 365 E5 product=office365 sku=ENTERPRISEPREMIUM status=lockedOut seats=40 trial=false startsOn=2023-05-06 endsOn=2024-05-06",
			"12: subscriptionId=9d000000-0000-4000-8000-0000000000b2 tenantId=" + home + " name=HOUSE_OF_SKU product=other sku=HOUSE_OF_SKU status=warning endsOn=",
		}, 1},
		"graph-powershell.json": {true, []string{
			"2: subscriptionId=9d000000-0000-4000-8000-0000000000b3 tenantId=" + home + " name=Microsoft Dynamics CRM Online product=crm-online sku=CRMSTANDARD status=suspended seats=5 trial=true startsOn=2023-05-06 endsOn=2024-05-06",
		}, 0},
		"graph-skus.json": {false, []string{
			"2: subscriptionId=9d000000-0000-4000-8000-0000000000b4 tenantId=" + woodgrove + " name=Microsoft 365 E5 product=microsoft365 sku=SPE_E5 status=enabled seats=25",
			"5: subscriptionId=9d000000-0000-4000-8000-0000000000b5 tenantId=" + woodgrove + " name=Intune product=intune sku=INTUNE_A status=deleted",
			"5: subscriptionId=9d000000-0000-4000-8000-0000000000b6 tenantId=" + woodgrove + " name=Intune product=intune sku=INTUNE_A status=deleted",
		}, 0},
		"graph-skus-powershell.json": {true, []string{
			"1: subscriptionId=9d000000-0000-4000-8000-0000000000b7 tenantId=" + home + " name=Power BI Pro product=power-bi sku=POWER_BI_PRO status=warning seats=7",
		}, 0},
		"graph-organization.json": {false, []string{
			"1: tenantId=" + woodgrove + " name=Woodgrove domain=woodgrove.example country=NL language=nl",
		}, 0},
		"azure-subscriptions.json": {true, []string{
			"2: subscriptionId=a2000000-0000-4000-8000-000000000001 tenantId=" + litware + " name=Litware production product=azure sku=CSP_2015-05-01 status=warning channel=csp trial=false",
			"5: subscriptionId=a2000000-0000-4000-8000-000000000002 tenantId=" + litware + " name=Litware trial product=azure sku=FreeTrial_2014-09-01 status=disabled trial=true",
			"7: subscriptionId=a2000000-0000-4000-8000-000000000003 tenantId=" + litware + " name=Litware test product=azure sku=EnterpriseAgreement_2014-09-01 status=warning trial=false",
			"9: subscriptionId=a2000000-0000-4000-8000-000000000004 tenantId=" + litware + " name=Litware paid product=azure sku=PayAsYouGo_2014-09-01 status=enabled channel=direct trial=false",
		}, 0},
		"azure-cli.json": {false, []string{
			"2: subscriptionId=a2000000-0000-4000-8000-000000000005 tenantId=" + litware + " name=Litware lab product=azure status=enabled",
		}, 0},
		"azure-powershell.json": {false, []string{
			"1: subscriptionId=a2000000-0000-4000-8000-000000000006 tenantId=" + litware + " name=Litware archive product=azure sku=PayAsYouGo_2014-09-01 status=expired channel=direct trial=false",
		}, 0},
		"partnercenter-customers.json": {false, []string{
			"2: tenantId=bc000000-0000-4000-8000-000000000001 name=Adatum domain=adatum.example",
			"3: tenantId=bc000000-0000-4000-8000-000000000002 name=Proseware",
		}, 1},
		"partnercenter-subscriptions.json": {true, []string{
			"2: subscriptionId=bc000000-0000-4000-8000-0000000000a1 tenantId=bc000000-0000-4000-8000-000000000001 name=Adatum reports product=power-bi sku=bc000000-0000-4000-8000-0000000000aa status=enabled seats=12 channel=csp trial=false startsOn=2021-07-08 endsOn=2022-07-08",
			"6: subscriptionId=bc000000-0000-4000-8000-0000000000a2 tenantId=" + home + " name=Microsoft Azure product=azure sku=MS-AZR-0145P status=disabled seats=1 channel=csp endsOn=",
			"2: type=transacting partnerId=4100009 tenantId=bc000000-0000-4000-8000-000000000001 subscriptionId=bc000000-0000-4000-8000-0000000000a1",
		}, 0},
		"partnercenter-profile.json": {false, []string{"1: partnerId=4100009 name=Consolidated"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{}
			if c.tenant {
				o = atHome(t)
			}
			rows, warnings, err := readAll([]Source{sample(t, name)}, o)
			if err != nil {
				t.Fatal(err)
			}
			same(t, shown(rows), c.rows)
			same(t, len(warnings), c.warnings)
			for _, w := range warnings {
				same(t, w.Key, "intake.page")
			}
		})
	}
}

func TestTheTenantOfTheCallerOwnsSubscribedSKUs(t *testing.T) {
	rows, _, err := readAll([]Source{sample(t, "graph-skus.json")}, atHome(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range rows.Subscriptions {
		same(t, s.Record.Tenant.String(), home)
	}
}

func TestAnExportThatDoesNotSayWhoseItIsAsksForTheTenantOnce(t *testing.T) {
	for _, name := range []string{"graph-subscriptions.json", "partnercenter-subscriptions.json"} {
		_, _, err := readAll([]Source{sample(t, name)}, Options{})
		e := fault.As(err)
		if len(e.Details) > 0 || e.Code != fault.Usage || e.Key != "intake.tenant" || e.Target != "--tenant" || e.File != name {
			t.Errorf("%s: %v %v", name, e, e.Details)
		}
	}
}

func TestAnUnknownStatusWordNamesItsRow(t *testing.T) {
	for name, content := range map[string]string{
		"graph":          `{"value":[{"id":"9d000000-0000-4000-8000-0000000000b1","skuPartNumber":"X","status":"Enabled"},` + "\n" + `{"id":"9d000000-0000-4000-8000-0000000000b2","skuPartNumber":"X","status":"Napping"}]}`,
		"azure":          `[{"id":"9d000000-0000-4000-8000-0000000000b1","tenantId":"` + home + `","state":"enabled"},` + "\n" + `{"id":"9d000000-0000-4000-8000-0000000000b2","tenantId":"` + home + `","state":"Napping"}]`,
		"partner center": `{"items":[{"id":"9d000000-0000-4000-8000-0000000000b1","offerId":"X","status":"ACTIVE"},` + "\n" + `{"id":"9d000000-0000-4000-8000-0000000000b2","offerId":"X","status":"Napping"}]}`,
	} {
		rows, _, err := readAll(given("f", content), atHome(t))
		e := fault.As(err)
		if e == nil || e.Key != "intake.status" || e.Line != 2 || e.Value != "Napping" || e.SubscriptionID != "9d000000-0000-4000-8000-0000000000b2" {
			t.Errorf("%s: %v", name, e)
		}
		same(t, len(shown(rows)), 0)
	}
}

func TestAnErrorAnswerIsNoExport(t *testing.T) {
	for _, content := range []string{
		`{"error":{"code":"Forbidden","message":"No.","innerError":{}}}`,
		`{"odata.error":{"code":"Forbidden","message":{"lang":"en","value":"No."}}}`,
		`{"code":3000,"description":"No.","data":[],"source":"PartnerFD"}`,
		`[{"error":{"code":"Forbidden","message":"No."}}]`,
	} {
		_, _, err := readAll(given("f.json", content), Options{})
		e := fault.As(err)
		if e == nil || e.Code != fault.Invalid || e.Key != "intake.answer" || e.Args["file"] != "f.json" {
			t.Errorf("%s: %v", content, e)
		}
	}
}

func TestRowsThatWereRefusedBeforeAreNoErrorAnswer(t *testing.T) {
	content := `{"subscriptionId":"9d000000-0000-4000-8000-0000000000b1","partnerId":"4100001","code":"conflict","message":"x"}`
	_, _, err := readAll(given("f", content), Options{})
	same(t, refusals(err), []string{"1 code intake.column.unknown conflict", "1 message intake.column.unknown x"})
}
