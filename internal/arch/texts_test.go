package arch

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/cli"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// families are the keys that the code puts together, whole.
func families() map[string][]string {
	f := map[string][]string{
		"claim.by.":    {string(cpor.Partner), string(cpor.Recorded), string(cpor.Customer), string(cpor.System)},
		"doctor.well.": {"configuration", "profile", "ledger", "evidence", "mail"},
		"help.":        {"usage", "commands", "command", "aliases", "examples", "flags", "global", "more"},
		"summary.":     {string(por.Added), string(por.Changed), string(por.Removed)},
	}
	for _, r := range access.Roles() {
		f["role."] = append(f["role."], string(r))
	}
	for _, s := range config.Settings() {
		f["config."] = append(f["config."], s.Key)
	}
	drafting, _, _ := cli.Root().Find([]string{"claim", "new"})
	drafting.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if !slices.Contains([]string{"help", "dry-run"}, flag.Name) {
			f["claim-flag."] = append(f["claim-flag."], flag.Name)
		}
	})
	for _, a := range cpor.Areas() {
		f["claim.area."] = append(f["claim.area."], string(a))
	}
	for _, r := range cpor.Roles("") {
		f["claim.role."] = append(f["claim.role."], string(r))
		f["claim.role-note."] = append(f["claim.role-note."], string(r))
	}
	for _, key := range fieldKeys(cpor.FormFields()) {
		if key == "name" || strings.Contains(key, ".") { // the others are picked
			f["prompt.claim."] = append(f["prompt.claim."], key)
		}
	}
	f["column."] = slices.Concat(fieldKeys(record.CustomerFields()), fieldKeys(record.SubscriptionFields()),
		fieldKeys(record.PartnerFields()), fieldKeys(record.AssociationFields()), fieldKeys(cpor.FormFields()), fieldKeys(cpor.ItemFields()))
	return f
}

func fieldKeys[T any](fields []record.Field[T]) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.Key
	}
	return keys
}

// used are all keys that the code hands to the catalogue, the families spelled out.
func used(t *testing.T, files []source) []use {
	t.Helper()
	uses, unclear := keysIn(files)
	report(t, unclear)
	known := families()
	for _, u := range uses {
		if u.family && known[u.key] == nil {
			t.Errorf("%s: the keys %q… are not among the families that this test knows", u.at, u.key)
		}
	}
	uses = slices.DeleteFunc(uses, func(u use) bool { return u.family })
	for begin, ends := range known {
		for _, end := range ends {
			uses = append(uses, use{key: begin + end, at: "the " + begin + " family"})
		}
	}
	return append(uses, headings(files)...)
}

func TestEverySentenceThatTheCodeNamesIsInTheCatalogue(t *testing.T) {
	english := catalogue.New("en")
	uses := used(t, code(t))
	if len(uses) < 200 {
		t.Fatalf("only %d keys were found: the test looks for the wrong thing", len(uses))
	}
	for _, u := range uses {
		if !english.Has(u.key) {
			t.Errorf("%s: %q is not in the English catalogue", u.at, u.key)
		}
	}
}

func TestEveryErrorSaysWhatToTypeNext(t *testing.T) {
	english := catalogue.New("en")
	for _, u := range used(t, code(t)) {
		if u.fault && !english.Has(u.key+".hint") {
			t.Errorf("%s: the error %q has no hint", u.at, u.key)
		}
	}
}

func TestEverySentenceOfTheCatalogueIsSaidSomewhere(t *testing.T) {
	files := code(t)
	said := map[string]bool{}
	for _, u := range used(t, files) {
		said[u.key] = true
		if u.fault {
			said[u.key+".hint"] = true
		}
	}
	texts, patterns := spelled(files)
	for _, key := range catalogue.Keys() {
		if !said[key] && !spells(texts, patterns, key) {
			t.Errorf("nothing in the code says %q", key)
		}
	}
}

func TestEveryCommandAndFlagHasItsText(t *testing.T) {
	key := regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)
	check := func(where, text string, needed bool) {
		if key.MatchString(text) || text == "" && needed {
			t.Errorf("%s: the text is %q", where, text)
		}
	}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		check(cmd.CommandPath(), cmd.Short, true)
		check(cmd.CommandPath(), cmd.Long, false)
		for _, g := range cmd.Groups() {
			check(cmd.CommandPath(), g.Title, true)
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) { check(cmd.CommandPath()+" --"+f.Name, f.Usage, true) })
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(cli.Root())
	if layout := cli.Root().UsageTemplate(); strings.Contains(layout, "help.") || strings.Contains(layout, "@") {
		t.Errorf("the layout of the help has words that the catalogue lacks:\n%s", layout)
	}
}

// What the tests above find has to include every way in which the code names a key.
func TestAKeyIsFoundHoweverItIsHandedOver(t *testing.T) {
	text := `package cli
import (
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/internal/app"
)
const fixed = "x.const"
func plain() error { return fault.New(fault.Usage, "x.plain", "a", "b") }
func refuse(n int, key string) error { return fault.New(fault.Usage, key) }
func handed() error { return refuse(1, "x.handed") }
func local() error {
	refuse := func(key string) error { return fault.New(fault.Usage, key) }
	return refuse("x.local")
}
func chosen(b bool) error { key := "x.one"; if b { key = "x.two" }; return fault.New(fault.Usage, key) }
func constant() error { return fault.New(fault.Usage, fixed) }
func far() error { return fault.New(fault.NotFound, app.MissingLedger) }
func (s *shell) note() { s.printer.Note("x.note"); s.text("y." + word); s.printer.Texts.Text("x.text", nil) }
func unclear() error { return fault.New(fault.Usage, f()) }`
	store := `package app; const MissingLedger = "x.far"`
	fset := token.NewFileSet()
	uses, unclear := keysIn([]source{
		parse(t, fset, "internal/cli/x.go", []byte(text)), parse(t, fset, "internal/app/x.go", []byte(store)),
	})
	if app.MissingLedger == "" || len(unclear) != 1 || !strings.HasPrefix(unclear[0], "internal/cli/x.go:18") {
		t.Errorf("unclear: %q", unclear)
	}
	var found []string
	for _, u := range uses {
		kind := "text"
		if u.fault {
			kind = "fault"
		}
		if u.family {
			kind = "family"
		}
		found = append(found, kind+" "+u.key)
	}
	slices.Sort(found)
	want := []string{
		"family y.", "fault x.const", "fault x.far", "fault x.handed", "fault x.local", "fault x.one",
		"fault x.plain", "fault x.two", "text x.note", "text x.text",
	}
	if !slices.Equal(slices.Compact(found), want) {
		t.Errorf("found %q, want %q", found, want)
	}
}
