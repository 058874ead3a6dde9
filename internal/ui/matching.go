package ui

import (
	"slices"
	"strconv"
	"strings"
)

// has tells whether the ID or name holds a text, in any letter case.
func (o Option) has(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(strings.ToLower(o.ID), text) || strings.Contains(strings.ToLower(o.Name), text)
}

// is tells whether the ID or name is just a text, in any letter case.
func (o Option) is(text string) bool {
	return strings.EqualFold(o.ID, text) || strings.EqualFold(o.Name, text)
}

// matching are the positions of the options that a typed text means: that with just this ID, else
// that of this number, else that with just this name, else those that hold the text.
func matching(options []Option, text string) []int {
	if text == "" {
		return nil
	}
	var ids, names, parts []int
	for i, o := range options {
		if strings.EqualFold(o.ID, text) {
			ids = append(ids, i)
		}
		if strings.EqualFold(o.Name, text) {
			names = append(names, i)
		}
		if o.has(text) {
			parts = append(parts, i)
		}
	}
	if len(ids) == 1 {
		return ids
	}
	if n, err := strconv.Atoi(text); err == nil && 1 <= n && n <= len(options) {
		return []int{n - 1}
	}
	if len(names) == 1 {
		return names
	}
	return parts
}

// matchingAll are the positions of the options that the parts of a typed text mean, with commas
// between them, in order and each once. Unclear are the parts that do not mean just one option.
func matchingAll(options []Option, text string) (picked []int, unclear []string) {
	most := 1 // as many parts as there can be in one name
	for _, o := range options {
		most = max(most, 1+strings.Count(o.ID, ","), 1+strings.Count(o.Name, ","))
	}
	for parts := strings.Split(text, ","); len(parts) > 0; {
		n := together(options, parts[:min(most, len(parts))])
		part := strings.TrimSpace(strings.Join(parts[:n], ","))
		parts = parts[n:]
		if at, one := meant(options, part); one {
			picked = append(picked, at)
		} else if part != "" {
			unclear = append(unclear, part)
		}
	}
	slices.Sort(picked)
	return slices.Compact(picked), unclear
}

// meant is the position of the one option that a part means. A number that is too high is not looked
// for inside of IDs: among several answers nobody would notice what it found there.
func meant(options []Option, part string) (at int, one bool) {
	found := matching(options, part)
	if len(found) != 1 {
		return 0, false
	}
	n, err := strconv.Atoi(part)
	inside := err == nil && n-1 != found[0] && !options[found[0]].is(part)
	return found[0], !inside
}

// together is how many of the parts, from the first on, are one ID or name that holds commas; 1 where
// none are.
func together(options []Option, parts []string) int {
	for n := len(parts); n > 1; n-- {
		text := strings.TrimSpace(strings.Join(parts[:n], ","))
		if slices.ContainsFunc(options, func(o Option) bool { return o.is(text) }) {
			return n
		}
	}
	return 1
}
