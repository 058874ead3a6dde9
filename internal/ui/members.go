package ui

import "github.com/dpor-cli/dpor/pkg/record"

// Members are the keys and values of an object inside a row, in the order of the output.
type Members []Member

// Member is one key of an object inside a row, and its value as text; empty where there is none.
type Member struct {
	Key  string
	Type record.Type
	Text string
}

// appendMembers appends an object; none at all is null.
func appendMembers(b []byte, m Members, depth int) []byte {
	if m == nil {
		return append(b, "null"...)
	}
	inner := deeper(depth)
	b = append(b, '{')
	for i, member := range m {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(newLine(b, inner), member.Key), ':')
		if depth != compact {
			b = append(b, ' ')
		}
		b = appendTyped(b, member.Type, member.Text, inner)
	}
	return append(newLine(b, depth), '}')
}

func appendMembersList(b []byte, list []Members, depth int) []byte {
	if len(list) == 0 {
		return append(b, "[]"...)
	}
	inner := deeper(depth)
	b = append(b, '[')
	for i, m := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendMembers(newLine(b, inner), m, inner)
	}
	return append(newLine(b, depth), ']')
}
