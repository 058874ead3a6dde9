package ui

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// restOf makes refusals when they are asked for, and keeps none.
type restOf struct{ from, count int }

func (r restOf) Len() int { return r.count }

func (r restOf) All() iter.Seq[*fault.Error] {
	return func(yield func(*fault.Error) bool) {
		for i := range r.count {
			if !yield(bad(r.from + i)) {
				return
			}
		}
	}
}

func bad(i int) *fault.Error {
	return fault.New(fault.Invalid, "ids.partner", "value", i).In("in.csv", i+2, "partnerId", fmt.Sprint(i))
}

// many is an error of which only so many are held.
func many(held, rest int) error {
	e := fault.New(fault.Invalid, "refused.several", "count", held+rest)
	for i := range held {
		e.Details = append(e.Details, bad(i))
	}
	if rest > 0 {
		e.Rest = restOf{held, rest}
	}
	return e
}

func TestAnErrorSaysTheSameHoweverManyRefusalsItHolds(t *testing.T) {
	for _, format := range []Format{Table, JSON} {
		p, _, err := printing(format)
		p.Fail(several(230))
		for _, held := range []int{0, 1, 99, 100, 101, 229, 230} {
			q, _, got := printing(format)
			if exit := q.Fail(many(held, 230-held)); exit != fault.Invalid.Exit() {
				t.Errorf("%d held: exit %d", held, exit)
			}
			same(t, got.String(), err.String())
		}
	}
}

func TestEveryOfManyRefusalsIsToldToPrograms(t *testing.T) {
	p, _, err := printing(NDJSON)
	p.Fail(many(3, 2000))
	var back struct {
		Error struct{ Details []struct{ Line int } }
	}
	must(t, json.Unmarshal(err.Bytes(), &back))
	if len(back.Error.Details) != 2003 || back.Error.Details[2002].Line != 2004 || strings.Count(err.String(), "\n") != 1 {
		t.Errorf("%d details", len(back.Error.Details))
	}
}

// heaviest writes nowhere, and remembers how large the heap was at the most.
type heaviest struct {
	heap   uint64
	writes int
}

func (h *heaviest) Write(b []byte) (int, error) {
	if h.writes++; h.writes%100 == 1 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		h.heap = max(h.heap, m.HeapAlloc)
	}
	return io.Discard.Write(b)
}

func TestRefusalsForProgramsAreNeverAllInMemory(t *testing.T) {
	p, _, _ := printing(JSON)
	var few, lots heaviest
	p.Streams.Err = &few
	p.Fail(many(10, 100))
	p.Streams.Err = &lots
	p.Fail(many(10, 20_000)) // some 3 MB of JSON
	if lots.heap > few.heap+1<<20 {
		t.Errorf("the heap grew from %d to %d bytes", few.heap, lots.heap)
	}
}
