package sku

// mobilityParts are the part numbers of Enterprise Mobility + Security and the directory plans that are sold as parts of it.
var mobilityParts = []part{
	{"EMS", "Enterprise Mobility + Security E3"},
	{"EMSPREMIUM", "Enterprise Mobility + Security E5"},
	{"EMS_EDU_FACULTY", "Enterprise Mobility + Security A3 for Faculty"},
	{"EMS_GOV", "Enterprise Mobility + Security G3 GCC"},
	{"EMSPREMIUM_GOV", "Enterprise Mobility + Security G5 GCC"},
	{"AAD_BASIC", "Microsoft Entra ID Basic"},
	{"AAD_PREMIUM", "Microsoft Entra ID P1"},
	{"AAD_PREMIUM_P2", "Microsoft Entra ID P2"},
	{"RIGHTSMANAGEMENT", "Azure Information Protection Plan 1"},
	{"Microsoft_Entra_ID_Governance", "Microsoft Entra ID Governance"},
	{"ADALLOM_STANDALONE", "Microsoft Cloud App Security"},
	{"ATA", "Microsoft Defender for Identity"},
}

// intuneParts are the part numbers of Intune.
var intuneParts = []part{
	{"INTUNE_A", "Intune"},
	{"INTUNE_A_D", "Microsoft Intune Device"},
	{"INTUNE_A_VL", "Microsoft Intune Plan 1 A VL"},
	{"INTUNE_EDU", "Intune for Education"},
	{"INTUNE_SMB", "Microsoft Intune SMB"},
	{"INTUNE_A_GOV", "Microsoft Intune Government"},
	{"Microsoft_Intune_Suite", "Microsoft Intune Suite"},
	{"Microsoft_Intune_Advanced_Analytics", "Microsoft Intune Advanced Analytics"},
}
