package ui

import (
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Progress is a line on stderr that shows how far long work has come. It appears when the work has gone on
// for a second, and is wiped when it ends. None, nil, shows nothing. It is safe for use by several
// goroutines.
type Progress struct {
	printer *Printer
	done    atomic.Int64 // parts that the bar was not told of yet

	lock  sync.Mutex
	bar   *progressbar.ProgressBar // of the stage; nil while there is no work
	left  int64                    // parts that the bar still has room for; below 0 where nobody knows
	ended chan struct{}            // is closed when the work ends
	width int                      // of what stands on the line
}

// Unit is what the parts of work are.
type Unit int

// The units.
const (
	InRows Unit = iota
	InBytes
	InMessages
)

const (
	// unnoticed is how long work goes on before anything of it is shown.
	unnoticed = time.Second
	// redrawn is how often the line is drawn anew.
	redrawn = 150 * time.Millisecond
	// barWidth leaves room for words and numbers on a terminal of 80 columns.
	barWidth = 20
)

// Progress is this printer's line of progress; none where nobody looks at stderr, where the printer is
// quiet, and where stderr is read by a program (CONTRACT section 1).
func (p *Printer) Progress() *Progress {
	if p.progress == nil && p.Streams.ErrTTY && !p.Quiet && !p.Format.machine() {
		p.progress = &Progress{printer: p}
	}
	return p.progress
}

// Begin begins a stage of the work: a word for it, and how many parts of which unit it has. Where that is
// not known parts are 0.
func (p *Progress) Begin(word string, parts int, unit Unit) {
	if p == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.bar == nil {
		p.ended = make(chan struct{})
		go p.draws(p.ended)
	}
	p.done.Store(0)
	if p.left = int64(parts); parts == 0 {
		p.left = -1
	}
	p.bar = p.newBar(word, unit)
}

func (p *Progress) newBar(word string, unit Unit) *progressbar.ProgressBar {
	bar := progressbar.NewOptions64(p.left,
		// The line is drawn here: nobody else knows when a warning has to stand above it.
		progressbar.OptionSetWriter(io.Discard),
		progressbar.OptionSetDescription(Line(word)),
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "=", SaucerHead: ">", SaucerPadding: " ", BarStart: "[", BarEnd: "]"}),
		progressbar.OptionSetWidth(barWidth),
		progressbar.OptionSetPredictTime(false), // its "[1s:2s]" tells nobody which is which
		progressbar.OptionShowCount(),
	)
	switch unit {
	case InBytes:
		progressbar.OptionShowBytes(true)(bar)
	case InMessages:
		progressbar.OptionShowIts()(bar)
		progressbar.OptionSetItsString(p.printer.Texts.Text("progress.messages", nil))(bar)
	default:
		progressbar.OptionShowIts()(bar)
		progressbar.OptionSetItsString(p.printer.Texts.Text("progress.rows", nil))(bar)
	}
	bar.StartWithoutRender()
	return bar
}

// Add says that so many more parts are done.
func (p *Progress) Add(parts int) {
	if p != nil {
		p.done.Add(int64(parts))
	}
}

// End ends the work and wipes the line.
func (p *Progress) End() {
	if p == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.bar != nil {
		close(p.ended)
		p.bar = nil
	}
	p.wipe()
}

// aside prints something else while the line is wiped.
func (p *Progress) aside(print func()) {
	if p == nil {
		print()
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	p.wipe()
	print()
}

// draws draws the line until the work has ended.
func (p *Progress) draws(ended <-chan struct{}) {
	for wait := unnoticed; ; wait = redrawn {
		select {
		case <-ended:
			return
		case <-time.After(wait):
		}
		p.lock.Lock()
		if p.bar != nil && p.ended == ended {
			p.draw()
		}
		p.lock.Unlock()
	}
}

func (p *Progress) draw() {
	n := p.done.Swap(0)
	known := p.left >= 0
	if known { // a file may have grown since its size was taken
		n = min(n, p.left)
		p.left -= n
	}
	_ = p.bar.Add64(n) // it is drawn where nothing can fail
	line := strings.TrimRight(strings.TrimPrefix(p.bar.String(), "\r"), " ")
	if state := p.bar.State(); known && state.CurrentNum > 0 {
		left := time.Duration(state.SecondsLeft) * time.Second
		line += ", " + p.printer.Texts.Text("progress.left", map[string]any{"time": left.String()})
	}
	// A line that breaks could not be wiped.
	if runes := []rune(line); len(runes) >= p.columns() {
		line = string(runes[:p.columns()-1])
	}
	width := utf8.RuneCountInString(line)
	p.write("\r" + line + strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// wipe takes the line off the screen, with nothing that a terminal may not know.
func (p *Progress) wipe() {
	if p.width > 0 {
		p.write("\r" + strings.Repeat(" ", p.width) + "\r")
		p.width = 0
	}
}

// write writes to stderr. Where stderr itself is broken there is nobody left to show anything.
func (p *Progress) write(text string) { _, _ = io.WriteString(p.printer.Streams.Err, text) }

// columns is how many columns the terminal of stderr has: somebody may have made it smaller.
func (p *Progress) columns() int {
	if f, is := p.printer.Streams.Err.(file); is {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 1 {
			return columns
		}
	}
	return 80
}
