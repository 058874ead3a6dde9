package spool

import (
	"math/rand/v2"
	"runtime"
	"testing"
)

// What is measured is adding, sorting and one range over everything. ns/op is the time of a whole list.
const benchmarked = 1_000_000

func BenchmarkAMillionShortPairsInMemory(b *testing.B) {
	measure(b, Options{Memory: 64 << 20}, 16, 16, 16)
}

func BenchmarkAMillionLongPairsOnTheDisk(b *testing.B) {
	measure(b, Options{Memory: 32 << 20}, 32, 160, 32)
}

// Keys of an estate begin with one of some tenants: the first bytes say little.
func BenchmarkAMillionKeysWithLongBeginningsOnTheDisk(b *testing.B) {
	measure(b, Options{Memory: 32 << 20}, 72, 160, 2)
}

// measure adds pairs whose keys end with so many random bytes; the same bytes stand before them.
func measure(b *testing.B, options Options, key, value, random int) {
	options.Folder = b.TempDir()
	source := rand.NewChaCha8([32]byte{1})
	keys := make([]byte, benchmarked*key)
	_, _ = source.Read(keys)
	for i := range benchmarked {
		if random < key { // a tenant of a thousand, which has subscriptions
			copy(keys[i*key:], keys[i%1000*key:][:36])
		}
	}
	content := make([]byte, value)
	b.ReportAllocs()
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := New(options)
		l := s.Sorted()
		for i := range benchmarked {
			if err := l.Add(keys[i*key:][:key], content); err != nil {
				b.Fatal(err)
			}
		}
		given := 0
		for _, err := range l.All() {
			if err != nil {
				b.Fatal(err)
			}
			given++
		}
		if given != benchmarked {
			b.Fatalf("%d pairs, want %d", given, benchmarked)
		}
		runtime.ReadMemStats(&after)
		s.Close()
	}
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), "MiB/list")
}
