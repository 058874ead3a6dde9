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

// Close is the nearest known word where it is near enough to be what somebody mistyped: two steps, of
// which a swap of letters takes both, or a third of its letters; else empty.
func Close(word string, known []string) string {
	best := Nearest(word, known)
	if n := len(letters(best)); steps(letters(word), letters(best)) > max(2, n/3) || n < 3 {
		return ""
	}
	return best
}

func letters(s string) []rune {
	r := []rune(strings.ToLower(s[:min(len(s), 4*longest)]))
	return r[:min(len(r), longest)]
}

// steps counts the letters to insert, drop or replace to make b of a.
func steps(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
