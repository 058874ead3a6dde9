package ui

import (
	"context"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// Script is a prompter that answers by itself, for tests.
type Script struct {
	// Asked holds every question, an Input once for each answer that it took.
	Asked []string
	// Shown holds the options of every Select and MultiSelect.
	Shown [][]Option
	// Refused holds what validation said of answers.
	Refused []error

	answers []string
}

// NewScript gives these answers, one after the other: to Select a number or a text that matches one
// option, to MultiSelect such texts with commas between them, to Confirm yes or no. Where they are used up, or one does not fit, the answer is Ctrl-C.
func NewScript(answers ...string) *Script { return &Script{answers: answers} }

// Left are the answers that nobody has asked for.
func (s *Script) Left() []string { return s.answers }

// Select picks the option that the next answer means; see Prompter.
func (s *Script) Select(ctx context.Context, question string, options []Option) (int, error) {
	if len(options) == 0 {
		return 0, nothingToSelect()
	}
	s.Shown = append(s.Shown, options)
	text, err := s.next(ctx, question)
	if err != nil {
		return 0, err
	}
	if found := matching(options, text); len(found) == 1 {
		return found[0], nil
	}
	return 0, cancelled()
}

// MultiSelect picks the options that the next answer means; see Prompter.
func (s *Script) MultiSelect(ctx context.Context, question string, options []Option) ([]int, error) {
	if len(options) == 0 {
		return nil, nothingToSelect()
	}
	s.Shown = append(s.Shown, options)
	text, err := s.next(ctx, question)
	if err != nil {
		return nil, err
	}
	if picked, unclear := matchingAll(options, text); len(picked) > 0 && len(unclear) == 0 {
		return picked, nil
	}
	return nil, cancelled()
}

// Input gives the next answer that validate takes; see Prompter.
func (s *Script) Input(ctx context.Context, question, preset, _ string, validate func(string) error) (string, error) {
	for {
		text, err := s.next(ctx, question)
		if err != nil {
			return "", err
		}
		if text == "" {
			text = preset
		}
		if validate != nil {
			if err := validate(text); err != nil {
				s.Refused = append(s.Refused, err)
				continue
			}
		}
		return text, nil
	}
}

// Confirm gives the next answer as yes or no; see Prompter.
func (s *Script) Confirm(ctx context.Context, question string, preset bool) (bool, error) {
	text, err := s.next(ctx, question)
	if err != nil {
		return false, err
	}
	if yes, understood := yesOrNo(catalogue.New("en"), text, preset); understood {
		return yes, nil
	}
	return false, cancelled()
}

func (s *Script) next(ctx context.Context, question string) (string, error) {
	s.Asked = append(s.Asked, question)
	if ctx.Err() != nil || len(s.answers) == 0 {
		return "", cancelled()
	}
	text := s.answers[0]
	s.answers = s.answers[1:]
	return text, nil
}
