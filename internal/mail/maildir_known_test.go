package mail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestAHostOfAnotherNameMakesNoSecondCopy(t *testing.T) {
	for _, move := range []func(folder, name string) error{func(string, string) error { return nil }, moved(":2,S")} {
		folder := t.TempDir()
		deliver(t, opened(t, Settings{Maildir: folder, Hostname: "laptop"}), numbered(1))
		if err := move(folder, entries(t, folder, arrived)[0]); err != nil {
			t.Fatal(err)
		}
		deliver(t, opened(t, Settings{Maildir: folder, Hostname: "3f9c1d.container.example"}), numbered(1))
		all := slices.Concat(entries(t, folder, arrived), entries(t, folder, seen))
		if len(all) != 1 || !strings.Contains(all[0], ".laptop") {
			t.Errorf("the folder holds %q", all)
		}
	}
}

// Messages are looked for when the folder is opened, and not for each that is delivered: without the folder
// that would be listed they go their way.
func TestAMaildirIsListedOnce(t *testing.T) {
	folder := t.TempDir()
	p := opened(t, Settings{Maildir: folder})
	deliver(t, p, numbered(1))
	if err := os.Remove(filepath.Join(folder, seen)); err != nil {
		t.Fatal(err)
	}
	deliver(t, p, numbered(2))
	if all := entries(t, folder, arrived); len(all) != 2 {
		t.Errorf("the folder holds %q", all)
	}
	// Opened again it is read again.
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, arrived, entries(t, folder, arrived)[0])); err != nil {
		t.Fatal(err)
	}
	deliver(t, p, numbered(1))
	deliver(t, p, numbered(2))
	if all := entries(t, folder, arrived); len(all) != 2 {
		t.Errorf("the folder holds %q", all)
	}
}

func TestOnlyANameOfOurFormIsKnown(t *testing.T) {
	m, err := ready(context.Background(), "dpor@localhost", numbered(1))
	if err != nil {
		t.Fatal(err)
	}
	id := identityOf(m)
	for _, host := range []string{"", "laptop", "a/b:c", "a.b.example", strings.Repeat("x", 500)} {
		for _, flags := range []string{"", ":2,S", ",S=1234:2,RS", ";2,S", "!2,S"} {
			if got, ours := identityIn(id.name(host) + flags); !ours || got != id {
				t.Errorf("%q is not read from %q", id.name(host), id.name(host)+flags)
			}
		}
	}
	name := id.name("")
	second, rest, _ := strings.Cut(name, ".")
	for _, other := range []string{
		"", ".", "..", "...", "1717147815.M51P73.host", "1717147815.M51P73.host:2,S", strings.TrimSuffix(name, ".localhost"),
		strings.TrimSuffix(name, "localhost"), "x" + name, second + "." + "x" + rest, second + "." + rest[1:], second + ".====" + rest[4:],
		second + ".\n\n\n\n" + rest[4:], "99999999999999999999." + rest, ".gitignore",
	} {
		if got, ours := identityIn(other); ours {
			t.Errorf("%q is taken for %v", other, got)
		}
	}
}

func TestAHundredThousandMessagesAreKnownInLittleMemory(t *testing.T) {
	const count, most = 100_000, 15 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	all := known{}
	for n := range count {
		id, ours := identityIn(fmt.Sprintf("1717147815.%024d.host:2,S", n))
		if !ours {
			t.Fatalf("name %d is not ours", n)
		}
		all.add(id)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); len(all) != count || took > most {
		t.Errorf("%d messages take %d bytes", len(all), took)
	}
	runtime.KeepAlive(all)
}

// Beside a folder in which much was seen, a message costs what it costs beside an empty one.
func BenchmarkMessagesIntoAMaildirWithManyThatWereSeen(b *testing.B) {
	folder := b.TempDir()
	p := opened(b, Settings{Maildir: folder})
	if err := p.Open(context.Background()); err != nil {
		b.Fatal(err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	for n := range 20_000 {
		if err := os.WriteFile(filepath.Join(folder, seen, fmt.Sprintf("1717147815.%024d.host:2,S", n)), nil, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	n := 0
	for b.Loop() {
		deliver(b, p, numbered(n))
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
