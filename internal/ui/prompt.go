package ui

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// Option is one answer that can be picked.
type Option struct {
	// ID is the identifier that the field knows the thing by.
	ID string
	// Name is what people call it; may be empty.
	Name string
	// Note is shown behind them and not searched; may be empty.
	Note string
}

// Prompter asks a person. Every question goes to stderr. Ctrl-C, the end of the input and a context
// that ends are the error cancelled.
type Prompter interface {
	// Select gives the position of the option that was picked; no options at all is not-found.
	Select(ctx context.Context, question string, options []Option) (int, error)
	// MultiSelect gives the positions of the options that were picked, at least one, in the order of
	// the options and each once; no options at all is not-found.
	MultiSelect(ctx context.Context, question string, options []Option) ([]int, error)
	// Input gives a line, or the preset where the line is empty. Help is shown before the question
	// where it is not empty; an answer that validate refuses is asked for again, after the refusal's
	// sentence and hint. Validate may be nil.
	Input(ctx context.Context, question, preset, help string, validate func(string) error) (string, error)
	// Confirm gives yes or no; an empty answer is the preset.
	Confirm(ctx context.Context, question string, preset bool) (bool, error)
}

// Prompters are the ways of asking that NewPrompter knows; auto is the default.
func Prompters() []string { return []string{"auto", "survey", "plain"} }

// NewPrompter gives a prompter of a kind: survey draws lists to move in, plain asks line by line and
// suits a screen reader, and auto finds out at the first question which of them the terminal can do.
func NewPrompter(s *Streams, kind string, texts *catalogue.Texts) Prompter {
	return &lazyPrompter{choose: sync.OnceValue(func() Prompter {
		keys := &keyboard{source: s.In}
		in, inOK := s.In.(file)
		out, outOK := s.Err.(file)
		if kind == "plain" || !s.CanAsk() || !inOK || !outOK {
			return &plainPrompter{s.Err, keys, texts}
		}
		if kind != "survey" {
			answers, typed := s.Term != "dumb", []byte(nil)
			if answers {
				answers, typed = answersCursor(in, out, s.Term)
			}
			keys.rest = typed
			if !answers {
				return &plainPrompter{s.Err, keys.cooked(), texts}
			}
		}
		return &surveyPrompter{in, out, s.Color, keys, texts}
	})}
}

// file is a stream with a descriptor, as a terminal has.
type file interface {
	io.ReadWriter
	Fd() uintptr
}

// lazyPrompter decides at the first question.
type lazyPrompter struct{ choose func() Prompter }

func (l *lazyPrompter) Select(ctx context.Context, question string, options []Option) (int, error) {
	return l.choose().Select(ctx, question, options)
}

func (l *lazyPrompter) MultiSelect(ctx context.Context, question string, options []Option) ([]int, error) {
	return l.choose().MultiSelect(ctx, question, options)
}

func (l *lazyPrompter) Input(ctx context.Context, question, preset, help string, validate func(string) error) (string, error) {
	return l.choose().Input(ctx, question, preset, help, validate)
}

func (l *lazyPrompter) Confirm(ctx context.Context, question string, preset bool) (bool, error) {
	return l.choose().Confirm(ctx, question, preset)
}

// label is an option as a line.
func (o Option) label() string {
	var parts []string
	for _, s := range []string{o.Name, o.ID, o.Note} {
		if s != "" {
			parts = append(parts, Line(s))
		}
	}
	return strings.Join(parts, "  ")
}

// yesOrNo reads the answer to a confirmation in the language of the texts, and in English.
func yesOrNo(texts *catalogue.Texts, text string, preset bool) (yes, understood bool) {
	if text == "" {
		return preset, true
	}
	for _, word := range strings.Fields(texts.Text("ui.words.yes", nil)) {
		if strings.EqualFold(word, text) {
			return true, true
		}
	}
	for _, word := range strings.Fields(texts.Text("ui.words.no", nil)) {
		if strings.EqualFold(word, text) {
			return false, true
		}
	}
	return false, false
}

// choices shows which answers a confirmation takes, the preset in a capital letter.
func choices(texts *catalogue.Texts, preset bool) string {
	if preset {
		return texts.Text("ui.confirm.yes", nil)
	}
	return texts.Text("ui.confirm.no", nil)
}

// refused is an answer's refusal as lines.
func refused(texts *catalogue.Texts, err error) string {
	e := fault.As(err)
	lines := Line(sentence(texts, e)) + "\n"
	if h := hintOf(texts, e); h != "" {
		lines += "  " + Line(h) + "\n"
	}
	return lines
}

func nothingToSelect() error { return fault.New(fault.NotFound, "ui.select.empty") }

func cancelled() error { return fault.New(fault.Cancelled, "cancelled") }
