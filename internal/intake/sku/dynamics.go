package sku

// dynamicsParts are the part numbers of Dynamics 365 beyond the former CRM Online and AX 7.
var dynamicsParts = []part{
	{"DYN365_ENTERPRISE_PLAN1", "Dynamics 365 Customer Engagement Plan"},
	{"DYN365_ENTERPRISE_SALES", "Dynamics 365 for Sales Enterprise Edition"},
	{"D365_SALES_ENT_ATTACH", "Dynamics 365 Sales Enterprise Attach to Qualifying Dynamics 365 Base Offer"},
	{"D365_SALES_PRO", "Dynamics 365 For Sales Professional"},
	{"DYN365_SALES_PREMIUM", "Dynamics 365 Sales Premium"},
	{"DYN365_ENTERPRISE_CUSTOMER_SERVICE", "Dynamics 365 for Customer Service Enterprise Edition"},
	{"DYN365_CUSTOMER_SERVICE_PRO", "Dynamics 365 Customer Service Professional"},
	{"D365_CUSTOMER_SERVICE_ENT_ATTACH", "Dynamics 365 for Customer Service Enterprise Attach to Qualifying Dynamics 365 Base Offer A"},
	{"DYN365_ENTERPRISE_FIELD_SERVICE", "Dynamics 365 for Field Service Enterprise Edition"},
	{"D365_FIELD_SERVICE_ATTACH", "Dynamics 365 for Field Service Attach to Qualifying Dynamics 365 Base Offer"},
	{"DYN365_ENTERPRISE_SALES_CUSTOMERSERVICE", "Dynamics 365 for Sales and Customer Service Enterprise Edition"},
	{"DYN365_ENTERPRISE_CASE_MANAGEMENT", "Dynamics 365 for Case Management Enterprise Edition"},
	{"DYN365_ENTERPRISE_TEAM_MEMBERS", "Dynamics 365 for Team Members Enterprise Edition"},
	{"DYN365_TEAM_MEMBERS", "Dynamics 365 Team Members"},
	{"DYN365_ENTERPRISE_P1_IW", "Dynamics 365 P1 Tria for Information Workers"},
	{"DYN365_BUSCENTRAL_ESSENTIAL", "Dynamics 365 Business Central Essentials"},
	{"DYN365_BUSCENTRAL_PREMIUM", "Dynamics 365 Business Central Premium"},
	{"DYN365_BUSCENTRAL_TEAM_MEMBER", "Dynamics 365 Business Central Team Members"},
	{"DYN365_FINANCIALS_BUSINESS_SKU", "Dynamics 365 for Financials Business Edition"},
	{"DYN365_FINANCE", "Dynamics 365 Finance"},
	{"DYN365_FINANCE_ATTACH", "Dynamics 365 for Finance Attach to Qualifying Dynamics 365 Base Offer"},
	{"DYN365_SCM", "Dynamics 365 for Supply Chain Management"},
	{"DYN365_SCM_ATTACH", "Dynamics 365 for Supply Chain Management Attach to Qualifying Dynamics 365 Base Offer"},
	{"DYN365_RETAIL", "Dynamics 365 Commerce"},
	{"DYN365_PROJECT_OPERATIONS", "Dynamics 365 Project Operations"},
	{"DYN365_HUMAN_RESOURCES_ATTACH", "Dynamics 365 Human Resources Attach to Qualifying Dynamics 365 Base Offer"},
	{"DYN365_BUSINESS_MARKETING", "Dynamics 365 for Marketing Business Edition"},
	{"DYN365_MARKETING_APP", "Dynamics 365 Marketing App"},
	{"DYN365_CUSTOMER_INSIGHTS_BASE", "Dynamics 365 Customer Insights Standalone"},
	{"DYN365_CUSTOMER_VOICE_BASE", "Dynamics 365 Customer Voice"},
	{"FORMS_PRO", "Dynamics 365 Customer Voice Trial"},
	{"GUIDES_USER", "Dynamics 365 Guides"},
	{"MICROSOFT_REMOTE_ASSIST", "Dynamics 365 Remote Assist"},
	{"DYNAMICS_365_CONTACT_CENTER", "Dynamics 365 Contact Center"},
}

// crmParts are the part numbers of Dynamics CRM Online.
var crmParts = []part{
	{"CRMSTANDARD", "Microsoft Dynamics CRM Online"},
	{"CRMPLAN2", "Microsoft Dynamics CRM Online Basic"},
	{"CRMSTANDARD_GCC", "Microsoft Dynamics CRM Online for Government"},
	{"CRMPLAN2_GCC", "Microsoft Dynamics CRM Online Basic for Government"},
	{"CRMINSTANCE", "Dynamics 365 - Additional Production Instance (Qualified Offer)"},
	{"CRMTESTINSTANCE", "Dynamics 365 - Additional Non-Production Instance (Qualified Offer)"},
	{"CRMSTORAGE", "Dynamics 365 - Additional Database Storage (Qualified Offer)"},
	{"CRM_ONLINE_PORTAL", "Dynamics 365 Enterprise Edition - Additional Portal (Qualified Offer)"},
	{"CRM_HYBRIDCONNECTOR", "Dynamics 365 Hybrid Connector"},
}

// operationsParts are the part numbers of Dynamics 365 for Operations, the former AX 7.
var operationsParts = []part{
	{"Dynamics_365_for_Operations", "Dynamics 365 UNF OPS Plan ENT Edition"},
	{"Dynamics_365_for_Operations_Devices", "Dynamics 365 Operations - Device"},
	{"Dynamics_365_for_Operations_Sandbox_Tier2_SKU", "Dynamics 365 Operations - Sandbox Tier 2:Standard Acceptance Testing"},
	{"Dynamics_365_for_Operations_Sandbox_Tier4_SKU", "Dynamics 365 Operations - Sandbox Tier 4:Standard Performance Testing"},
	{"Dyn365_Operations_Activity", "Dynamics 365 Operations – Activity"},
}
