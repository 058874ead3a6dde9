package fault

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Error is one refusal: what kind it is, which sentence says so, and where it is.
type Error struct {
	// Code decides the exit number and error.code.
	Code Code
	// Key names the sentence in the catalogue; Key + ".hint" names what to type next.
	Key string
	// Args are the values the sentence and its hint are filled with.
	Args map[string]any
	// Target is what the error is about: a flag, an ID or a file name; may be empty.
	Target string
	// SubscriptionID is set where the refusal is about one subscription.
	SubscriptionID string
	// File, Line and Column say where in the input the value stands; Line counts from 1, 0 is unknown.
	File   string
	Line   int
	Column string
	// Value is the offending text as it was read.
	Value string
	// Details holds the refusals where there are several: all of them, or the first ones.
	Details []*Error
	// Rest has the refusals behind Details; nil where there are none.
	Rest Rest
	// Cause is the error below, for --debug; never shown by default.
	Cause error
}

// New makes an error of a code and a catalogue key; args are pairs of name and value.
func New(code Code, key string, args ...any) *Error {
	e := &Error{Code: code, Key: key, Args: make(map[string]any, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return e
}

// About names what the error is about and returns the error.
func (e *Error) About(target string) *Error { e.Target = target; return e }

// Of names the subscription that the refusal is about and returns the error.
func (e *Error) Of(subscriptionID string) *Error {
	e.SubscriptionID = subscriptionID
	if e.Target == "" {
		e.Target = subscriptionID
	}
	return e
}

// In says where in a file the offending value stands and returns the error.
func (e *Error) In(file string, line int, column, value string) *Error {
	e.File, e.Line, e.Column, e.Value = file, line, column, value
	return e
}

// Because keeps the error below and returns the error.
func (e *Error) Because(cause error) *Error { e.Cause = cause; return e }

// Unwrap gives the error below.
func (e *Error) Unwrap() error { return e.Cause }

// Error is for logs and for users of the packages: code, key and arguments. People read the
// catalogue's sentence instead.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Code, e.Key)
	names := make([]string, 0, len(e.Args))
	for n := range e.Args {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(&b, " %s=%v", n, e.Args[n])
	}
	if e.File != "" || e.Line > 0 {
		fmt.Fprintf(&b, " at %s:%d:%s", e.File, e.Line, e.Column)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// As gives the first Error in a chain; any other error becomes internal, a cancelled context
// cancelled. Nil stays nil.
func As(err error) *Error {
	var e *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.Canceled):
		return New(Cancelled, "cancelled").Because(err)
	default:
		return New(Internal, "internal", "cause", err.Error()).Because(err)
	}
}

// CodeOf is the code of an error: ok for nil.
func CodeOf(err error) Code {
	if err == nil {
		return OK
	}
	return As(err).Code
}

// Each is every refusal that the error holds itself: its details, or the error. Where there can be a
// million, ask for Refusals.
func (e *Error) Each() []*Error {
	if len(e.Details) > 0 {
		return e.Details
	}
	return []*Error{e}
}

// Join makes one error of several refusals: nil of none, the refusal itself of one, else a summary
// with the code of the first that holds them all.
func Join(refusals []*Error) error {
	switch len(refusals) {
	case 0:
		return nil
	case 1:
		return refusals[0]
	}
	e := New(refusals[0].Code, "refused.several", "count", len(refusals))
	e.Details = refusals
	return e
}
