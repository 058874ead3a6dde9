package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
	"pgregory.net/rapid"
)

func several(n int) error {
	var refusals []*fault.Error
	for i := range n {
		refusals = append(refusals, fault.New(fault.Invalid, "ids.partner", "value", i).In("in.csv", i+2, "partnerId", fmt.Sprint(i)))
	}
	return fault.Join(refusals)
}

func TestAnErrorIsASentenceAndAHint(t *testing.T) {
	const id = "3d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4d"
	for _, c := range []struct {
		name string
		err  error
		exit int
		want string
	}{
		{"none", nil, 0, ""},
		{"one", fault.New(fault.Invalid, "ids.partner", "value", "12\x1b\n"), 6,
			"dpor: \"12 \" is not a partner ID (MPN ID).\n  Type 4 to 9 digits that do not begin with 0, such as 1234567.\n"},
		{"wrapped", fmt.Errorf("while: %w", fault.New(fault.Cancelled, "cancelled")), 130,
			"dpor: Cancelled: nothing was changed.\n  Run the command again when you are ready.\n"},
		{"another error", errBroken, 1,
			"dpor: Something went wrong inside dpor: broken\n  Run the command again with --debug and report what it says.\n"},
		{"with a place", fault.New(fault.Invalid, "day.bad", "value", "x").In("a\u202eb.csv", 7, "since", "x"), 6,
			"dpor: ab.csv:7: since: \"x\" is not a date.\n  Type year, month and day, such as 2024-05-31; the year is 1900 or later.\n"},
		{"without a key", fault.New(fault.Changes, ""), 11, ""},
		{"two", several(2), 6,
			"dpor: 2 items were refused.\n  Put right what is listed and run the command again.\n" +
				"in.csv:2: partnerId: \"0\" is not a partner ID (MPN ID).\n  Type 4 to 9 digits that do not begin with 0, such as 1234567.\nin.csv:3: partnerId: \"1\" is not a partner ID (MPN ID).\n"},
		{"whose sentence names the file", fault.New(fault.NotFound, "cli.no-file", "file", "in.csv").In("in.csv", 1, "", ""), 3,
			"dpor: There is no file in.csv.\n  Check the name and the folder.\n"},
		{"two of subscriptions", fault.Join([]*fault.Error{fault.New(fault.Invalid, "day.bad", "value", "y").Of(id), fault.New(fault.Invalid, "day.bad", "value", "z")}), 6,
			"dpor: 2 items were refused.\n  Put right what is listed and run the command again.\n" + id + ": \"y\" is not a date.\n  Type year, month and day, such as 2024-05-31; the year is 1900 or later.\n\"z\" is not a date.\n"},
	} {
		p, out, err := printing(Table)
		if exit := p.Fail(c.err); exit != c.exit || err.String() != c.want || out.Len() > 0 {
			t.Errorf("%s: exit %d and\n%s\nwant exit %d and\n%s", c.name, exit, err, c.exit, c.want)
		}
	}
}

func TestAHundredRefusalsAreListedAndTheOthersCounted(t *testing.T) {
	p, _, err := printing(Table)
	p.Fail(several(103))
	lines := strings.Split(strings.TrimSpace(err.String()), "\n")
	if len(lines) != 2+100+1+1 || lines[103] != "… and 3 more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
	p, _, err = printing(Table)
	p.Fail(several(100))
	if strings.Contains(err.String(), "more") {
		t.Error("a hundred refusals are said to be more")
	}
}

