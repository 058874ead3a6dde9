package por_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

func list(events ...por.Event) []por.Event { return events }

func TestAddingAPartner(t *testing.T) {
	a, b := fabrikam(), northwind()
	commented := added(t, a, today)
	commented.Comment = "new contract"
	tell(t, []story{
		{"on a free place", nil, command(t, por.Add, a), list(added(t, a, today)), "", ""},
		{"keeps the comment", nil, command(t, por.Add, a, saying("new contract")), list(commented), "", ""},
		{"on a place that became free", list(added(t, b, earlier), removed(t, b, earlier)), command(t, por.Add, a), list(added(t, a, today)), "", ""},
		{"the same again after it was removed", list(added(t, a, earlier), removed(t, a, earlier)), command(t, por.Add, a), list(added(t, a, today)), "", ""},
		{"that is there already is unchanged", list(added(t, a, earlier)), command(t, por.Add, a), nil, "", ""},
		{"that is there already with another comment is unchanged", list(added(t, a, earlier)), command(t, por.Add, a, saying("x")), nil, "", ""},
		{"that is there already with another day is unchanged", list(added(t, a, earlier)), command(t, por.Add, a, since(t, tomorrow)), nil, "", ""},
		{"of which none is named", nil, command(t, por.Add, record.Partner{}), nil, fault.Invalid, "por.no-partner"},
		{"where another is", list(added(t, b, earlier)), command(t, por.Add, a), nil, fault.Conflict, "por.taken"},
		{"where another came by a change", list(added(t, a, earlier), changed(t, a, b, earlier)), command(t, por.Add, a), nil, fault.Conflict, "por.taken"},
		{"where another is, inactive as the new one is", list(added(t, b, earlier)), command(t, por.Add, inactive()), nil, fault.Conflict, "por.taken"},
		{"where the expected one is", list(added(t, a, earlier)), command(t, por.Add, a, expecting(a)), nil, "", ""},
		{"where another is than expected", list(added(t, b, earlier)), command(t, por.Add, a, expecting(headquarters())), nil, fault.Conflict, "por.expected"},
		{"where the place is free and a partner was expected", nil, command(t, por.Add, a, expecting(b)), nil, fault.Conflict, "por.expected"},
	})
}

func TestEditingThePartner(t *testing.T) {
	a, b := fabrikam(), northwind()
	commented := changed(t, a, b, today)
	commented.Comment = "moved"
	tell(t, []story{
		{"to another", list(added(t, a, earlier)), command(t, por.Edit, b), list(changed(t, a, b, today)), "", ""},
		{"keeps the comment", list(added(t, a, earlier)), command(t, por.Edit, b, saying("moved")), list(commented), "", ""},
		{"and back", list(added(t, a, earlier), changed(t, a, b, earlier)), command(t, por.Edit, a), list(changed(t, b, a, today)), "", ""},
		{"to the same is unchanged", list(added(t, a, earlier)), command(t, por.Edit, a), nil, "", ""},
		{"with nothing set", nil, command(t, por.Edit, b), nil, fault.NotFound, "por.nothing-to-edit"},
		{"with nothing set any more", list(added(t, a, earlier), removed(t, a, earlier)), command(t, por.Edit, b), nil, fault.NotFound, "por.nothing-to-edit"},
		{"again, though the expected one has gone by then", list(added(t, a, earlier), changed(t, a, b, earlier)), command(t, por.Edit, b, expecting(a)), nil, "", ""},
		{"with nothing set where one was expected", nil, command(t, por.Edit, b, expecting(a)), nil, fault.NotFound, "por.nothing-to-edit"},
		{"from the expected one", list(added(t, a, earlier)), command(t, por.Edit, b, expecting(a)), list(changed(t, a, b, today)), "", ""},
		{"from another than expected", list(added(t, a, earlier)), command(t, por.Edit, b, expecting(headquarters())), nil, fault.Conflict, "por.expected"},
		{"from one that was the expected one once", list(added(t, a, earlier), changed(t, a, b, earlier)), command(t, por.Edit, headquarters(), expecting(a)), nil, fault.Conflict, "por.expected"},
	})
}

