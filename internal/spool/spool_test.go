package spool

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
)

// given makes a list of pairs, and closes it with the test.
func given(t testing.TB, options Options, pairs []app.Pair) *list {
	t.Helper()
	s := New(options)
	t.Cleanup(s.Close)
	l := s.Sorted().(*list)
	var key, value []byte
	for _, p := range pairs {
		key, value = append(key[:0], p.Key...), append(value[:0], p.Value...)
		if err := l.Add(key, value); err != nil {
			t.Fatal(err)
		}
		clear(key) // the list keeps neither
		clear(value)
	}
	return l
}

// sorted is what a list of the pairs has to give.
func sorted(pairs []app.Pair) []app.Pair {
	pairs = slices.Clone(pairs)
	slices.SortStableFunc(pairs, func(a, b app.Pair) int { return bytes.Compare(a.Key, b.Key) })
	return pairs
}

// gathered are the pairs of a range up to its error.
func gathered(all iter.Seq2[app.Pair, error]) (pairs []app.Pair, err error) {
	for p, err := range all {
		if err != nil {
			return pairs, err
		}
		pairs = append(pairs, app.Pair{Key: bytes.Clone(p.Key), Value: bytes.Clone(p.Value)})
	}
	return pairs, nil
}

// differs says how what a list gives differs from what was added to it.
func differs(l app.Sorted, added []app.Pair) string {
	got, err := gathered(l.All())
	if err != nil {
		return err.Error()
	}
	return compared(sorted(added), got)
}

func compared(want, got []app.Pair) string {
	same := slices.EqualFunc(want, got, func(a, b app.Pair) bool {
		return bytes.Equal(a.Key, b.Key) && bytes.Equal(a.Value, b.Value)
	})
	if same {
		return ""
	}
	return "(-want +got)\n" + cmp.Diff(want, got)
}

// numbered are pairs with keys and their place as value.
func numbered(keys ...string) (pairs []app.Pair) {
	for i, key := range keys {
		pairs = append(pairs, app.Pair{Key: []byte(key), Value: fmt.Appendf(nil, "%d", i)})
	}
	return pairs
}

// counted are so many keys that a function makes of a number.
func counted(n int, key func(i int) string) []app.Pair {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = key(i)
	}
	return numbered(keys...)
}

