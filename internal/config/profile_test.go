package config

import (
	"context"
	"reflect"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

const (
	contoso  = "9f0c2a4e-5b6d-4c1f-8a3e-0d2b7c6a1e55"
	fabrikam = "1d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4d"
)

func must[V any](t *testing.T) func(V, error) V {
	return func(v V, err error) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func tenants(t *testing.T, list ...string) (out []ids.Tenant) {
	for _, s := range list {
		out = append(out, must[ids.Tenant](t)(ids.ParseTenant(s)))
	}
	return out
}

func partners(t *testing.T, list ...string) (out []ids.Partner) {
	for _, s := range list {
		out = append(out, must[ids.Partner](t)(ids.ParsePartner(s)))
	}
	return out
}

func owner(t *testing.T, name string) Profile {
	return Profile{
		Name: name, User: must[ids.User](t)(ids.ParseUser("admin@contoso.com")), Role: "global-admin",
		Tenants: tenants(t, contoso), Partners: partners(t, "1234567"),
	}
}

func TestProfilesAreReadByName(t *testing.T) {
	config, err := Load(given(t, `profile: work
profiles:
  Work:
    user: Admin@Contoso.com
    role: global-admin
    tenants: ["{9F0C2A4E-5B6D-4C1F-8A3E-0D2B7C6A1E55}", 1d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4d]
  "123":
    user: sales@fabrikam.com
    role: incentives-admin
    tenants: all
    partnerIds:
      - "7654321"
      - "1234567"
      - 1234567
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Profile{
		{
			Name: "123", User: must[ids.User](t)(ids.ParseUser("sales@fabrikam.com")), Role: "incentives-admin",
			AllTenants: true, Partners: partners(t, "1234567", "7654321"),
		},
		{
			Name: "work", User: must[ids.User](t)(ids.ParseUser("admin@contoso.com")), Role: "global-admin",
			Tenants: tenants(t, fabrikam, contoso),
		},
	}
	if !reflect.DeepEqual(config.Profiles, want) {
		t.Errorf("got  %v\nwant %v", config.Profiles, want)
	}
	if p, err := config.Acting(); err != nil || p.Name != "work" {
		t.Errorf("acting is %v, %v", p, err)
	}
	if p, err := config.Find("WORK"); err != nil || p.Name != "work" {
		t.Errorf("found %v, %v", p, err)
	}
}

func TestANumberWithoutQuotesIsReadAsItWasWritten(t *testing.T) {
	profile := func(id string) string {
		return "profiles:\n  work:\n    user: a@b.c\n    role: reader\n    partnerIds:\n      - 7654321\n      - " + id + "\n"
	}
	config, err := Load(given(t, profile("1234567")))
	if err != nil || !reflect.DeepEqual(config.Profiles[0].Partners, partners(t, "1234567", "7654321")) {
		t.Errorf("%v, %v", config.Profiles, err)
	}
	for _, id := range []string{"0123456", "0o123456", "0x12345", "1_234_567", "1234567.0", "1.234567e6", "123", "true"} {
		in := given(t, profile(id))
		_, err := Load(in)
		mentions(t, refused(t, err, fault.Invalid, "config.profile.partner"), `"`+id+`"`, filePath(t, in)+":7")
		if e := fault.As(err); e.File != filePath(t, in) || e.Line != 7 || e.Value != id {
			t.Errorf("%s: at %s:%d %q", id, e.File, e.Line, e.Value)
		}
	}
}

func TestProfilesMayShareAListByAnAnchor(t *testing.T) {
	config, err := Load(given(t, `profiles:
  a: {user: a@b.c, role: reader, partnerIds: &ours [1234567, &one 7654321]}
  b: {user: a@b.c, role: reader, partnerIds: *ours}
  c: {user: a@b.c, role: reader, partnerIds: [*one]}
`))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]ids.Partner{partners(t, "1234567", "7654321"), partners(t, "1234567", "7654321"), partners(t, "7654321")} {
		if !reflect.DeepEqual(config.Profiles[i].Partners, want) {
			t.Errorf("%v, want %v", config.Profiles[i], want)
		}
	}
}

func TestAWrongProfileIsRefusedWithItsLine(t *testing.T) {
	const start = "profiles:\n  work:\n"
	for _, c := range []struct {
		name, text, sentence string
		line                 int
		part                 string
	}{
		{"a bad name", "profiles:\n  my.work:\n    user: a@b.c\n", "config.value.name", 2, "my.work"},
		{"no user", start + "    role: reader\n", "config.profile.lacks", 2, "user"},
		{"no role", start + "    user: a@b.c\n", "config.profile.lacks", 2, "role"},
		{"nothing", start, "config.profile.lacks", 2, "user"},
		{"an empty user", start + "    user: \n    role: reader\n", "config.profile.lacks", 2, "user"},
		{"a bad user", start + "    user: me\n    role: reader\n", "config.profile.user", 3, "me"},
		{"a bad role", start + "    user: a@b.c\n    role: king\n", "config.profile.role", 4, "global-admin, incentives-admin, reader"},
		{"a bad tenant", start + "    user: a@b.c\n    role: reader\n    tenants: [x]\n", "config.profile.tenant", 5, `"x"`},
		{"a bad tenant beside all", start + "    user: a@b.c\n    role: reader\n    tenants: [all, x]\n", "config.profile.tenant", 5, `"x"`},
		{"an unknown key", start + "    user: a@b.c\n    role: reader\n    partnerids: []\n", "config.file.key", 5, "profiles.work.partnerIds"},
		{"a key twice", start + "    user: a@b.c\n    role: reader\n    user: c@b.c\n", "config.file.twice", 5, "user"},
		{"a name twice", start + "    user: a@b.c\n    role: reader\n  WORK:\n    user: a@b.c\n", "config.file.twice", 5, "profiles.work"},
		{"two users", start + "    user: [a@b.c]\n    role: reader\n", "config.file.scalar", 3, "user"},
		{"a map of partners", start + "    user: a@b.c\n    role: reader\n    partnerIds: {a: b}\n", "config.file.list", 5, "partnerIds"},
		{"a list in a list", start + "    user: a@b.c\n    role: reader\n    partnerIds: [[\"1234567\"]]\n", "config.file.list", 5, "partnerIds"},
		{"no map", "profiles:\n  work: admin\n", "config.file.map", 2, "profiles.work"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.text)
			_, err := Load(in)
			mentions(t, refused(t, err, fault.Invalid, c.sentence), c.part, filePath(t, in))
			if e := fault.As(err); e.Line != c.line {
				t.Errorf("line %d, want %d", e.Line, c.line)
			}
		})
	}
}

func TestTheProfileThatActsIsTheFlagsThenTheEnvironmentsThenTheFiles(t *testing.T) {
	const user = ": {user: a@b.c, role: reader}\n"
	const file = "profile: one\nprofiles:\n  one" + user + "  two" + user + "  three" + user
	acting := func(in Input) (Profile, error) {
		config, err := Load(in)
		if err != nil {
			t.Fatal(err)
		}
		return config.Acting()
	}
	for want, in := range map[string]Input{
		"one":   given(t, file),
		"two":   given(t, file, "DPOR_PROFILE", "TWO"),
		"three": with(given(t, file, "DPOR_PROFILE", "two"), "profile", "three"),
	} {
		if p, err := acting(in); err != nil || p.Name != want {
			t.Errorf("%v, %v, want %s", p, err, want)
		}
	}
	_, err := acting(with(given(t, file), "profile", "four"))
	mentions(t, refused(t, err, fault.NotFound, "config.profile.missing"), `"four"`, "one, three, two")
	_, err = acting(given(t, "profile: one\n"))
	mentions(t, refused(t, err, fault.NotFound, "config.profile.missing"), "dpor profile add one")
	_, err = acting(given(t, ""))
	refused(t, err, fault.NotFound, "config.profile.none")
	_, err = Config{}.Find("a b")
	refused(t, err, fault.Usage, "config.value.name")
}

func TestAnAddedProfileIsReadBackAsItWas(t *testing.T) {
	full := owner(t, "Work")
	full.Tenants, full.Partners = tenants(t, contoso, fabrikam, contoso), partners(t, "7654321", "1234567")
	all := owner(t, "all")
	all.AllTenants = true
	bare := owner(t, "true")
	bare.Tenants, bare.Partners = nil, nil
	in := given(t, "")
	for _, p := range []Profile{full, all, bare} {
		if changed, err := AddProfile(t.Context(), in, p); err != nil || !changed {
			t.Fatalf("%s: %v, %v", p.Name, changed, err)
		}
	}
	config, err := Load(in)
	if err != nil {
		t.Fatal(err)
	}
	all.Tenants = nil
	full.Name, full.Tenants, full.Partners = "work", tenants(t, fabrikam, contoso), partners(t, "1234567", "7654321")
	for i, want := range []Profile{all, bare, full} {
		if i >= len(config.Profiles) || !config.Profiles[i].equal(want) {
			t.Errorf("%v is not at %d of %v", want, i, config.Profiles)
		}
	}
	mentions(t, fileText(t, in), `partnerIds: ["1234567", "7654321"]`, `tenants: ["`+fabrikam+`", "`+contoso+`"]`, `tenants: ["all"]`)
	if config.Profile != "" {
		t.Errorf("%q is in use, though nobody said so", config.Profile)
	}
}

func TestAddingAProfileTwice(t *testing.T) {
	in := given(t, "")
	p := owner(t, "work")
	p.Tenants = tenants(t, contoso, fabrikam)
	must[bool](t)(AddProfile(t.Context(), in, p))
	before := fileText(t, in)
	p.Tenants = tenants(t, fabrikam, contoso)
	if changed, err := AddProfile(t.Context(), in, p); err != nil || changed {
		t.Errorf("the same in another order: %v, %v", changed, err)
	}
	others := []func(*Profile){
		func(p *Profile) { p.Role = "reader" },
		func(p *Profile) { p.AllTenants = true },
		func(p *Profile) { p.Tenants = nil },
		func(p *Profile) { p.Partners = partners(t, "7654321") },
		func(p *Profile) { p.User = must[ids.User](t)(ids.ParseUser("other@contoso.com")) },
	}
	for i, change := range others {
		other := p
		change(&other)
		_, err := AddProfile(t.Context(), in, other)
		mentions(t, refused(t, err, fault.Conflict, "config.profile.exists"), "work")
		if fileText(t, in) != before {
			t.Errorf("%d changed the file", i)
		}
	}
}

func TestABadProfileIsNotAdded(t *testing.T) {
	in := given(t, "")
	_, err := AddProfile(t.Context(), in, owner(t, "a b"))
	refused(t, err, fault.Usage, "config.value.name")
	king := owner(t, "work")
	king.Role = "king"
	_, err = AddProfile(t.Context(), in, king)
	mentions(t, refused(t, err, fault.Usage, "config.profile.role"), "--role", "king", "reader")
}

func TestRemovingTheProfileInUseLeavesNone(t *testing.T) {
	in := given(t, "# mine\nprofile: two\nquiet: true # always\n")
	for _, name := range []string{"one", "two"} {
		must[bool](t)(AddProfile(t.Context(), in, owner(t, name)))
	}
	if err := RemoveProfile(t.Context(), in, "one"); err != nil {
		t.Fatal(err)
	}
	if config, err := Load(in); err != nil || config.Profile != "two" || len(config.Profiles) != 1 {
		t.Errorf("%+v, %v", config, err)
	}
	if err := RemoveProfile(t.Context(), in, "TWO"); err != nil {
		t.Fatal(err)
	}
	if config, err := Load(in); err != nil || config.Profile != "" || len(config.Profiles) != 0 {
		t.Errorf("%+v, %v", config, err)
	}
	if got, want := fileText(t, in), "# mine\n\nquiet: true # always\n"; got != want {
		t.Errorf("file is %q, want %q", got, want)
	}
	refused(t, RemoveProfile(t.Context(), in, "two"), fault.NotFound, "config.profile.missing")
	refused(t, RemoveProfile(t.Context(), in, ""), fault.Usage, "config.value.name")
}

func TestUsingAProfile(t *testing.T) {
	in := given(t, "")
	_, err := UseProfile(t.Context(), in, "work")
	refused(t, err, fault.NotFound, "config.profile.missing")
	for _, name := range []string{"work", "home"} {
		must[bool](t)(AddProfile(t.Context(), in, owner(t, name)))
	}
	for _, c := range []struct {
		name    string
		changed bool
		use     func(context.Context, Input, string) (bool, error)
	}{
		{"work", true, UseProfile},
		{"WORK", false, UseProfile},
		{"home", true, UseProfile},
		{"work", true, func(ctx context.Context, in Input, name string) (bool, error) { return Set(ctx, in, "profile", name) }},
	} {
		changed, err := c.use(t.Context(), in, c.name)
		if err != nil || changed != c.changed {
			t.Errorf("%s: %v, %v", c.name, changed, err)
		}
	}
	if config, err := Load(in); err != nil || config.Profile != "work" {
		t.Errorf("%q, %v", config.Profile, err)
	}
	_, err = UseProfile(t.Context(), in, "office")
	mentions(t, refused(t, err, fault.NotFound, "config.profile.missing"), `"office"`, "home, work")
	_, err = Set(t.Context(), in, "profile", "office")
	refused(t, err, fault.NotFound, "config.profile.missing")
	_, err = UseProfile(t.Context(), in, "a b")
	refused(t, err, fault.Usage, "config.value.name")
}
