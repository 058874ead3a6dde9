package ui

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/record"
)

type guest struct {
	Name *string     `json:"name"`
	Age  json.Number `json:"age"`
	Tags []string    `json:"tags"`
}

// What is put together by hand has to be what the library makes of the same values.
func TestMembersAreWrittenAsTheLibraryWritesAnObject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		depth := rapid.SampledFrom([]int{compact, 0, 1, 2}).Draw(t, "depth")
		var (
			byHand []Members
			byLib  = []guest{}
		)
		for range rapid.IntRange(0, 3).Draw(t, "guests") {
			name, age := outside().Draw(t, "name"), rapid.SampledFrom([]string{"0", "7", "4391507"}).Draw(t, "age")
			p := guest{Name: &name, Age: json.Number(age), Tags: []string{}}
			if name == "" {
				p.Name = nil
			}
			tags := ""
			if rapid.Bool().Draw(t, "tagged") {
				tags, p.Tags = "a;b", []string{"a", "b"}
			}
			byLib = append(byLib, p)
			byHand = append(byHand, Members{{"name", record.Text, name}, {"age", record.Number, age}, {"tags", record.List, tags}})
		}
		got, err := appendRaw(nil, byHand, depth)
		if err != nil {
			t.Fatal(err)
		}
		want, err := appendRaw(nil, byLib, depth)
		if err != nil {
			t.Fatal(err)
		}
		// The two escape some characters differently; the layout and the values are the same.
		var mine, theirs any
		if json.Unmarshal(got, &mine) != nil || json.Unmarshal(want, &theirs) != nil || !reflect.DeepEqual(mine, theirs) ||
			strings.Count(string(got), "\n") != strings.Count(string(want), "\n") {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestNoMembersAreNull(t *testing.T) {
	if got, err := appendRaw(nil, Members(nil), compact); err != nil || string(got) != "null" {
		t.Errorf("%s, %v", got, err)
	}
}
