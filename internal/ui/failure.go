package ui

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// shownDetails is how many refusals are listed for people; programs get all of them.
const shownDetails = 100

// Fail prints an error on stderr and gives the exit number of the process; nil prints nothing and
// gives 0. An error without a key is an exit number and no more. With --debug follow the errors below it,
// which a program finds in the notes. It ends what a printer has to say.
func (p *Printer) Fail(err error) int {
	p.progress.End()
	code, told := 0, false
	if err != nil {
		e := fault.As(err)
		code, told = e.Code.Exit(), e.Key != ""
	}
	if told && !p.Format.machine() {
		p.failPerson(fault.As(err))
	}
	p.chain(err)
	if p.Took != nil {
		p.Diagnose(fmt.Sprintf("exit code %d after %s", code, p.Took().Round(time.Millisecond)))
	}
	if told && p.Format.machine() {
		p.failMachine(fault.As(err))
	} else {
		for _, line := range p.held {
			p.line(line)
		}
	}
	p.held = nil
	return code
}

// failMachine writes the JSON form of an error (CONTRACT section 1) on one line, a refusal at a time: there
// may be a million.
func (p *Printer) failMachine(e *fault.Error) {
	out := bufio.NewWriter(p.Streams.Err) // where stderr itself is broken there is nobody left to tell
	defer out.Flush()
	line := appendString([]byte(`{"error":{"code":`), string(e.Code))
	line = appendString(append(line, `,"message":`...), sentence(p.Texts, e))
	line = appendString(append(line, `,"hint":`...), hintOf(p.Texts, e))
	line = appendTyped(append(line, `,"target":`...), record.Text, short(e.Target), compact)
	line = append(line, `,"details":[`...)
	// What is refused is found in the same place whether one or many.
	if isList(e) || e.Line > 0 || e.SubscriptionID != "" {
		separator := ""
		for d := range e.Refusals() {
			line = appendMembers(append(line, separator...), p.refusal(d), compact)
			_, _ = out.Write(line)
			line, separator = line[:0], ","
		}
	}
	line = append(line, ']')
	separator := `,"notes":[`
	for _, said := range p.held {
		line, separator = appendString(append(line, separator...), said), ","
	}
	if len(p.held) > 0 {
		line = append(line, ']')
	}
	_, _ = out.Write(append(line, "}}\n"...))
}

// isList tells whether an error stands for others than itself.
func isList(e *fault.Error) bool { return len(e.Details) > 0 || e.Rest != nil }

// refusal is one of the details of an error in JSON.
func (p *Printer) refusal(d *fault.Error) Members {
	line, target := "", short(d.Target)
	if d.Line != 0 {
		line = strconv.Itoa(d.Line)
	}
	m := Members{{Key: "line", Type: record.Number, Text: line}, {Key: "subscriptionId", Text: short(d.SubscriptionID)}}
	if d.Target != d.SubscriptionID {
		m = m.told("target", target)
	}
	m = append(m, Member{Key: "code", Text: string(d.Code)}, Member{Key: "message", Text: sentence(p.Texts, d)})
	return m.told("file", d.File).told("column", d.Column).told("value", short(d.Value))
}

// told adds a text, unless it is empty.
func (m Members) told(key, text string) Members {
	if text == "" {
		return m
	}
	return append(m, Member{Key: key, Text: text})
}

// adviser says what to do about errors, the same advice once: a thousand bad rows are often bad in one way.
func (p *Printer) adviser() func(*fault.Error) {
	told := map[string]bool{}
	return func(e *fault.Error) {
		if h := hintOf(p.Texts, e); h != "" && !told[h] {
			told[h] = true
			p.say("  " + h)
		}
	}
}

func (p *Printer) failPerson(e *fault.Error) {
	advise := p.adviser()
	p.say("dpor: " + p.located(e, false))
	advise(e)
	if !isList(e) {
		return
	}
	shown := 0
	for d := range e.Refusals() {
		if shown == shownDetails {
			p.say(p.Texts.Text("ui.more", map[string]any{"count": e.Count() - shown}))
			return
		}
		p.say(p.located(d, true))
		advise(d)
		shown++
	}
}

// located is the sentence of an error with the place before it, unless the sentence names the file
// itself.
func (p *Printer) located(e *fault.Error, listed bool) string {
	text := sentence(p.Texts, e)
	if e.File != "" && strings.Contains(text, e.File) && !namesAnother(e) || listed && e.File == "" && e.Line == 0 && strings.Contains(text, cmp.Or(e.Target, e.SubscriptionID)) {
		return text
	}
	return place(e, listed) + text
}

// namesAnother tells whether the sentence of an error names another line than the one that it is about.
func namesAnother(e *fault.Error) bool {
	line, is := e.Args["line"].(int)
	return is && line != e.Line
}

// chain says what an error is made of, from the outside in.
func (p *Printer) chain(err error) {
	if err == nil {
		return
	}
	p.Diagnose(fmt.Sprintf("%T: %v", err, err))
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

// Explain is what an error says, and what to type next, as text; the second may be empty.
func (p *Printer) Explain(e *fault.Error) (message, hint string) {
	return sentence(p.Texts, e), hintOf(p.Texts, e)
}