func TestRemovingThePartner(t *testing.T) {
	a, b := fabrikam(), northwind()
	commented := removed(t, a, today)
	commented.Comment = "contract ended"
	tell(t, []story{
		{"that is set", list(added(t, a, earlier)), command(t, por.Remove, record.Partner{}), list(removed(t, a, today)), "", ""},
		{"keeps the comment", list(added(t, a, earlier)), command(t, por.Remove, record.Partner{}, saying("contract ended")), list(commented), "", ""},
		{"leaves no partner whatever the command names", list(added(t, a, earlier)), command(t, por.Remove, b), list(removed(t, a, today)), "", ""},
		{"after a change", list(added(t, a, earlier), changed(t, a, b, earlier)), command(t, por.Remove, record.Partner{}), list(removed(t, b, today)), "", ""},
		{"if set, where it is", list(added(t, a, earlier)), command(t, por.Remove, record.Partner{}, ifSet), list(removed(t, a, today)), "", ""},
		{"with nothing set", nil, command(t, por.Remove, record.Partner{}), nil, fault.NotFound, "por.nothing-to-remove"},
		{"with nothing set any more", list(added(t, a, earlier), removed(t, a, earlier)), command(t, por.Remove, record.Partner{}), nil, fault.NotFound, "por.nothing-to-remove"},
		{"if set, where nothing is", nil, command(t, por.Remove, record.Partner{}, ifSet), nil, "", ""},
		{"if set, where nothing is any more", list(added(t, a, earlier), removed(t, a, earlier)), command(t, por.Remove, record.Partner{}, ifSet), nil, "", ""},
		{"with nothing set where one was expected", nil, command(t, por.Remove, record.Partner{}, expecting(a)), nil, fault.NotFound, "por.nothing-to-remove"},
		{"if set, with nothing set where one was expected", nil, command(t, por.Remove, record.Partner{}, expecting(a), ifSet), nil, "", ""},
		{"before the subscription started", list(added(t, a, "2023-01-01")), command(t, por.Remove, record.Partner{}, since(t, "2023-12-31")), nil, fault.Invalid, "por.before-start"},
		{"that is the expected one", list(added(t, a, earlier)), command(t, por.Remove, record.Partner{}, expecting(a)), list(removed(t, a, today)), "", ""},
		{"that is another than expected", list(added(t, a, earlier)), command(t, por.Remove, record.Partner{}, expecting(b)), nil, fault.Conflict, "por.expected"},
		{"that is another than expected, even if set", list(added(t, a, earlier)), command(t, por.Remove, record.Partner{}, expecting(b), ifSet), nil, fault.Conflict, "por.expected"},
	})
}

func TestGrantingARequest(t *testing.T) {
	a, b := fabrikam(), northwind()
	tell(t, []story{
		{"adds on a free place", nil, command(t, por.Grant, a), list(added(t, a, today)), "", ""},
		{"adds on a place that became free", list(added(t, b, earlier), removed(t, b, earlier)), command(t, por.Grant, a), list(added(t, a, today)), "", ""},
		{"changes a taken place", list(added(t, b, earlier)), command(t, por.Grant, a), list(changed(t, b, a, today)), "", ""},
		{"of the partner that is there is unchanged", list(added(t, a, earlier)), command(t, por.Grant, a), nil, "", ""},
		{"from another than expected", list(added(t, b, earlier)), command(t, por.Grant, a, expecting(a)), nil, fault.Conflict, "por.expected"},
	})
}

// Only a subscription that is enabled or warning can be given a partner; one in any state can lose it.
func TestEveryStatusOfASubscription(t *testing.T) {
	a, b := fabrikam(), northwind()
	giving := map[record.Status]bool{record.Enabled: true, record.Warning: true}
	var stories []story
	for _, status := range append(record.Statuses(), "") {
		name := " where it is " + string(status)
		code, key := fault.Invalid, "por.inactive-subscription"
		add, edit := []por.Event(nil), []por.Event(nil)
		if giving[status] {
			code, key = "", ""
			add, edit = list(added(t, a, today)), list(changed(t, a, b, today))
		}
		taken := list(added(t, a, earlier))
		stories = append(stories,
			story{"add" + name, nil, command(t, por.Add, a, in(status)), add, code, key},
			story{"edit" + name, taken, command(t, por.Edit, b, in(status)), edit, code, key},
			story{"grant a free place" + name, nil, command(t, por.Grant, a, in(status)), add, code, key},
			story{"grant a taken place" + name, taken, command(t, por.Grant, b, in(status)), edit, code, key},
			story{"remove" + name, taken, command(t, por.Remove, record.Partner{}, in(status)), list(removed(t, a, today)), "", ""},
			story{"the same partner" + name, taken, command(t, por.Add, a, in(status)), nil, "", ""},
			story{"nothing to remove" + name, nil, command(t, por.Remove, record.Partner{}, in(status), ifSet), nil, "", ""},
		)
	}
	tell(t, stories)
}

