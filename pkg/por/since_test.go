package por_test

import (
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// A designation may have been made in the portal earlier: not in the future, not before the
// subscription started, and not before what already happened to the place.
func TestTheDayFromWhichAChangeHolds(t *testing.T) {
	a, b, none := fabrikam(), northwind(), record.Partner{}
	held := list(added(t, a, earlier))
	free := list(added(t, a, earlier), removed(t, a, "2024-04-01"))
	const dayBefore, monthAfter = "2024-02-29", "2024-04-01"
	tell(t, []story{
		{"add, an earlier day", nil, command(t, por.Add, a, since(t, earlier)), list(added(t, a, earlier)), "", ""},
		{"add, today", nil, command(t, por.Add, a, since(t, today)), list(added(t, a, today)), "", ""},
		{"add, tomorrow", nil, command(t, por.Add, a, since(t, tomorrow)), nil, fault.Invalid, "por.future"},
		{"add, the day it started", nil, command(t, por.Add, a, since(t, start)), list(added(t, a, start)), "", ""},
		{"add, the day before it started", nil, command(t, por.Add, a, since(t, "2023-12-31")), nil, fault.Invalid, "por.before-start"},
		{"add, long ago where the start is not known", nil, command(t, por.Add, a, since(t, "1999-12-31"), startingOn(t, "")), list(added(t, a, "1999-12-31")), "", ""},
		{"add, the day the last one left", free, command(t, por.Add, b, since(t, "2024-04-01")), list(added(t, b, "2024-04-01")), "", ""},
		{"add, the day before the last one left", free, command(t, por.Add, b, since(t, "2024-03-31")), nil, fault.Invalid, "por.before-last"},

		{"edit, an earlier day", held, command(t, por.Edit, b, since(t, monthAfter)), list(changed(t, a, b, monthAfter)), "", ""},
		{"edit, tomorrow", held, command(t, por.Edit, b, since(t, tomorrow)), nil, fault.Invalid, "por.future"},
		{"edit, the day of the last move", held, command(t, por.Edit, b, since(t, earlier)), list(changed(t, a, b, earlier)), "", ""},
		{"edit, the day before the last move", held, command(t, por.Edit, b, since(t, dayBefore)), nil, fault.Invalid, "por.before-last"},
		{"edit, before a start that was learned later", held, command(t, por.Edit, b, since(t, monthAfter), startingOn(t, "2024-05-01")), nil, fault.Invalid, "por.before-start"},

		{"grant, an earlier day", held, command(t, por.Grant, b, since(t, monthAfter)), list(changed(t, a, b, monthAfter)), "", ""},
		{"grant, tomorrow", nil, command(t, por.Grant, b, since(t, tomorrow)), nil, fault.Invalid, "por.future"},
		{"grant, before it started", nil, command(t, por.Grant, b, since(t, "2023-12-31")), nil, fault.Invalid, "por.before-start"},
		{"grant, before the last move", held, command(t, por.Grant, b, since(t, dayBefore)), nil, fault.Invalid, "por.before-last"},

		{"remove, an earlier day", held, command(t, por.Remove, none, since(t, monthAfter)), list(removed(t, a, monthAfter)), "", ""},
		{"remove, today", held, command(t, por.Remove, none, since(t, today)), list(removed(t, a, today)), "", ""},
		{"remove, tomorrow", held, command(t, por.Remove, none, since(t, tomorrow)), nil, fault.Invalid, "por.future"},
		{"remove, the day of the last move", held, command(t, por.Remove, none, since(t, earlier)), list(removed(t, a, earlier)), "", ""},
		{"remove, the day before the last move", held, command(t, por.Remove, none, since(t, dayBefore)), nil, fault.Invalid, "por.before-last"},
		{"remove today, before a start that was learned later", held, command(t, por.Remove, none, startingOn(t, tomorrow)), list(removed(t, a, today)), "", ""},
	})
}

// A clock that was set back must not stop anyone: the change then holds from the day of the last one.
func TestAClockThatWasSetBack(t *testing.T) {
	a, b, none := fabrikam(), northwind(), record.Partner{}
	const ahead, back = "2024-06-20", today
	held := list(added(t, a, ahead))
	free := list(added(t, a, earlier), removed(t, a, ahead))
	tell(t, []story{
		{"add", free, command(t, por.Add, b, askedOn(t, back)), list(added(t, b, ahead)), "", ""},
		{"edit", held, command(t, por.Edit, b, askedOn(t, back)), list(changed(t, a, b, ahead)), "", ""},
		{"grant", held, command(t, por.Grant, b, askedOn(t, back)), list(changed(t, a, b, ahead)), "", ""},
		{"remove", held, command(t, por.Remove, none, askedOn(t, back)), list(removed(t, a, ahead)), "", ""},
		{"add the same", held, command(t, por.Add, a, askedOn(t, back)), nil, "", ""},
		{"a day that is asked for is still not before the last move", held, command(t, por.Edit, b, askedOn(t, back), since(t, back)), nil, fault.Invalid, "por.before-last"},
		{"a day that is asked for is still not in the future", held, command(t, por.Edit, b, askedOn(t, back), since(t, ahead)), nil, fault.Invalid, "por.future"},
		{"a clock that is right again", held, command(t, por.Edit, b, askedOn(t, "2024-07-01")), list(changed(t, a, b, "2024-07-01")), "", ""},
	})
}
