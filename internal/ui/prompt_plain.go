package ui

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// shownOptions is how many options are listed at once; the others are found by typing.
const shownOptions = 50

// plainPrompter asks line by line.
type plainPrompter struct {
	out   io.Writer
	keys  *keyboard
	texts *catalogue.Texts
}

func (p *plainPrompter) Select(ctx context.Context, question string, options []Option) (int, error) {
	if len(options) == 0 {
		return 0, nothingToSelect()
	}
	p.offer(question, options)
	for {
		text, err := p.ask(ctx, p.texts.Text("ui.select.answer", nil)+": ")
		if err != nil {
			return 0, err
		}
		found := matching(options, text)
		if len(found) == 1 {
			return found[0], nil
		}
		if text != "" {
			p.unclear(options, text, found)
		}
	}
}

func (p *plainPrompter) MultiSelect(ctx context.Context, question string, options []Option) ([]int, error) {
	if len(options) == 0 {
		return nil, nothingToSelect()
	}
	p.offer(question, options)
	for {
		text, err := p.ask(ctx, p.texts.Text("ui.pick.answer", nil)+": ")
		if err != nil {
			return nil, err
		}
		picked, unclear := matchingAll(options, text)
		if len(picked) > 0 && len(unclear) == 0 {
			return picked, nil
		}
		for _, part := range unclear {
			p.unclear(options, part, matching(options, part))
		}
		if len(unclear) == 0 {
			p.print(p.texts.Text("ui.pick.none", nil) + "\n")
		}
	}
}

// offer shows a question and all its options.
func (p *plainPrompter) offer(question string, options []Option) {
	p.print(Line(question) + "\n")
	all := make([]int, len(options))
	for i := range all {
		all[i] = i
	}
	p.list(options, all)
}

// unclear says that a text means none of the options, or which ones.
func (p *plainPrompter) unclear(options []Option, text string, found []int) {
	args := map[string]any{"value": text, "count": len(found)}
	if len(found) == 0 {
		p.print(Line(p.texts.Text("ui.select.nothing", args)) + "\n")
		return
	}
	p.print(Line(p.texts.Text("ui.select.several", args)) + "\n")
	p.list(options, found)
}

// list shows options under their numbers.
func (p *plainPrompter) list(options []Option, positions []int) {
	for i, at := range positions {
		if i == shownOptions {
			p.print("  " + p.texts.Text("ui.more", map[string]any{"count": len(positions) - i}) + "\n")
			return
		}
		p.print(fmt.Sprintf("%3d. %s\n", at+1, options[at].label()))
	}
}

func (p *plainPrompter) Input(ctx context.Context, question, preset, help string, validate func(string) error) (string, error) {
	if help != "" {
		p.print("  " + Line(help) + "\n")
	}
	question = Line(question)
	if preset != "" {
		question += " [" + Line(preset) + "]"
	}
	for {
		text, err := p.ask(ctx, question+": ")
		if err != nil {
			return "", err
		}
		if text == "" {
			text = preset
		}
		if validate != nil {
			if err := validate(text); err != nil {
				p.print(refused(p.texts, err))
				continue
			}
		}
		return text, nil
	}
}

func (p *plainPrompter) Confirm(ctx context.Context, question string, preset bool) (bool, error) {
	question = strings.TrimRight(Line(question), ": ") + " " + choices(p.texts, preset) + ": "
	for {
		text, err := p.ask(ctx, question)
		if err != nil {
			return false, err
		}
		if yes, understood := yesOrNo(p.texts, text, preset); understood {
			return yes, nil
		}
		p.print(p.texts.Text("ui.confirm.unclear", nil) + "\n")
	}
}

// ask prints a prompt and reads a line. Ctrl-C comes as a signal here, which would otherwise end the
// process before anybody could say so.
func (p *plainPrompter) ask(ctx context.Context, prompt string) (string, error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	p.print(prompt)
	text, err := p.keys.line(ctx)
	if err != nil {
		p.print("\n")
	}
	return text, err
}

// print writes to the person; where that fails the answer will end the question.
func (p *plainPrompter) print(s string) { _, _ = io.WriteString(p.out, s) }
