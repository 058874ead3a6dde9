package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// surveyPrompter draws its questions on a terminal that can do so. It shows help, refusals and the
// choices of a confirmation itself, because those of the library are in English only.
type surveyPrompter struct {
	in, out file
	color   bool
	keys    *keyboard
	texts   *catalogue.Texts
}

func (s *surveyPrompter) Select(ctx context.Context, question string, options []Option) (int, error) {
	if len(options) == 0 {
		return 0, nothingToSelect()
	}
	var picked int
	err := s.ask(ctx, func() survey.Prompt {
		return &survey.Select{
			Message: Line(question), Options: labels(options), PageSize: 10,
			Filter: func(typed, _ string, i int) bool { return options[i].has(typed) },
		}
	}, &picked)
	return picked, err
}

func (s *surveyPrompter) MultiSelect(ctx context.Context, question string, options []Option) ([]int, error) {
	if len(options) == 0 {
		return nil, nothingToSelect()
	}
	for {
		var picked []int
		err := s.ask(ctx, func() survey.Prompt {
			var typed, shown string
			return &survey.MultiSelect{
				Message: Line(question), Options: labels(options), PageSize: 10,
				Filter: func(text, _ string, i int) bool {
					if text != typed {
						typed, shown = text, longestHeld(options, text)
					}
					return options[i].has(shown)
				},
			}
		}, &picked)
		if err != nil {
			return nil, err
		}
		if len(picked) > 0 {
			return picked, nil
		}
		s.print(s.texts.Text("ui.pick.unmarked", nil) + "\n")
	}
}

// longestHeld is the longest beginning of a text that some option holds, so that a list of marks is
// never empty: in an empty one the library moves up past the first line, and panics on a space there.
func longestHeld(options []Option, text string) string {
	held := func(o Option) bool { return o.has(text) }
	for text != "" && !slices.ContainsFunc(options, held) {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

func labels(options []Option) []string {
	list := make([]string, len(options))
	for i, o := range options {
		list[i] = o.label()
	}
	return list
}

func (s *surveyPrompter) Input(ctx context.Context, question, preset, help string, validate func(string) error) (string, error) {
	if help != "" {
		s.print("  " + Line(help) + "\n")
	}
	for {
		var text string
		err := s.ask(ctx, func() survey.Prompt {
			return &survey.Input{Message: Line(question), Default: Line(preset)}
		}, &text)
		if err != nil {
			return "", err
		}
		if text = strings.TrimSpace(Line(text)); validate == nil {
			return text, nil
		}
		if err := validate(text); err == nil {
			return text, nil
		} else {
			s.print(refused(s.texts, err))
		}
	}
}

func (s *surveyPrompter) Confirm(ctx context.Context, question string, preset bool) (bool, error) {
	for {
		var text string
		err := s.ask(ctx, func() survey.Prompt {
			return &survey.Input{Message: Line(question) + " " + choices(s.texts, preset)}
		}, &text)
		if err != nil {
			return false, err
		}
		if yes, understood := yesOrNo(s.texts, strings.TrimSpace(text), preset); understood {
			return yes, nil
		}
		s.print(s.texts.Text("ui.confirm.unclear", nil) + "\n")
	}
}

// ask asks one question; the errors are cancelled, and internal where the terminal fails. A key that
// the library does not know, such as Alt with a letter, is an error to it: the question comes again.
func (s *surveyPrompter) ask(ctx context.Context, question func() survey.Prompt, answer any) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	in := surveyIn{s.keys, ctx, s.in}
	out := surveyOut{s.out, s.color}
	for {
		err := survey.AskOne(question(), answer, survey.WithStdio(in, out, out))
		switch {
		case err == nil:
			return nil
		case errors.Is(err, terminal.InterruptErr), errors.Is(err, io.EOF), ctx.Err() != nil:
			return cancelled()
		case strings.Contains(err.Error(), "unexpected escape sequence"):
			s.print("\n")
		default:
			return fault.New(fault.Internal, "ui.ask").Because(err)
		}
	}
}

func (s *surveyPrompter) print(text string) { _, _ = io.WriteString(s.out, text) }

// surveyIn is the keyboard as the library wants it. The library takes Ctrl-D for Enter; here it is
// Ctrl-C, as the end of the input is everywhere.
type surveyIn struct {
	keys *keyboard
	ctx  context.Context
	file file
}

func (s surveyIn) Fd() uintptr { return s.file.Fd() }

func (s surveyIn) Read(p []byte) (int, error) {
	if err := s.keys.fill(s.ctx); err != nil {
		return 0, err
	}
	n := copy(p, s.keys.rest)
	s.keys.rest = s.keys.rest[n:]
	for i := range p[:n] {
		if p[i] == endOfText {
			p[i] = interrupt
		}
	}
	return n, nil
}

// surveyOut is the terminal as the library wants it, without colours where they are not wanted.
type surveyOut struct {
	file  file
	color bool
}

func (s surveyOut) Fd() uintptr { return s.file.Fd() }

func (s surveyOut) Write(p []byte) (int, error) {
	shown := p
	if !s.color {
		shown = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAll(p, nil)
	}
	if _, err := s.file.Write(shown); err != nil {
		return 0, err
	}
	return len(p), nil
}
