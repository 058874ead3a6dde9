package fault_test

import (
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// drawError is an error with anything in every field that is kept.
func drawError(t *rapid.T) *fault.Error {
	text := rapid.String()
	arg := rapid.OneOf(
		text.AsAny(), rapid.Int().AsAny(), rapid.Int64().AsAny(), rapid.Uint64().AsAny(), rapid.Bool().AsAny(),
		rapid.Custom(func(t *rapid.T) any { return rapid.SliceOfN(text, 1, 3).Draw(t, "texts") }),
	)
	return &fault.Error{
		Code: fault.Code(text.Draw(t, "code")), Key: text.Draw(t, "key"), Args: rapid.MapOfN(text, arg, 0, 4).Draw(t, "args"),
		Target: text.Draw(t, "target"), SubscriptionID: text.Draw(t, "subscription"),
		File: text.Draw(t, "file"), Line: rapid.Int().Draw(t, "line"), Column: text.Draw(t, "column"), Value: text.Draw(t, "value"),
	}
}

func TestAnErrorIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawError(t)
		for range rapid.IntRange(0, 2).Draw(t, "details") {
			want.Details = append(want.Details, drawError(t))
		}
		begin := rapid.SliceOf(rapid.Byte()).Draw(t, "before")
		b := want.AppendBinary(begin)
		if string(b[:len(begin)]) != string(begin) {
			t.Fatal("what stood before it was changed")
		}
		b = b[len(begin):]
		got, err := fault.DecodeError(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		if string(got.AppendBinary(nil)) != string(b) {
			t.Fatal("the same error has another form")
		}
	})
}

func TestAnArgumentOfAnotherTypeIsKeptAsItsText(t *testing.T) {
	e := fault.New(fault.Invalid, "k", "code", fault.Busy, "small", uint8(7), "none", nil, "few", []string(nil)).Because(io.EOF)
	got, err := fault.DecodeError(e.AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"code": "busy", "small": "7", "none": "<nil>", "few": []string(nil)}
	if diff := cmp.Diff(want, got.Args); diff != "" || got.Cause != nil {
		t.Errorf("cause %v (-want +got)\n%s", got.Cause, diff)
	}
}

func TestBytesThatAreNoErrorAreMalformed(t *testing.T) {
	whole := fault.New(fault.Invalid, "k", "a", "b", "n", 7, "t", true).In("f.csv", 3, "c", "v").AppendBinary(nil)
	for i := range whole {
		if e, err := fault.DecodeError(whole[:i]); !errors.Is(err, wire.ErrMalformed) || e != nil {
			t.Errorf("%d bytes of %d are %v, %v", i, len(whole), e, err)
		}
	}
	unknown := (&fault.Error{Args: map[string]any{"": "x"}}).AppendBinary(nil)
	unknown[len(unknown)-4] = 99 // the kind of the argument
	for name, b := range map[string][]byte{
		"a byte too many": append(whole[:len(whole):len(whole)], 0), "another version": append([]byte{2}, whole[1:]...), "an unknown kind": unknown,
	} {
		if e, err := fault.DecodeError(b); !errors.Is(err, wire.ErrMalformed) || e != nil {
			t.Errorf("%s is %v, %v", name, e, err)
		}
	}
}

func TestNoBytesMakeTheReaderOfErrorsPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		if e, err := fault.DecodeError(append([]byte{1}, b...)); (e == nil) == (err == nil) {
			t.Fatalf("%v, %v", e, err)
		}
	})
}
