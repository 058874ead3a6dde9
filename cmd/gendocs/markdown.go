package main

import "strings"

// table is a Markdown table; a column that is empty in every row is left out.
func table(header []string, rows [][]string) string {
	var kept []int
	for i := range header {
		for _, row := range rows {
			if row[i] != "" {
				kept = append(kept, i)
				break
			}
		}
	}
	var b strings.Builder
	line := func(cells []string) {
		b.WriteString("|")
		for _, i := range kept {
			b.WriteString(" " + strings.NewReplacer("|", `\|`, "\n", " ").Replace(cells[i]) + " |")
		}
		b.WriteString("\n")
	}
	line(header)
	b.WriteString("|" + strings.Repeat("---|", len(kept)) + "\n")
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

// mono is a text in the type of code; no text stays none.
func mono(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// monos are texts in the type of code, in one line.
func monos(texts []string) string {
	list := make([]string, len(texts))
	for i, t := range texts {
		list[i] = mono(t)
	}
	return strings.Join(list, " ")
}

// prose is a text of the catalogue as Markdown: no character of it may look like a tag.
func prose(text string) string { return strings.ReplaceAll(text, "<", "&lt;") }
