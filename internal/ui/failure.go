package ui

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// shownDetails is how many refusals are listed for people; programs get all of them.
const shownDetails = 100

// failure is the JSON form of an error (CONTRACT section 1).
type failure struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	Hint    string     `json:"hint"`
	Target  *string    `json:"target"`
	Details []refusal  `json:"details"`
}

// refusal is one of the details of an error.
type refusal struct {
	Line           *int       `json:"line"`
	SubscriptionID *string    `json:"subscriptionId"`
	Target         string     `json:"target,omitempty"` // where it is another than the subscription
	Code           fault.Code `json:"code"`
	Message        string     `json:"message"`
	File           string     `json:"file,omitempty"`
	Column         string     `json:"column,omitempty"`
	Value          string     `json:"value,omitempty"`
}

// Fail prints an error on stderr and gives the exit number of the process; nil prints nothing and
// gives 0. An error without a key is an exit number and no more. With --debug the errors below it
// follow.
func (p *Printer) Fail(err error) int {
	if err == nil {
		return 0
	}
	e := fault.As(err)
	if e.Key != "" {
		if p.Format.machine() {
			p.failMachine(e)
		} else {
			p.failPerson(e)
		}
	}
	if p.Debug {
		p.chain(err)
	}
	return e.Code.Exit()
}

func (p *Printer) failMachine(e *fault.Error) {
	f := failure{Code: e.Code, Message: sentence(p.Texts, e), Hint: hintOf(p.Texts, e), Target: some(short(e.Target)), Details: []refusal{}}
	details := e.Details
	if len(details) == 0 && (e.Line > 0 || e.SubscriptionID != "") {
		details = []*fault.Error{e} // what is refused is found in the same place whether one or many
	}
	for _, d := range details {
		target := short(d.Target)
		if d.Target == d.SubscriptionID {
			target = ""
		}
		f.Details = append(f.Details, refusal{
			Line: some(d.Line), SubscriptionID: some(short(d.SubscriptionID)), Target: target, Code: d.Code, Message: sentence(p.Texts, d),
			File: d.File, Column: d.Column, Value: short(d.Value),
		})
	}
	b, err := appendRaw(nil, map[string]failure{"error": f}, compact)
	if err != nil {
		p.failPerson(e)
		return
	}
	_, _ = p.Streams.Err.Write(append(b, '\n'))
}

func (p *Printer) failPerson(e *fault.Error) {
	told := map[string]bool{}
	advise := func(e *fault.Error) {
		if h := hintOf(p.Texts, e); h != "" && !told[h] {
			told[h] = true // the same advice once: a thousand bad rows are often bad in one way
			p.say("  " + h)
		}
	}
	p.say("dpor: " + p.located(e, false))
	advise(e)
	for i, d := range e.Details {
		if i == shownDetails {
			p.say(p.Texts.Text("ui.more", map[string]any{"count": len(e.Details) - i}))
			return
		}
		p.say(p.located(d, true))
		advise(d)
	}
}

// located is the sentence of an error with the place before it, unless the sentence names the file
// itself.
func (p *Printer) located(e *fault.Error, listed bool) string {
	text := sentence(p.Texts, e)
	if e.File != "" && strings.Contains(text, e.File) || listed && e.File == "" && e.Line == 0 && strings.Contains(text, cmp.Or(e.Target, e.SubscriptionID)) {
		return text
	}
	return place(e, listed) + text
}

// chain says what an error is made of, from the outside in.
func (p *Printer) chain(err error) {
	if err == nil {
		return
	}
	p.say(fmt.Sprintf("debug: %T: %v", err, err))
	if several, is := err.(interface{ Unwrap() []error }); is {
		for _, below := range several.Unwrap() {
			p.chain(below)
		}
		return
	}
	p.chain(errors.Unwrap(err))
}

// place says where in the input an error is, as "file:line: column: ", or, in a list, which
// claim or subscription it is about.
func place(e *fault.Error, listed bool) string {
	var s string
	if e.File != "" {
		s = e.File + ":"
	}
	if e.Line > 0 {
		s += fmt.Sprintf("%d:", e.Line)
	}
	if s != "" {
		s += " "
		if e.Column != "" {
			s += e.Column + ": "
		}
		return s
	}
	if about := cmp.Or(e.Target, e.SubscriptionID); listed && about != "" {
		return short(about) + ": "
	}
	return ""
}

// longestValue is how many characters of a value an error repeats: enough to know it again.
const longestValue = 200

// short is a text that is not longer than an error may repeat.
func short(text string) string {
	if len(text) <= longestValue {
		return text
	}
	runes := []rune(text)
	if len(runes) <= longestValue {
		return text
	}
	return string(runes[:longestValue]) + "…"
}

func sentence(texts *catalogue.Texts, e *fault.Error) string { return texts.Text(e.Key, shortened(e)) }

// shortened are the arguments of an error, none of them longer than it may repeat.
func shortened(e *fault.Error) map[string]any {
	args := make(map[string]any, len(e.Args))
	for name, value := range e.Args {
		if text, is := value.(string); is {
			value = short(text)
		}
		args[name] = value
	}
	return args
}

// hintOf says what to type next; empty where the catalogue has nothing to say.
func hintOf(texts *catalogue.Texts, e *fault.Error) string {
	if key := e.Key + ".hint"; texts.Has(key) {
		return texts.Text(key, shortened(e))
	}
	return ""
}

// some is a pointer to a value, or nil where it is not set, so that JSON says null.
func some[V comparable](value V) *V {
	var unset V
	if value == unset {
		return nil
	}
	return &value
}

// Explain is what an error says, and what to type next, as text; the second may be empty.
func (p *Printer) Explain(e *fault.Error) (message, hint string) {
	return sentence(p.Texts, e), hintOf(p.Texts, e)
}