// An inactive partner or a headquarters ID cannot be given a place; one that has it can lose it.
func TestEveryKindOfPartner(t *testing.T) {
	a, b := fabrikam(), northwind()
	kinds := []struct {
		name    string
		partner record.Partner
		key     string
	}{
		{"an active location", b, ""},
		{"an inactive location", inactive(), "por.inactive-partner"},
		{"a headquarters", headquarters(), "por.headquarters"},
		{"an inactive headquarters", closedHeadquarters(), "por.inactive-partner"},
	}
	var stories []story
	for _, kind := range kinds {
		p, code := kind.partner, fault.Invalid
		add, edit := []por.Event(nil), []por.Event(nil)
		if kind.key == "" {
			code, add, edit = "", list(added(t, p, today)), list(changed(t, a, p, today))
		}
		stories = append(stories,
			story{"add " + kind.name, nil, command(t, por.Add, p), add, code, kind.key},
			story{"edit to " + kind.name, list(added(t, a, earlier)), command(t, por.Edit, p), edit, code, kind.key},
			story{"grant a free place to " + kind.name, nil, command(t, por.Grant, p), add, code, kind.key},
			story{"grant a taken place to " + kind.name, list(added(t, a, earlier)), command(t, por.Grant, p), edit, code, kind.key},
			story{"change from " + kind.name, list(added(t, p, earlier)), command(t, por.Edit, a), list(changed(t, p, a, today)), "", ""},
			story{"remove " + kind.name, list(added(t, p, earlier)), command(t, por.Remove, p), list(removed(t, p, today)), "", ""},
			story{"add again " + kind.name, list(added(t, p, earlier)), command(t, por.Add, p), nil, "", ""},
		)
		t.Run("can hold: "+kind.name, func(t *testing.T) {
			err := por.CanHold(p)
			if kind.key == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if e := fault.As(err); kind.key != "" && (e == nil || e.Code != fault.Invalid || e.Key != kind.key || e.Args["partner"] != p.ID.String() || e.Args["name"] != p.Name) {
				t.Errorf("got %v, want invalid %s that names the partner", err, kind.key)
			}
		})
	}
	tell(t, stories)
}

func TestARefusalNamesWhatItIsAbout(t *testing.T) {
	a, b := fabrikam(), northwind()
	id := contoso(t).ID.String()
	tests := []struct {
		name  string
		given []por.Event
		when  por.Command
		want  map[string]any
	}{
		{"a taken place names the holder", list(added(t, b, earlier)), command(t, por.Add, a),
			map[string]any{"held": "2222222", "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
		{"an unexpected holder names both", list(added(t, b, earlier)), command(t, por.Edit, a, expecting(a)),
			map[string]any{"expected": "1111111", "held": "2222222", "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
		{"no holder where one was expected is none", nil, command(t, por.Add, a, expecting(b)),
			map[string]any{"expected": "2222222", "held": "none", "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
		{"an inactive subscription names its status", nil, command(t, por.Add, a, in(record.LockedOut)),
			map[string]any{"status": "lockedOut", "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
		{"the future names both days", nil, command(t, por.Add, a, since(t, tomorrow)),
			map[string]any{"since": tomorrow, "today": today, "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
		{"before the start names both days", nil, command(t, por.Add, a, since(t, "2023-12-31")),
			map[string]any{"since": "2023-12-31", "start": start, "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
		{"before the last move names both days", list(added(t, b, earlier)), command(t, por.Edit, a, since(t, "2024-02-29")),
			map[string]any{"since": "2024-02-29", "last": earlier, "partner": "1111111", "subscription": id, "name": "Contoso Azure"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := por.Decide(fold(tt.given...), tt.when)
			if diff := cmp.Diff(tt.want, fault.As(err).Args); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
