package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
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
		{mono(string(access.Claim)), "draft, submit, dispute and end claims of a partner ID"},
		{mono(string(access.RecordVerdict)), "write down what the portal decided on a claim"},
		{mono(string(access.DeclineClaim)), "decline a claim on one's own tenant"},
		{mono(string(access.Sweep)), "reject claims that were not answered in time"},
		{mono(string(access.Tidy)), "remove evidence that no claim refers to: `dpor doctor --fix`"},
		{mono(string(access.Send)), "send the messages of the outbox, whomever they go to: `dpor notify send`"},
		{mono(string(access.DecideMail)), "retry and drop messages about one's own tenants, or of one's own partner IDs"},
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
		"## Claim", "These are the fields of a new claim in a file for `dpor claim new -f`; a dot parts an object's key from that of a field in it, so that in JSON and YAML `customerContact` is an object. `dpor claim show` prints more of a claim: its status and number, evidence, comments and history. See [the life of a claim](states.md).",
		fieldTable(cpor.FormFields()),
		"## Workload", "What can be claimed is a list that ships with dpor. A file of the same form takes its place where the setting `claim.catalogue` names it. The products are those of subscriptions that a claim of the solution area can be for.",
		fieldTable(cpor.ItemFields()),
		"## How values are written",
		table([]string{"type", "in a file and a table", "in JSON"}, [][]string{
			{"text, word", "as it is", "a string"},
			{"ID", "a partner ID is 4 to 9 digits without a leading zero; a tenant or subscription ID is a GUID in any letter case, with or without braces, and printed in lower case", "a string"},
			{"number", "digits", "a number"},
			{"truth", "`true` or `false`; `yes`, `no`, `1` and `0` are read too", "true or false"},
			{"day", "`YYYY-MM-DD`; of a whole time the day in UTC is read", "a string"},
			{"list", "texts with semicolons between them", "an array of strings"},
		}),
		"The tables are `pkg/record/customer.go:CustomerFields`, `pkg/record/subscription.go:SubscriptionFields`, `pkg/record/partner.go:PartnerFields`, `pkg/record/association.go:AssociationFields`, `pkg/cpor/form.go:FormFields` and `pkg/cpor/catalogue.go:ItemFields`. The list that ships is `internal/workload/workloads.csv`.",
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
				config.Path: "a file or folder", config.Duration: "a length of time, such as `5s`", config.Name: "the name of a profile",
				config.Text: "a text", config.Period: "business days such as `5bd`, or days such as `30d`",
				config.Days: "days with commas between, or `none`", config.Number: fmt.Sprintf("a number from `%d` to `%d`", s.Least, s.Most),
				config.Sender: "an e-mail address, such as `Contoso <por@contoso.com>`", config.Host: "the name or number of a machine, such as `smtp.contoso.com`",
			}[s.Kind]
		}
		inFile := "yes"
		if s.NotInFile {
			inFile = "no"
		}
		flag := mono("--" + s.Key)
		if s.NoFlag {
			flag = ""
		}
		rows = append(rows, []string{
			mono(s.Key), flag, mono(config.EnvName(s.Key)), takes, mono(s.Default), inFile,
			prose(english.Text("config."+s.Key, nil)),
		})
	}
	return joined([]string{
		"# Settings",
		"A flag beats the environment, the environment beats the configuration file, and the file beats the default. `dpor config list` shows every value and where it comes from.",
		table([]string{"key", "flag", "environment", "takes", "default", "in the file", "what it says"}, rows),
		"A setting without a flag holds for every run alike. In the file a dot nests: `claim.answer-within` is `answer-within` below `claim`.",
		"`--config` (" + mono(config.EnvName("config")) + ") names the configuration file itself. `NO_COLOR` is as good as `--color never`.",
		"## Where things are",
		table([]string{"what", "Linux", "macOS", "Windows"}, [][]string{
			{"ledger", "`~/.local/share/dpor/ledger.db`", "`~/Library/Application Support/dpor/ledger.db`", "`%LocalAppData%\\dpor\\ledger.db`"},
			{"evidence", "beside the ledger, `ledger.db.evidence/`", "beside the ledger", "beside the ledger"},
			{"what a sender of messages notes, to be taken along with the ledger", "beside the ledger, `ledger.db.sending`", "beside the ledger", "beside the ledger"},
			{"configuration", "`~/.config/dpor/config.yaml`", "`~/Library/Application Support/dpor/config.yaml`", "`%AppData%\\dpor\\config.yaml`"},
		}),
		"Where `XDG_DATA_HOME` or `XDG_CONFIG_HOME` is set, it counts on every system. The language is that of `LC_ALL`, `LC_MESSAGES` or `LANG`, where dpor speaks it, else English.",
		"The table is `internal/config/settings.go:Settings`, the places are `internal/config/machine.go:FilePath`.",
	})
}
