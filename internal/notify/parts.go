package notify

import "strings"

// part is a paragraph, some facts or some commands of a message: one of the three is there.
type part struct {
	paragraph string
	facts     []fact
	commands  []string
}

// fact is what is known under a label, which has its colon.
type fact struct{ label, value string }

// The beginnings of lines in a template; any other line is a paragraph, and an empty one is nothing.
const (
	ofCommand = "    "
	ofFact    = "  "
)

// partsOf takes a filled template apart. Facts that follow each other are one part, and so are commands;
// one without a value is left out.
func partsOf(body string) (parts []part) {
	for l := range strings.Lines(body) {
		l = strings.TrimRight(l, " \r\n")
		if l == "" {
			continue
		}
		if command, is := strings.CutPrefix(l, ofCommand); is {
			if n := len(parts); n == 0 || parts[n-1].commands == nil {
				parts = append(parts, part{})
			}
			last := &parts[len(parts)-1]
			last.commands = append(last.commands, command)
			continue
		}
		if text, is := strings.CutPrefix(l, ofFact); is {
			label, value, _ := strings.Cut(text, ": ")
			if value == "" {
				continue
			}
			if n := len(parts); n == 0 || parts[n-1].facts == nil {
				parts = append(parts, part{})
			}
			last := &parts[len(parts)-1]
			last.facts = append(last.facts, fact{label + ":", value})
			continue
		}
		parts = append(parts, part{paragraph: l})
	}
	return parts
}

// plainText is the parts as text, an empty line between them.
func plainText(parts []part) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte('\n')
		}
		if p.paragraph != "" {
			b.WriteString(p.paragraph + "\n")
		}
		for _, f := range p.facts {
			b.WriteString(ofFact + f.label + " " + f.value + "\n")
		}
		for _, c := range p.commands {
			b.WriteString(ofCommand + c + "\n")
		}
	}
	return b.String()
}
