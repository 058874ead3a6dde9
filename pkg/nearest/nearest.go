// Package nearest owns the guess at what somebody meant to type. It must not know what the words are.
package nearest

import "strings"

// longest bounds the work on a word: no name that anybody means is longer.
const longest = 64

// Nearest is the known word that takes the fewest typing steps to get to from word, in any letter
// case; the first of several. It is empty only where nothing is known (CONTRACT section 9 wants a
// name for every unknown column).
func Nearest(word string, known []string) string {
	best, least := "", -1
	for _, k := range known {
		if n := steps(letters(word), letters(k)); least < 0 || n < least {
			best, least = k, n
		}
	}
	return best
}

// Close is the nearest known word where it is near enough to be what somebody mistyped: one step, or a
// third of its letters; else empty.
func Close(word string, known []string) string {
	best := Nearest(word, known)
	if n := len(letters(best)); steps(letters(word), letters(best)) > max(1, n/3) {
		return ""
	}
	return best
}

func letters(s string) []rune {
	r := []rune(strings.ToLower(s[:min(len(s), 4*longest)]))
	return r[:min(len(r), longest)]
}

// steps counts the letters to insert, drop, replace or swap with their neighbour to make b of a.
func steps(a, b []rune) int {
	var before []int // the row of two letters ago
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j, s := range b {
			cost := row[j]
			if r != s {
				cost++
			}
			next[j+1] = min(cost, next[j]+1, row[j+1]+1)
			if i > 0 && j > 0 && r == b[j-1] && a[i-1] == s {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