func TestPairsComeInTheOrderOfTheirKeysAndOfTheirAdding(t *testing.T) {
	long := string(bytes.Repeat([]byte("tenant/"), 40))
	var window []app.Pair // one of them takes a byte more than is read at once
	for i := range 16 {
		window = append(window, app.Pair{Key: []byte{byte(i)}, Value: bytes.Repeat([]byte("v"), smallestWindow-10+i)})
	}
	for name, pairs := range map[string][]app.Pair{
		"none":                  nil,
		"one":                   numbered("a"),
		"an empty pair":         {{}, {}},
		"in order":              numbered("a", "b", "c", "d"),
		"backwards":             numbered("d", "c", "b", "a"),
		"the same key":          numbered("b", "a", "b", "a", "b", "a", "", ""),
		"zeros at the end":      numbered("a\x00\x00", "a", "a\x00", "", "\x00", "\x00\x00"),
		"at the prefix's end":   numbered("1234567\x00", "1234567", "123456", "12345678", "1234567\x00\x00", "123456\x00"),
		"the same beginning":    numbered(long+"2", long+"1", long, long+"2", long+"10", "x", long),
		"bytes above the ASCII": numbered("\xff", "\x7f", "\x80", "\xff\xff", "\xfe\xff"),
		"as long as a window":   window,
		"values of any length":  {{Key: []byte("b"), Value: bytes.Repeat([]byte("v"), 3<<20)}, {Key: []byte("a"), Value: bytes.Repeat([]byte("w"), 300)}},
	} {
		for _, memory := range []int{1, 100, 1 << 20} {
			t.Run(fmt.Sprintf("%s in %d", name, memory), func(t *testing.T) {
				l := given(t, Options{Folder: t.TempDir(), Memory: memory}, pairs)
				if l.Len() != len(pairs) {
					t.Errorf("%d pairs, want %d", l.Len(), len(pairs))
				}
				if diff := differs(l, pairs); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// drawn draws pairs whose keys often have their beginnings in common.
func drawn(t *rapid.T) []app.Pair {
	part := rapid.SampledFrom([]string{"", "\x00", "a", "b", "\xff", "1234567", "12345678", "a long beginning of a key "})
	keys := rapid.Map(rapid.SliceOfN(part, 0, 4), func(parts []string) string {
		key := ""
		for _, p := range parts {
			key += p
		}
		return key
	})
	pairs := numbered(rapid.SliceOfN(keys, 0, 300).Draw(t, "keys")...)
	for i := range pairs {
		if rapid.IntRange(0, 20).Draw(t, "long") == 0 {
			pairs[i].Value = bytes.Repeat(pairs[i].Value, 2000)
		}
	}
	if rapid.Bool().Draw(t, "in order") {
		return sorted(pairs)
	}
	return pairs
}

func TestAnyListIsSortedAsASliceIs(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		pairs := drawn(rt)
		s := New(Options{Folder: folder, Memory: rapid.SampledFrom([]int{1, 64, 500, 4000, 1 << 20}).Draw(rt, "memory")})
		defer s.Close()
		l := s.Sorted()
		for _, p := range pairs {
			if err := l.Add(p.Key, p.Value); err != nil {
				rt.Fatal(err)
			}
		}
		want := sorted(pairs)
		readers := rapid.IntRange(1, 4).Draw(rt, "readers")
		turns := rapid.SliceOfN(rapid.IntRange(0, readers-1), 0, 400).Draw(rt, "turns")
		// Several range at once, in turns, and some are broken off.
		given := make([][]app.Pair, readers)
		next := make([]func() (app.Pair, error, bool), readers)
		for i := range next {
			var stop func()
			next[i], stop = iter.Pull2(l.All())
			defer stop()
		}
		for _, i := range turns {
			p, err, more := next[i]()
			if err != nil {
				rt.Fatal(err)
			}
			if more {
				given[i] = append(given[i], app.Pair{Key: bytes.Clone(p.Key), Value: bytes.Clone(p.Value)})
			}
		}
		for _, got := range given {
			if diff := compared(want[:len(got)], got); diff != "" {
				rt.Fatal(diff)
			}
		}
		if diff := differs(l, pairs); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestAPairIsValidUntilTheNext(t *testing.T) {
	pairs := counted(5000, func(i int) string { return fmt.Sprintf("%04d", i*7919%5000) })
	l := given(t, Options{Folder: t.TempDir(), Memory: 20_000}, pairs)
	want := sorted(pairs)
	at := 0
	for p, err := range l.All() {
		if err != nil {
			t.Fatal(err)
		}
		for range l.All() { // another range moves its own windows
			break
		}
		if !bytes.Equal(p.Key, want[at].Key) || !bytes.Equal(p.Value, want[at].Value) {
			t.Fatalf("pair %d is %q, want %q", at, p, want[at])
		}
		const beyond = "what is appended must not reach the value or the next pair"
		_, _ = append(p.Key, beyond...), append(p.Value, beyond...)
		at++
	}
	if at != len(want) {
		t.Errorf("%d pairs, want %d", at, len(want))
	}
}

func TestSeveralGoroutinesReadOneList(t *testing.T) {
	pairs := counted(3000, func(i int) string { return fmt.Sprint(i * 7919 % 3000) })
	for _, memory := range []int{10_000, 1 << 20} {
		l := given(t, Options{Folder: t.TempDir(), Memory: memory}, pairs)
		diffs := make([]string, 4)
		var all sync.WaitGroup
		for i := range diffs {
			all.Go(func() { diffs[i] = differs(l, pairs) })
		}
		all.Wait()
		for _, diff := range diffs {
			if diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

func TestAListThatIsAddedInOrderIsOneRun(t *testing.T) {
	for name, c := range map[string]struct {
		key            func(i int) string
		shuffled, many bool
	}{
		"in order":     {func(i int) string { return fmt.Sprintf("%06d", i) }, false, false},
		"all the same": {func(int) string { return "same" }, false, false},
		"backwards":    {func(i int) string { return fmt.Sprintf("%06d", 10_000-i) }, true, true},
		// Within a block the pairs are shuffled, yet each block goes on behind the one before.
		"two by two": {func(i int) string { return fmt.Sprintf("%06d", i^1) }, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			pairs := counted(10_000, c.key)
			// Two pairs take as much as is kept, so that none of two that belong together comes into another block.
			l := given(t, Options{Folder: t.TempDir(), Memory: 2 * (most(pairs[0].Key, []byte("1234")) + entrySize)}, pairs)
			if diff := differs(l, pairs); diff != "" {
				t.Fatal(diff)
			}
			if n := len(l.disk.parts); (n > 1) != c.many || n == 0 {
				t.Errorf("%d runs", n)
			}
			content, err := l.seal()
			if err != nil {
				t.Fatal(err)
			}
			if queue, err := content.begin(); err != nil || (len(queue) > 1) != c.many {
				t.Errorf("%d parts are merged, %v", len(queue), err)
			}
			if l.filling.count == 0 || l.filling.shuffled != c.shuffled {
				t.Errorf("%d pairs in memory, shuffled: %v", l.filling.count, l.filling.shuffled)
			}
		})
	}
}

func TestASmallListCostsLittle(t *testing.T) {
	pairs := counted(10, func(i int) string { return fmt.Sprintf("a key of some length %d", 9-i) })
	l := given(t, Options{Folder: t.TempDir()}, pairs)
	if diff := differs(l, pairs); diff != "" {
		t.Fatal(diff)
	}
	held := cap(l.filling.index) * entrySize
	for _, chunk := range l.filling.chunks {
		held += cap(chunk)
	}
	if held > 2<<10 {
		t.Errorf("%d bytes are held", held)
	}
	if l.disk.file != nil {
		t.Error("a file was made")
	}
}

func TestAListHoldsNoMoreThanItMay(t *testing.T) {
	const memory = 4 << 20
	pairs := counted(200_000, func(i int) string { return fmt.Sprintf("%06d", i*7919%200_000) })
	l := given(t, Options{Folder: t.TempDir(), Memory: memory}, pairs)
	w := <-l.written
	l.written <- w
	for _, b := range []*block{l.filling, w.block} {
		held := cap(b.index) * entrySize
		for _, chunk := range append(b.chunks[:len(b.chunks):len(b.chunks)], b.spare...) {
			held += cap(chunk)
		}
		if held > memory*5/4 {
			t.Errorf("a block holds %d bytes of %d", held, memory)
		}
	}
}
