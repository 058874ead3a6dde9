package ui

import (
	"fmt"
	"io"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// Printer brings results, notes and errors to the streams, in one format and language.
type Printer struct {
	Streams *Streams
	Format  Format
	// Query is asked of every result before it is printed; nil asks nothing.
	Query *Query
	Texts *catalogue.Texts
	// Quiet leaves notes out; warnings and errors stay.
	Quiet bool
	// Kept tells that the command has changed something that stays, whatever becomes of its answer.
	Kept bool
	// Debug says on stderr how the run went.
	Debug bool
	// Took is how long the run took so far; nil where nobody knows.
	Took func() time.Duration

	progress *Progress // nil where nothing is shown
	held     []string  // said to a program that nothing was told yet
}

// A program that reads JSON is told nothing before the end: where the command fails, what was said until then
// is part of the error, which is the only line on its stderr (CONTRACT section 1).

// Note says on stderr what is good to know, unless the printer is quiet; args are pairs of name and
// value for the catalogue's sentence.
func (p *Printer) Note(key string, args ...any) {
	if !p.Quiet {
		p.say(p.Texts.Text(key, pairs(args)))
	}
}

// Tell says on stderr what has to be read before somebody agrees to it, also where the printer is quiet.
func (p *Printer) Tell(key string, args ...any) { p.say(p.Texts.Text(key, pairs(args))) }

// Warn says on stderr what may be wrong, also where the printer is quiet.
func (p *Printer) Warn(key string, args ...any) {
	p.say(p.Texts.Text("ui.warning", map[string]any{"text": p.Texts.Text(key, pairs(args))}))
}

// Diagnose says one line on stderr for who looks into how dpor works, where that was asked for. It is in no
// language but that of the code.
func (p *Printer) Diagnose(line string) {
	if p.Debug {
		p.say("debug: " + line)
	}
}

// Document brings what write writes to stdout, all of it or, where write fails, nothing. The errors
// are those of write, or internal.
func (p *Printer) Document(write func(io.Writer) error) error {
	var s spool
	defer s.close()
	if err := write(&s); err != nil {
		return err
	}
	p.progress.End()
	return s.copyTo(p.Streams.Out)
}

// say tells one line, at once or at the end.
func (p *Printer) say(line string) {
	if p.Format.machine() {
		p.held = append(p.held, line)
		return
	}
	p.line(line)
}

// line writes one line to stderr. Where stderr itself is broken there is nobody left to tell.
func (p *Printer) line(line string) {
	p.progress.aside(func() { _, _ = fmt.Fprintln(p.Streams.Err, Line(line)) })
}

// Heading is how a table names a key.
func (p *Printer) Heading(key string) string {
	if name := "column." + key; p.Texts.Has(name) {
		return Line(p.Texts.Text(name, nil))
	}
	return Line(key)
}

func pairs(args []any) map[string]any {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return m
}
