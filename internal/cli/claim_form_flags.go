package cli

import (
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// formFlags are the flags of a claim's form, one a field.
type formFlags struct {
	texts  map[string]*string
	lists  map[string]*[]string
	truths map[string]*bool
}

// flagOf is the flag of a field: its key with hyphens, and for identifiers and lists the word that every
// command has for them.
func flagOf(key string) string {
	switch key {
	case "partnerId":
		return "mpn"
	case "tenantId":
		return "tenant"
	case "workloads":
		return "workload"
	case "subscriptionIds":
		return "subscription"
	}
	var b strings.Builder
	for _, r := range key {
		switch {
		case r == '.':
			b.WriteByte('-')
		case unicode.IsUpper(r):
			b.WriteByte('-')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (f *formFlags) add(cmd *cobra.Command, s *shell) {
	f.texts, f.lists, f.truths = map[string]*string{}, map[string]*[]string{}, map[string]*bool{}
	flags := cmd.Flags()
	for _, field := range cpor.FormFields() {
		name := flagOf(field.Key)
		switch field.Type {
		case record.List:
			f.lists[name] = flags.StringSlice(name, nil, "claim-flag."+name)
		case record.Truth:
			f.truths[name] = flags.Bool(name, false, "claim-flag."+name)
		default:
			f.texts[name] = flags.String(name, "", "claim-flag."+name)
		}
		if field.Type == record.Word {
			s.complete(cmd, name, fixed(field.Words))
		}
	}
	s.complete(cmd, "mpn", s.completePartners)
	s.complete(cmd, "tenant", s.completeTenants)
	s.complete(cmd, "subscription", s.completeSubscriptions)
}

// form parses the flags that were given; told are their fields. The error holds every flag that cannot
// be parsed: usage for a word that the flag does not take, else invalid.
func (f *formFlags) form(cmd *cobra.Command) (form cpor.Form, told record.Fields, err error) {
	var refusals []*fault.Error
	for i, field := range cpor.FormFields() {
		name := flagOf(field.Key)
		if !cmd.Flags().Changed(name) {
			continue
		}
		told = told.With(i)
		err := field.Parse(&form, f.value(field))
		if field.Type == record.Word {
			err = misread(err)
		}
		if err != nil {
			e := fault.As(err).About("--" + name)
			e.Column = field.Key
			refusals = append(refusals, e)
		}
	}
	return form, told, fault.Join(refusals)
}

// formFlagNames are the flags of the form's fields.
func formFlagNames() []string {
	var names []string
	for _, field := range cpor.FormFields() {
		names = append(names, flagOf(field.Key))
	}
	return names
}

// cleared are the told fields with those that are to be empty, by the names of their flags; the error is
// usage for one that is no field or was told too.
func cleared(told record.Fields, names []string) (record.Fields, error) {
	for _, name := range names {
		i := slices.Index(formFlagNames(), strings.TrimLeft(strings.TrimSpace(name), "-"))
		switch {
		case i < 0:
			return told, fault.New(fault.Usage, "cli.word", "value", name, "words", strings.Join(formFlagNames(), ", ")).About("--clear")
		case told.Has(i):
			return told, fault.New(fault.Usage, "cli.together", "flag", "--"+formFlagNames()[i], "other", "--clear").About("--clear")
		}
		told = told.With(i)
	}
	return told, nil
}

// value is the flag of a field as the field reads it.
func (f *formFlags) value(field record.Field[cpor.Form]) string {
	name := flagOf(field.Key)
	switch field.Type {
	case record.List:
		return strings.Join(*f.lists[name], ";")
	case record.Truth:
		if *f.truths[name] {
			return "true"
		}
		return "false"
	}
	return *f.texts[name]
}
