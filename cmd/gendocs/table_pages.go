package main

import (
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

func exitCodes() string {
	var rows [][]string
	for _, e := range fault.Exits() {
		rows = append(rows, []string{strconv.Itoa(e.Number), mono(string(e.Code)), prose(e.When)})
	}
	return joined([]string{
		"# Exit codes",
		"The number is what the process ends with. The name is `error.code` in the JSON form of an error: see [scripting](scripting.md).",
		table([]string{"number", "name", "when"}, rows),
		"The table is `pkg/fault/code.go:Exits`.",
	})
}

func roles() string {
	english := catalogue.New("en")
	var rows [][]string
	for _, role := range access.Roles() {
		var rights []string
		for _, r := range access.Rights() {
			if r.Role == role {
				rights = append(rights, mono(string(r.Action))+" ("+string(r.Scope)+")")
			}
		}
		if len(rights) == 0 {
			rights = []string{"nothing but read"}
		}
		rows = append(rows, []string{mono(string(role)), prose(english.Text("role."+string(role), nil)), strings.Join(rights, ", ")})
	}
	actions := [][]string{
		{mono(string(access.Designate)), "add, change and remove the partner of record"},
		{mono(string(access.DecideRequest)), "accept or decline a partner's request"},
		{mono(string(access.AskForPlace)), "ask for the place of a subscription on behalf of a partner ID"},
		{mono(string(access.Record)), "import customers, subscriptions, partners and associations"},
	}
	return joined([]string{
		"# Roles",
		"A [profile](cli/profile.md) says which role a person has. Reading needs no role and no profile.",
		table([]string{"role", "who that is", "may"}, rows),
		"Importing an association of type `dpor` is a designation: it needs the right to `designate` in that tenant.",
		table([]string{"action", "what it is"}, actions),
		"The table is `pkg/access/role.go:Rights`. What these roles promise, and what they cannot, is in [ADR 3](adr/0003-what-local-roles-can-and-cannot-promise.md).",
	})
}

func records() string {
	return joined([]string{
		"# Records",
		"The keys are those of JSON and of the columns of a CSV file; `dpor import` reads what `dpor list` prints of customers, subscriptions, partners, and of associations that hold. The first key tells a customer, subscription or partner from every other one. A field that a file does not name stays as it was.",
		"## Customer", fieldTable(record.CustomerFields()),
		"## Subscription", fieldTable(record.SubscriptionFields()),
		"## Partner", fieldTable(record.PartnerFields()),
		"## Association", "These are the fields that a file can have. `dpor list` prints more of them: names come from the other records, and `status` from the dates. Of type `dpor` is one that `dpor add-por` and its kin make. Type, partner, tenant, subscription and workload together tell an association from every other one.",
		fieldTable(record.AssociationFields()),
		"## How values are written",
		table([]string{"type", "in a file and a table", "in JSON"}, [][]string{
			{"text, word", "as it is", "a string"},
			{"ID", "a partner ID is 4 to 9 digits without a leading zero; a tenant or subscription ID is a GUID in any letter case, with or without braces, and printed in lower case", "a string"},
			{"number", "digits", "a number"},
			{"truth", "`true` or `false`; `yes`, `no`, `1` and `0` are read too", "true or false"},
			{"day", "`YYYY-MM-DD`; of a whole time the day in UTC is read", "a string"},
			{"list", "texts with semicolons between them", "an array of strings"},
		}),
		"The tables are `pkg/record/customer.go:CustomerFields`, `pkg/record/subscription.go:SubscriptionFields`, `pkg/record/partner.go:PartnerFields` and `pkg/record/association.go:AssociationFields`.",
	})
}

// fieldTable is the table of a record's fields, with what an empty value of a file means.
func fieldTable[T any](fields []record.Field[T]) string {
	english := catalogue.New("en")
	names := map[record.Type]string{
		record.Text: "text", record.ID: "ID", record.Word: "word", record.Number: "number",
		record.Truth: "truth", record.Day: "day", record.List: "list",
	}
	var rows [][]string
	for _, f := range fields {
		var unset T
		empty := ""
		if err := f.Parse(&unset, ""); err == nil {
			empty = f.Text(&unset)
		}
		rows = append(rows, []string{mono(f.Key), english.Text("column."+f.Key, nil), names[f.Type], monos(f.Words), mono(empty)})
	}
	return table([]string{"key", "in a table", "type", "words", "left empty it is"}, rows)
}

func settings() string {
	english := catalogue.New("en")
	var rows [][]string
	for _, s := range config.Settings() {
		takes := monos(s.Words)
		if takes == "" {
			takes = map[config.Kind]string{
				config.Path: "a file", config.Duration: "a length of time, such as `5s`", config.Name: "the name of a profile",
				config.Text: "a text",
			}[s.Kind]
		}
		inFile := "yes"
		if s.NotInFile {
			inFile = "no"
		}
		rows = append(rows, []string{
			mono(s.Key), mono("--" + s.Key), mono(config.EnvName(s.Key)), takes, mono(s.Default), inFile,
			prose(english.Text("config."+s.Key, nil)),
		})
	}
	return joined([]string{
		"# Settings",
		"A flag beats the environment, the environment beats the configuration file, and the file beats the default. `dpor config list` shows every value and where it comes from.",
		table([]string{"key", "flag", "environment", "takes", "default", "in the file", "what it says"}, rows),
		"`--config` (" + mono(config.EnvName("config")) + ") names the configuration file itself. `NO_COLOR` is as good as `--color never`.",
		"## Where things are",
		table([]string{"what", "Linux", "macOS", "Windows"}, [][]string{
			{"ledger", "`~/.local/share/dpor/ledger.db`", "`~/Library/Application Support/dpor/ledger.db`", "`%LocalAppData%\\dpor\\ledger.db`"},
			{"configuration", "`~/.config/dpor/config.yaml`", "`~/Library/Application Support/dpor/config.yaml`", "`%AppData%\\dpor\\config.yaml`"},
		}),
		"Where `XDG_DATA_HOME` or `XDG_CONFIG_HOME` is set, it counts on every system. The language is that of `LC_ALL`, `LC_MESSAGES` or `LANG`, where dpor speaks it, else English.",
		"The table is `internal/config/settings.go:Settings`, the places are `internal/config/machine.go:FilePath`.",
	})
}
