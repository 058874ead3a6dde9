package fault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAnErrorKeepsWhatItIsGiven(t *testing.T) {
	got := fault.New(fault.Invalid, "ids.partner", "value", "0123", "count", 2).
		About("--mpn").In("desired.csv", 7, "partnerId", "0123").Because(io.EOF)
	want := &fault.Error{
		Code: fault.Invalid, Key: "ids.partner", Args: map[string]any{"value": "0123", "count": 2}, Target: "--mpn",
		File: "desired.csv", Line: 7, Column: "partnerId", Value: "0123", Cause: io.EOF,
	}
	if diff := cmp.Diff(*want, *got, cmp.Comparer(func(a, b error) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !errors.Is(got, io.EOF) {
		t.Error("the error below is not in the chain")
	}
}

func TestOfNamesTheSubscriptionAndKeepsATargetThatIsThere(t *testing.T) {
	alone := fault.New(fault.Conflict, "k").Of("s1")
	if alone.SubscriptionID != "s1" || alone.Target != "s1" {
		t.Errorf("subscription %q target %q, want s1 and s1", alone.SubscriptionID, alone.Target)
	}
	targeted := fault.New(fault.Conflict, "k").About("--expect").Of("s1")
	if targeted.SubscriptionID != "s1" || targeted.Target != "--expect" {
		t.Errorf("subscription %q target %q, want s1 and --expect", targeted.SubscriptionID, targeted.Target)
	}
}

func TestTheTextOfAnErrorIsCodeKeyAndSortedArguments(t *testing.T) {
	tests := []struct {
		name string
		err  *fault.Error
		want string
	}{
		{"nothing but code and key", fault.New(fault.Busy, "ledger.busy"), "busy: ledger.busy"},
		{"arguments in the order of their names", fault.New(fault.Invalid, "k", "b", 2, "a", "x", "c", true), "invalid: k a=x b=2 c=true"},
		{"a name without a value is left out", fault.New(fault.Invalid, "k", "a", 1, "b"), "invalid: k a=1"},
		{"a place in a file", fault.New(fault.Invalid, "k").In("f.csv", 7, "since", "x"), "invalid: k at f.csv:7:since"},
		{"a line of a stream without a name", fault.New(fault.Invalid, "k").In("", 3, "", ""), "invalid: k at :3:"},
		{"a cause", fault.New(fault.Internal, "k", "a", 1).Because(io.EOF), "internal: k a=1: EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEveryErrorHasACode(t *testing.T) {
	conflict := fault.New(fault.Conflict, "por.taken")
	tests := []struct {
		name string
		err  error
		code fault.Code
		key  string
	}{
		{"one of ours", conflict, fault.Conflict, "por.taken"},
		{"one of ours below another", fmt.Errorf("row 7: %w", conflict), fault.Conflict, "por.taken"},
		{"a cancelled context", context.Canceled, fault.Cancelled, "cancelled"},
		{"a cancelled context below another", fmt.Errorf("read: %w", context.Canceled), fault.Cancelled, "cancelled"},
		{"one of ours that a cancelled context caused", fault.New(fault.Remote, "smtp").Because(context.Canceled), fault.Remote, "smtp"},
		{"a deadline is not a cancellation", context.DeadlineExceeded, fault.Internal, "internal"},
		{"any other error", io.ErrUnexpectedEOF, fault.Internal, "internal"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fault.As(tt.err)
			if got.Code != tt.code || got.Key != tt.key {
				t.Errorf("got %s %s, want %s %s", got.Code, got.Key, tt.code, tt.key)
			}
			if code := fault.CodeOf(tt.err); code != tt.code {
				t.Errorf("CodeOf gives %s, want %s", code, tt.code)
			}
			if !errors.Is(tt.err, got) && !errors.Is(got, tt.err) {
				t.Error("the error that was given is lost")
			}
		})
	}
}

func TestAnErrorOfOthersIsTheCauseThatTheSentenceNames(t *testing.T) {
	if got := fault.As(io.ErrUnexpectedEOF).Args["cause"]; got != "unexpected EOF" {
		t.Errorf("cause is %v", got)
	}
}

func TestNoErrorStaysNone(t *testing.T) {
	if got := fault.As(nil); got != nil {
		t.Errorf("As(nil) is %v", got)
	}
	if got := fault.CodeOf(nil); got != fault.OK {
		t.Errorf("CodeOf(nil) is %s", got)
	}
}

func TestSeveralRefusalsBecomeOneErrorThatHoldsThemAll(t *testing.T) {
	first, second := fault.New(fault.Conflict, "por.taken").Of("s1"), fault.New(fault.Invalid, "por.future").Of("s2")

	if err := fault.Join(nil); err != nil {
		t.Errorf("of none: %v", err)
	}
	if err := fault.Join([]*fault.Error{first}); err != error(first) {
		t.Errorf("of one: %v, want the refusal itself", err)
	}
	joined := fault.As(fault.Join([]*fault.Error{first, second}))
	if joined.Code != fault.Conflict || joined.Key != "refused.several" || joined.Args["count"] != 2 {
		t.Errorf("of two: %v, want the code of the first and the count", joined)
	}
	if len(joined.Details) != 2 || joined.Details[0] != first || joined.Details[1] != second {
		t.Errorf("of two: details are %v, want both in their order", joined.Details)
	}
}

func TestEachRefusalOfAnErrorIsGivenInItsOrder(t *testing.T) {
	first, second := fault.New(fault.Conflict, "por.taken"), fault.New(fault.Invalid, "por.future")
	if each := first.Each(); len(each) != 1 || each[0] != first {
		t.Errorf("of one: %v, want itself", each)
	}
	joined := fault.As(fault.Join([]*fault.Error{first, second}))
	if each := joined.Each(); len(each) != 2 || each[0] != first || each[1] != second {
		t.Errorf("of two: %v, want both in their order and not the summary", each)
	}
	again := fault.As(fault.Join(append(joined.Each(), first.Each()...)))
	if again.Args["count"] != 3 || len(again.Each()) != 3 {
		t.Errorf("joined again: %v", again)
	}
}
