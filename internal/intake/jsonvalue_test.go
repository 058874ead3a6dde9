package intake

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// drawJSON is a value with blank space anywhere, as text.
func drawJSON(t *rapid.T, depth int) string {
	blank := rapid.SampledFrom([]string{"", "", "", " ", "\n", "\t\r\n "})
	text := rapid.OneOf(
		rapid.SampledFrom([]string{`"a"`, `"b"`, `"A"`, `""`, `"a\"b"`, `"\\"`, `"\u00e5\n"`, `"\ud800"`, `"\ud83d\udeb2"`, `"å🚲"`, `"]},:"`}),
		rapid.Custom(func(t *rapid.T) string { return fmt.Sprintf(`"k%d"`, rapid.IntRange(0, 40).Draw(t, "number")) }),
	)
	around := func(s string) string { return blank.Draw(t, "before") + s + blank.Draw(t, "after") }
	kinds := 2
	if depth > 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return around(rapid.SampledFrom([]string{"null", "true", "false", "0", "-1", "1.50", "4e6", "1E-2", "12345678901234567890"}).Draw(t, "bare"))
	case 1:
		return around(text.Draw(t, "text"))
	case 2:
		var items []string
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			items = append(items, drawJSON(t, depth-1))
		}
		return around("[" + around(strings.Join(items, ",")) + "]")
	}
	var members []string
	most := rapid.SampledFrom([]int{0, 1, 3, 3, 20}).Draw(t, "most")
	for range most {
		members = append(members, around(text.Draw(t, "key"))+":"+drawJSON(t, depth-1))
	}
	return around("{" + around(strings.Join(members, ",")) + "}")
}

// spoiled is a text with one byte of it left out, doubled or another, or as it was; still of whole runes.
func spoiled(t *rapid.T, text string) string {
	if text == "" || rapid.Bool().Draw(t, "sound") {
		return text
	}
	at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
	with := rapid.SampledFrom([]string{"", "]", "}", ",", ":", "\"", "\\", "\n", "0", "x", " ", "[", "{", text[at:at+1] + text[at:at+1]}).Draw(t, "with")
	return strings.ToValidUTF8(text[:at]+with+text[at+1:], "?")
}

// deeply puts a text into so many lists, to come near the depth that is refused.
func deeply(t *rapid.T, text string) string {
	depth := rapid.SampledFrom([]int{0, 0, 0, 61, 62, 63, 64}).Draw(t, "depth")
	return strings.Repeat("[", depth) + text + strings.Repeat("]", depth)
}

func TestAValueIsTheSameReadAtOnceOrTokenByToken(t *testing.T) {
	var sound soundJSON
	rapid.Check(t, func(t *rapid.T) {
		for range 2 { // what is kept of a value does no harm to the next
			raw := []byte(spoiled(t, deeply(t, drawJSON(t, 3))))
			line := rapid.IntRange(1, 9).Draw(t, "line")
			j := newJSONReader(bytes.NewReader(raw), line)
			want, wrong := j.value(1)
			if wrong == nil {
				wrong = j.end()
			}
			got, err := sound.jsonLine(raw, line)
			if mistake(err) != mistake(wrong) || err == nil && shape(got) != shape(want) {
				t.Fatalf("%q: %v %v, want %v %v", raw, shape(got), err, shape(want), wrong)
			}
		}
	})
}

func TestAListIsTheSameReadValueByValueOrTokenByToken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var values []string
		for range rapid.IntRange(0, 4).Draw(t, "values") {
			values = append(values, deeply(t, drawJSON(t, 2)))
		}
		content := "[" + spoiled(t, strings.Join(values, ",")+"]"+rapid.SampledFrom([]string{"", "\n", "\n]", "x"}).Draw(t, "after"))
		j := newJSONReader(strings.NewReader(content), 1)
		want, wrong := j.value(1)
		if wrong == nil {
			wrong = j.end()
		}
		var got []string
		d := &document{reading: &reading{}, row: func(n node) { got = append(got, shape(n)) }}
		err := d.json(textOf(bufio.NewReader(iotest.HalfReader(strings.NewReader(content)))))
		if mistake(err) != mistake(wrong) {
			t.Fatalf("%q: %v, want %v", content, err, wrong)
		}
		var all []string
		for _, item := range want.items {
			all = append(all, shape(item))
		}
		if !slices.Equal(got, all) {
			t.Fatalf("%q: %q, want %q", content, got, all)
		}
	})
}

func TestAKeyThatStandsTwiceIsFoundAmongManyToo(t *testing.T) {
	for _, count := range []int{2, fewKeys, fewKeys + 1, 3 * fewKeys} {
		for first := range count - 1 {
			var members []string
			for i := range count {
				members = append(members, fmt.Sprintf(`"k%d":%d`, i, i))
			}
			if _, good := new(soundJSON).read([]byte("{"+strings.Join(members, ",")+"}"), 1, 1); !good {
				t.Fatalf("%d keys: none stands twice", count)
			}
			members[count-1] = members[first]
			if _, good := new(soundJSON).read([]byte("{"+strings.Join(members, ",")+"}"), 1, 1); good {
				t.Errorf("%d keys: number %d stands twice", count, first)
			}
		}
	}
}

// mistake is what an error says but for its cause, which words the same mistake in another way.
func mistake(err error) string {
	if err == nil {
		return ""
	}
	return strings.Join(refusals(err), "|")
}

// shape is everything that a node holds.
func shape(n node) string {
	s := fmt.Sprintf("%d@%d %q %q(", n.form, n.line, n.text, n.keys)
	for _, item := range n.items {
		s += shape(item)
	}
	return s + ")"
}
