package main

import "testing"

func TestMemoryAboveAGoalNeverReadsAsIfItKeptIt(t *testing.T) {
	for bytes, want := range map[int64]string{256 * megabyte: "256 MB", 256*megabyte + 1: "257 MB", 1: "1 MB"} {
		if have := inMegabytes(bytes); have != want {
			t.Errorf("%d is %s, want %s", bytes, have, want)
		}
	}
}

func TestLongNumbersAreGrouped(t *testing.T) {
	for n, want := range map[int]string{1: "1", 999: "999", 1000: "1,000", 100000: "100,000", 1234567: "1,234,567"} {
		if have := grouped(n); have != want {
			t.Errorf("%d is %s, want %s", n, have, want)
		}
	}
}
