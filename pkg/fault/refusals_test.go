package fault_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

type rest []*fault.Error

func (r rest) Len() int                    { return len(r) }
func (r rest) All() iter.Seq[*fault.Error] { return slices.Values(r) }

func TestEveryRefusalIsGivenWhereverItIsHeld(t *testing.T) {
	one, two, three := fault.New(fault.Conflict, "one"), fault.New(fault.Invalid, "two"), fault.New(fault.Invalid, "three")
	summary := func(details []*fault.Error, behind fault.Rest) *fault.Error {
		e := fault.New(fault.Conflict, "refused.several")
		e.Details, e.Rest = details, behind
		return e
	}
	for name, c := range map[string]struct {
		err  *fault.Error
		want []*fault.Error
	}{
		"itself":                {one, []*fault.Error{one}},
		"details":               {summary([]*fault.Error{one, two}, nil), []*fault.Error{one, two}},
		"details and the rest":  {summary([]*fault.Error{one}, rest{two, three}), []*fault.Error{one, two, three}},
		"nothing but the rest":  {summary(nil, rest{two, three}), []*fault.Error{two, three}},
		"a rest without any":    {summary([]*fault.Error{one}, rest{}), []*fault.Error{one}},
		"nothing in the rest":   {summary(nil, rest{}), nil},
		"what Join makes of it": {fault.As(fault.Join([]*fault.Error{three, two})), []*fault.Error{three, two}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := slices.Collect(c.err.Refusals()); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if got := c.err.Count(); got != len(c.want) {
				t.Errorf("the count is %d, want %d", got, len(c.want))
			}
			for most := range c.want {
				var some []*fault.Error
				for e := range c.err.Refusals() {
					if some = append(some, e); len(some) > most {
						break
					}
				}
				if !slices.Equal(some, c.want[:most+1]) {
					t.Errorf("the first %d are %v", most+1, some)
				}
			}
		})
	}
}
