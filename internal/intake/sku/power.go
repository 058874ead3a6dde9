package sku

// powerBIParts are the part numbers of Power BI.
var powerBIParts = []part{
	{"POWER_BI_INDIVIDUAL_USER", "Power BI"},
	{"POWER_BI_PRO", "Power BI Pro"},
	{"POWER_BI_PRO_FACULTY", "Power BI Pro for Faculty"},
	{"POWER_BI_PRO_DEPT", "Power BI Pro Dept"},
	{"POWERBI_PRO_GOV", "Power BI Pro for GCC"},
	{"POWER_BI_ADDON", "Power BI for Office 365 Add-On"},
	{"PBI_PREMIUM_PER_USER", "Power BI Premium Per User"},
	{"PBI_PREMIUM_PER_USER_ADDON", "Power BI Premium Per User Add-On"},
	{"PBI_PREMIUM_EM1_ADDON", "Power BI Premium EM1"},
	{"PBI_PREMIUM_EM2_ADDON", "Power BI Premium EM2"},
	{"PBI_PREMIUM_P1_ADDON", "Power BI Premium P1"},
}

// powerPlatformParts are the part numbers of Power Apps, Power Automate, Power Pages and Copilot Studio.
var powerPlatformParts = []part{
	{"POWERAPPS_PER_USER", "Power Apps Premium"},
	{"POWERAPPS_PER_APP", "Power Apps per app plan"},
	{"POWERAPPS_PER_APP_NEW", "Power Apps per app plan (1 app or portal)"},
	{"POWERAPPS_INDIVIDUAL_USER", "Power Apps and Logic Flows"},
	{"POWERAPPS_VIRAL", "Microsoft Power Apps Plan 2 Trial"},
	{"POWERAPPS_DEV", "Microsoft Power Apps for Developer"},
	{"POWERFLOW_P2", "Microsoft Power Apps Plan 2 (Qualified Offer)"},
	{"FLOW_FREE", "Microsoft Power Automate Free"},
	{"FLOW_P2", "Microsoft Power Automate Plan 2"},
	{"FLOW_PER_USER", "Power Automate per user plan"},
	{"FLOW_BUSINESS_PROCESS", "Power Automate per flow plan"},
	{"POWERAUTOMATE_ATTENDED_RPA", "Power Automate Premium"},
	{"POWERAUTOMATE_UNATTENDED_RPA", "Power Automate unattended RPA add-on"},
	{"Power_Automate_per_process", "Power Automate Process"},
	{"Power_Virtual_Agents", "Microsoft Copilot Studio"},
	{"VIRTUAL_AGENT_BASE", "Power Virtual Agent"},
	{"VIRTUAL_AGENT_USL", "Microsoft Copilot Studio User License"},
	{"CCIBOTS_PRIVPREV_VIRAL", "Microsoft Copilot Studio Viral Trial"},
	{"Power_Pages_vTrial_for_Makers", "Power Pages vTrial for Makers"},
}