func TestAnErrorForProgramsIsOneLine(t *testing.T) {
	for _, format := range []Format{JSON, NDJSON} {
		for want, given := range map[string]error{
			`{"error":{"code":"usage","message":"\"<b>&\u001b\u202e\" is not a date.","hint":"Type year, month and day, such as 2024-05-31; the year is 1900 or later.","target":"--since","details":[]}}`: fault.New(fault.Usage, "day.bad", "value", "<b>&\x1b\u202e").About("--since"),
			`{"error":{"code":"cancelled","message":"Cancelled: nothing was changed.","hint":"Run the command again when you are ready.","target":null,"details":[]}}`:                                     fault.New(fault.Cancelled, "cancelled"),
			`{"error":{"code":"invalid","message":"2 items were refused.","hint":"Put right what is listed and run the command again.","target":null,"details":[` +
				`{"line":2,"subscriptionId":null,"code":"invalid","message":"\"0\" is not a partner ID (MPN ID).","file":"in.csv","column":"partnerId","value":"0"},` +
				`{"line":3,"subscriptionId":null,"code":"invalid","message":"\"1\" is not a partner ID (MPN ID).","file":"in.csv","column":"partnerId","value":"1"}]}}`: several(2),
			`{"error":{"code":"conflict","message":"\"x\" is not a date.","hint":"Type year, month and day, such as 2024-05-31; the year is 1900 or later.","target":"s","details":[` +
				`{"line":null,"subscriptionId":"s","code":"conflict","message":"\"x\" is not a date."}]}}`: fault.New(fault.Conflict, "day.bad", "value", "x").Of("s"),
		} {
			p, out, err := printing(format)
			p.Fail(given)
			same(t, err.String(), want+"\n")
			same(t, out.String(), "")
		}
	}
}

func TestAllRefusalsAreToldToPrograms(t *testing.T) {
	p, _, err := printing(JSON)
	p.Fail(several(150))
	var back struct{ Error struct{ Details []any } }
	must(t, json.Unmarshal(err.Bytes(), &back))
	if len(back.Error.Details) != 150 {
		t.Errorf("%d details", len(back.Error.Details))
	}
}

func TestDebugTellsTheErrorsBelow(t *testing.T) {
	p, _, err := printing(Table)
	given := fault.New(fault.Internal, "ui.spool").Because(errors.Join(errBroken, fmt.Errorf("also: %w", errors.New("deep"))))
	p.Fail(given)
	if strings.Contains(err.String(), "debug") {
		t.Errorf("told without being asked: %s", err)
	}
	p.Debug = true
	p.Fail(given)
	for _, want := range []string{"debug: *fault.Error", "debug: *errors.errorString: broken", "debug: *errors.errorString: deep"} {
		if !strings.Contains(err.String(), want) {
			t.Errorf("%q is not in\n%s", want, err)
		}
	}
}

func TestDiagnosticsAreTheLastLinesForPeopleAndNotesForPrograms(t *testing.T) {
	given := fault.New(fault.Cancelled, "cancelled").Because(errBroken)
	const sentence, hint = "Cancelled: nothing was changed.", "Run the command again when you are ready."
	const first, chain, below = "debug: begun", "debug: *fault.Error: cancelled: cancelled: broken", "debug: *errors.errorString: broken"
	asText := first + "\ndpor: " + sentence + "\n  " + hint + "\n" + chain + "\n" + below + "\ndebug: exit code 130 after 1.5s\n"
	asJSON := `{"error":{"code":"cancelled","message":"` + sentence + `","hint":"` + hint + `","target":null,"details":[],"notes":["` +
		strings.Join([]string{first, chain, below, "debug: exit code 130 after 1.5s"}, `","`) + "\"]}}\n"
	for _, format := range Formats() {
		want := asText
		if format.machine() {
			want = asJSON
		}
		p, out, err := printing(format)
		p.Debug, p.Took = true, func() time.Duration { return 1500 * time.Millisecond }
		p.Diagnose("begun")
		p.Fail(given)
		same(t, err.String(), want)
		err.Reset()
		p.Fail(nil)
		same(t, err.String(), "debug: exit code 0 after 1.5s\n")
		err.Reset()
		p.Fail(&fault.Error{Code: fault.Changes})
		same(t, err.String(), "debug: *fault.Error: changes: \ndebug: exit code 11 after 1.5s\n")
		err.Reset()
		p.Debug = false
		p.Diagnose("begun")
		p.Fail(nil)
		same(t, err.String()+out.String(), "")
	}
}

func TestNoErrorNoteOrWarningIsUnsafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := outside().Draw(t, "text")
		e := fault.New(fault.Invalid, "day.bad", "value", text).In(text, 1, text, text).Because(errors.New(text))
		for _, format := range Formats() {
			p, _, err := printing(format)
			p.Debug = true
			p.Note("day.bad", "value", text)
			p.Warn("day.bad", "value", text)
			p.Fail(fault.Join([]*fault.Error{e, e}))
			p.Fail(e)
			p.Note("day.bad", "value", text)
			p.Fail(nil)
			safeOnTerminal(t, err.String(), "\n")
		}
	})
}

