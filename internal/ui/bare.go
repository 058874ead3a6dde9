package ui

import (
	"io"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Bare prints a text and a line break to stdout, for what a shell takes as it is, such as a path. The
// error is internal.
func (p *Printer) Bare(text string) error {
	return p.Document(func(w io.Writer) error {
		_, err := io.WriteString(w, Block(text)+"\n")
		return err
	})
}

// WarnOf says on stderr what would be errors elsewhere, where they are, and below each what to do, the same
// advice once.
func (p *Printer) WarnOf(list []*fault.Error) {
	advise := p.adviser()
	for _, e := range list {
		p.say(p.Texts.Text("ui.warning", map[string]any{"text": p.located(e, false)}))
		advise(e)
	}
}
