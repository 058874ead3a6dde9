package ui

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAWordBetweenBackticksIsAText(t *testing.T) {
	for expression, want := range map[string]any{
		"`enabled`":                      "enabled",
		"` enabled`":                     "enabled",
		"`on hold `":                     "on hold ",
		"`a\\`b`":                        "a`b",
		"`a\\nb`":                        "a\nb",
		"`2026-01-31`":                   "2026-01-31",
		"`Malmö`":                        "Malmö",
		"``":                             "",
		"`{`":                            "{",
		"`true`":                         true,
		"` 7 `":                          7.0,
		"`\"7\"`":                        "7",
		"`[\"a\", null]`":                []any{"a", nil},
		"'`enabled`'":                    "`enabled`",
		"'it\\'s `so`'":                  "it's `so`",
		"\"`k`\"":                        "of a key",
		"\"\\\"`k`\"":                    "of another",
		"[`a`, '`b`', `\"c\"`]":          []any{"a", "`b`", "c"},
		"list[?@==`x` || @ == `\"y\"`]":  []any{"x", "y"},
		"list[?contains(`xz`, @)] | [0]": "x",
	} {
		query, err := ParseQuery(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		got, err := query.search(map[string]any{"`k`": "of a key", "\"`k`": "of another", "list": []any{"x", "y", "w"}}, false)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", expression, err, diff)
		}
	}
}

func TestAnExpressionWithoutBareWordsIsLeftAlone(t *testing.T) {
	backslashed := strings.NewReplacer("\\", "\\\\", "'", "\\'")
	rapid.Check(t, func(t *rapid.T) {
		expression := ""
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			text := rapid.String().Draw(t, "text")
			object, err := json.Marshal(rapid.SampledFrom([]any{text, []any{text, 1.5, nil}, map[string]any{text: true}, -3, false}).Draw(t, "object"))
			if err != nil {
				t.Fatal(err)
			}
			identifier, _ := json.Marshal(text)
			expression += rapid.SampledFrom([]string{
				"`" + strings.ReplaceAll(string(object), "`", "\\`") + "`", "'" + backslashed.Replace(text) + "'", string(identifier),
				"[?status == ", "] | ", " && length(@) > ", "ö ",
			}).Draw(t, "part")
		}
		if got := quoteWords(expression); got != expression {
			t.Fatalf("%s became %s", expression, got)
		}
	})
}

func TestWordsAreQuotedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expression := rapid.StringOfN(rapid.SampledFrom([]rune("`'\"\\ aö[]{}1,\n")), 0, 30, -1).Draw(t, "expression")
		once := quoteWords(expression)
		if twice := quoteWords(once); twice != once {
			t.Fatalf("%q became %q and then %q", expression, once, twice)
		}
	})
}