func TestQuietLeavesOutNotesButNoWarnings(t *testing.T) {
	for _, format := range Formats() {
		p, out, err := printing(format)
		p.Note("ui.none")
		p.Quiet = true
		p.Note("ui.none")
		p.Warn("day.bad", "value", "x")
		p.Fail(nil)
		same(t, err.String(), "There is nothing to show.\nWarning: \"x\" is not a date.\n")
		same(t, out.String(), "")
	}
}

func TestWhatWasSaidBeforeAnErrorIsPartOfItForPrograms(t *testing.T) {
	const note, warning = "There is nothing to show.", `Warning: "x" is not a date.`
	asJSON := `{"error":{"code":"cancelled","message":"Cancelled: nothing was changed.","hint":"Run the command again when you are ready.",` +
		`"target":null,"details":[],"notes":["There is nothing to show.","Warning: \"\u001bx\" is not a date."]}}` + "\n"
	asText := note + "\n" + warning + "\ndpor: Cancelled: nothing was changed.\n  Run the command again when you are ready.\n"
	for _, c := range []struct {
		format Format
		err    error
		want   string
	}{
		{JSON, fault.New(fault.Cancelled, "cancelled"), asJSON},
		{NDJSON, fault.New(fault.Cancelled, "cancelled"), asJSON},
		{Table, fault.New(fault.Cancelled, "cancelled"), asText},
		{YAML, fault.New(fault.Cancelled, "cancelled"), asText},
		{JSON, fault.New(fault.Changes, ""), note + "\n" + warning + "\n"},
	} {
		p, out, err := printing(c.format)
		p.Note("ui.none")
		p.Warn("day.bad", "value", "\x1bx")
		p.Fail(c.err)
		same(t, err.String(), c.want)
		same(t, out.String(), "")
	}
}

func TestEveryErrorOfThePackageHasASentenceAndAHint(t *testing.T) {
	for _, key := range []string{"ui.format", "ui.color", "ui.output", "ui.spool", "ui.query", "ui.query.failed", "ui.ask", "ui.select.empty", "cancelled", "internal"} {
		for _, lang := range catalogue.Languages() {
			if texts := catalogue.New(lang); !texts.Has(key) || !texts.Has(key+".hint") {
				t.Errorf("%s: %s lacks a sentence or a hint", lang, key)
			}
		}
	}
}

func TestAnErrorRepeatsOnlySoMuchOfAValue(t *testing.T) {
	long := strings.Repeat("ä", 5_000_000)
	for _, format := range Formats() {
		p, _, err := printing(format)
		p.Fail(fault.Join([]*fault.Error{
			fault.New(fault.Invalid, "ids.partner", "value", long).In("in.csv", 2, "partnerId", long).Of(long),
			fault.New(fault.Invalid, "ids.partner", "value", "1").About(long),
		}))
		if err.Len() > 5000 {
			t.Errorf("%s: an error of %d bytes", format, err.Len())
		}
	}
}

// ofClaims are refusals about two claims, of which one is also about a subscription.
func ofClaims() error {
	taken := fault.New(fault.Conflict, "claim.taken", "place", "teams", "held", "1000001", "tenant", "t").About("CLM-2")
	lacks := fault.New(fault.Invalid, "claim.lacks", "field", "name").About("CLM-1")
	lacks.Column = "name"
	over := fault.New(fault.Invalid, "claim.subscription-missing", "subscription", "s").Of("s").About("CLM-1")
	over.Column = "subscriptionIds"
	return fault.Join([]*fault.Error{lacks, over, taken})
}

