package record_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// counted is a record with a list of whole numbers.
type counted struct{ Numbers []int }

func numbers() []record.Field[counted] {
	parse := func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0, fault.New(fault.Invalid, "record.number", "value", s)
		}
		return n, nil
	}
	return []record.Field[counted]{record.ListOf("numbers", func(c *counted) *[]int { return &c.Numbers }, strconv.Itoa, parse)}
}

func TestAListHoldsTheValuesBetweenSemicolons(t *testing.T) {
	f := numbers()[0]
	for text, want := range map[string][]int{
		"": nil, " ": nil, ";": nil, " ; ;": nil, "1": {1}, "1;2": {1, 2}, " 3 ;;\t2 ; 2;": {3, 2, 2}, "\n7\r\n;8": {7, 8},
	} {
		c := counted{[]int{9}}
		if err := f.Parse(&c, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, c.Numbers); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
		again := counted{}
		if err := f.Parse(&again, f.Text(&c)); err != nil || !cmp.Equal(c, again) {
			t.Errorf("%q is printed as %q, which is %+v, %v", text, f.Text(&c), again, err)
		}
	}
	if f.Key != "numbers" || f.Type != record.List || f.Words != nil {
		t.Errorf("%+v", f)
	}
}

func TestAListWithOneBadValueIsRefusedAndStaysAsItWas(t *testing.T) {
	f := numbers()[0]
	for text, want := range map[string]string{
		"x": "record.number", "1;x": "record.number", "x;1": "record.number", "1,2": "record.number", "1;\x00": "record.zero",
	} {
		c := counted{[]int{9}}
		err := f.Parse(&c, text)
		if e := fault.As(err); e == nil || e.Code != fault.Invalid || e.Key != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		if diff := cmp.Diff(counted{[]int{9}}, c); diff != "" {
			t.Errorf("%q was refused (-before +after)\n%s", text, diff)
		}
	}
	c := counted{}
	if err := f.Parse(&c, "5;bad"); fault.As(err).Args["value"] != "bad" {
		t.Errorf("the bad value is %v", fault.As(err).Args["value"])
	}
}

func TestListsAreComparedAndCopiedByTheirText(t *testing.T) {
	table := numbers()
	one, two := counted{[]int{1, 2}}, counted{[]int{1, 3}}
	if !record.Equal(table, one, counted{[]int{1, 2}}) || record.Equal(table, one, two) || !record.Equal(table, counted{}, counted{[]int{}}) {
		t.Error("lists that say the same are not equal, or others are")
	}
	merged := record.Merge(table, one, two, record.Fields(0).With(0))
	if diff := cmp.Diff(two, merged); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if merged := record.Merge(table, one, two, 0); !cmp.Equal(one, merged) {
		t.Errorf("what was not told became %+v", merged)
	}
}
