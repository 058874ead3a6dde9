package view

import (
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Program says which program this is.
type Program struct {
	Version, Commit, Date, Go, Platform string
	Schema                              int // of the ledger files that it writes
}

// Version is the program.
func Version() ui.View[Program] {
	return ui.View[Program]{Columns: []ui.Column[Program]{
		shown("version", record.Text, func(p *Program) string { return p.Version }),
		shown("commit", record.Text, func(p *Program) string { return p.Commit }),
		shown("date", record.Text, func(p *Program) string { return p.Date }),
		shown("go", record.Text, func(p *Program) string { return p.Go }),
		shown("platform", record.Text, func(p *Program) string { return p.Platform }),
		shown("schema", record.Number, func(p *Program) string { return number(p.Schema) }),
	}}
}

// Person is a profile: who acts.
type Person struct {
	Profile, User, Role, Assurance string
	Tenants, Partners              []string
	Current                        bool
}

// People is profiles, or one of them.
func People() ui.View[Person] {
	list := func(of func(*Person) []string) func(*Person) string {
		return func(p *Person) string { return joined(of(p)) }
	}
	return ui.View[Person]{Columns: []ui.Column[Person]{
		shown("profile", record.ID, func(p *Person) string { return p.Profile }),
		shown("user", record.Text, func(p *Person) string { return p.User }),
		shown("role", record.Word, func(p *Person) string { return p.Role }),
		shown("tenants", record.List, list(func(p *Person) []string { return p.Tenants })),
		shown("partnerIds", record.List, list(func(p *Person) []string { return p.Partners })),
		shown("assurance", record.Word, func(p *Person) string { return p.Assurance }),
		shown("current", record.Truth, func(p *Person) string { return truth(p.Current) }),
	}}
}

// Settings is the configuration, or one setting.
func Settings() ui.View[config.Row] {
	return ui.View[config.Row]{Columns: []ui.Column[config.Row]{
		shown("key", record.ID, func(r *config.Row) string { return r.Key }),
		shown("value", record.Text, func(r *config.Row) string { return r.Value }),
		shown("source", record.Word, func(r *config.Row) string { return string(r.Source) }),
	}}
}

// Place is a ledger and whether this run made it.
type Place struct {
	Ledger  string
	Created bool
	Person
}

// Initialised is a ledger with the profile that acts on it.
func Initialised() ui.View[Place] {
	columns := []ui.Column[Place]{
		shown("ledger", record.Text, func(p *Place) string { return p.Ledger }),
		shown("created", record.Truth, func(p *Place) string { return truth(p.Created) }),
	}
	return ui.View[Place]{Columns: append(columns, embedded(People().Columns, func(p *Place) *Person { return &p.Person })...)}
}