func TestARefusalAmongSeveralNamesItsClaim(t *testing.T) {
	p, _, err := printing(Table)
	p.Fail(ofClaims())
	same(t, err.String(), "dpor: 3 items were refused.\n  Put right what is listed and run the command again.\n"+
		"CLM-1: name is not filled in.\n  Fill it in with dpor claim edit, or in the file.\n"+
		"CLM-1: Subscription s is not there.\n  Import it, or correct the claim with dpor claim edit --subscription.\n"+
		"CLM-2: teams is with partner 1000001 by an approved claim: a place has one partner.\n  It can be approved when that association has ended; see it with: dpor list --type cpor --tenant t\n")
	p, _, err = printing(JSON)
	p.Fail(ofClaims())
	same(t, err.String(), `{"error":{"code":"invalid","message":"3 items were refused.","hint":"Put right what is listed and run the command again.","target":null,"details":[`+
		`{"line":null,"subscriptionId":null,"target":"CLM-1","code":"invalid","message":"name is not filled in.","column":"name"},`+
		`{"line":null,"subscriptionId":"s","target":"CLM-1","code":"invalid","message":"Subscription s is not there.","column":"subscriptionIds"},`+
		`{"line":null,"subscriptionId":null,"target":"CLM-2","code":"conflict","message":"teams is with partner 1000001 by an approved claim: a place has one partner."}]}}`+"\n")
}

// A target that is the subscription itself, or is named by the sentence, is not told twice.
func TestARefusalTellsWhatItIsAboutOnce(t *testing.T) {
	moved := fault.Join([]*fault.Error{
		fault.New(fault.Conflict, "claim.moved", "claim", "CLM-1").About("CLM-1"), fault.New(fault.Invalid, "day.bad", "value", "y").Of("sub-1"),
	})
	p, _, err := printing(Table)
	p.Fail(moved)
	if !strings.Contains(err.String(), "\nCLM-1 changed since you looked.\n") || !strings.Contains(err.String(), "\nsub-1: \"y\" is not a date.\n") {
		t.Errorf("it says\n%s", err)
	}
	p, _, err = printing(JSON)
	p.Fail(moved)
	if got := err.String(); !strings.Contains(got, `"subscriptionId":null,"target":"CLM-1"`) || !strings.Contains(got, `"subscriptionId":"sub-1","code"`) {
		t.Errorf("it says %s", got)
	}
}

// A column is that of a file; alone, the sentence says which field it is.
func TestAColumnIsShownWithItsLineOnly(t *testing.T) {
	for want, e := range map[string]*fault.Error{
		"dpor: name is not filled in.\n":                    fault.New(fault.Invalid, "claim.lacks", "field", "name").In("", 0, "name", ""),
		"dpor: a.csv:3: name: name is not filled in.\n":     fault.New(fault.Invalid, "claim.lacks", "field", "name").In("a.csv", 3, "name", ""),
		"dpor: a.csv: name: name is not filled in.\n":       fault.New(fault.Invalid, "claim.lacks", "field", "name").In("a.csv", 0, "name", ""),
		"dpor: a.csv:3: CLM-1 changed since you looked.\n":  fault.New(fault.Conflict, "claim.moved", "claim", "CLM-1").About("CLM-1").In("a.csv", 3, "", ""),
		"dpor: CLM-1 changed since you looked.\n":           fault.New(fault.Conflict, "claim.moved", "claim", "CLM-1").About("CLM-1"),
		"dpor: 7: partnerId: partnerId is not filled in.\n": fault.New(fault.Invalid, "claim.lacks", "field", "partnerId").In("", 7, "partnerId", ""),
		"dpor: tenantId is not filled in.\n":                fault.New(fault.Invalid, "claim.lacks", "field", "tenantId").In("", 0, "tenantId", "").About("CLM-1"),
	} {
		p, _, err := printing(Table)
		p.Fail(e)
		if got := err.String(); !strings.HasPrefix(got, want) {
			t.Errorf("%v: got\n%s\nwant\n%s", e, got, want)
		}
	}
}

func TestAnErrorIsExplainedAsText(t *testing.T) {
	p, out, err := printing(Table)
	message, hint := p.Explain(fault.New(fault.Conflict, "claim.moved", "claim", "CLM-1").About("CLM-1"))
	same(t, message, "CLM-1 changed since you looked.")
	same(t, hint, "Look at it with dpor claim show CLM-1 and try again.")
	long := strings.Repeat("ä", 1000)
	message, _ = p.Explain(fault.New(fault.Invalid, "ids.claim", "value", long))
	if len(message) > 1000 || !strings.Contains(message, "ä…") {
		t.Errorf("an explanation of %d bytes", len(message))
	}
	if out.Len()+err.Len() > 0 {
		t.Error("an explanation was printed")
	}
}
