package notify

import (
	"html"
	"strings"
)

// page is the parts as an HTML document: the one layout of every message. Mail programs drop style sheets,
// so that what little there is of style stands in the elements.
func page(lang, subject string, parts []part) string {
	var b strings.Builder
	write := func(markup ...string) {
		for _, m := range markup {
			b.WriteString(m)
		}
		b.WriteByte('\n')
	}
	write("<!DOCTYPE html>")
	write(`<html lang="`, lang, `">`)
	write(`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>`, html.EscapeString(subject), "</title></head>")
	write(`<body style="font-family: sans-serif; line-height: 1.5; max-width: 44em; overflow-wrap: anywhere">`)
	for _, p := range parts {
		if p.paragraph != "" {
			write("<p>", html.EscapeString(p.paragraph), "</p>")
		}
		if p.facts != nil {
			write(`<table cellpadding="3">`)
			for _, f := range p.facts {
				write(`<tr><th align="left" valign="top">`, html.EscapeString(f.label), `</th> <td dir="auto">`, html.EscapeString(f.value), "</td></tr>")
			}
			write("</table>")
		}
		if p.commands != nil {
			write(`<pre style="white-space: pre-wrap">`, html.EscapeString(strings.Join(p.commands, "\n")), "</pre>")
		}
	}
	write("</body>")
	write("</html>")
	return b.String()
}
