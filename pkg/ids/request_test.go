package ids_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestARequestIsReadWithAndWithoutItsPrefix(t *testing.T) {
	tests := map[string]string{
		"REQ-7": "REQ-7", "req-7": "REQ-7", "Req-7": "REQ-7", "7": "REQ-7", " REQ-7 ": "REQ-7", "1": "REQ-1",
		"REQ-9223372036854775807": "REQ-9223372036854775807",
	}
	for text, want := range tests {
		r, err := ids.ParseRequest(text)
		if err != nil || r.String() != want || r.IsZero() {
			t.Errorf("%q: got %q, %v, want %q", text, r, err, want)
		}
	}
}

func TestTextThatIsNoRequestIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "REQ-", "REQ", "REQ-0", "0", "-7", "+7", "REQ--7", "REQ-+7", "REQ-REQ-7", "REQ7", "REQ 7", "REQ- 7",
		"REQ-7x", "CLM-7", "7.0", "0x7", "７", "REQ-７", "9223372036854775808", "REQ-99999999999999999999", guid,
	} {
		t.Run(text, func(t *testing.T) {
			r, err := ids.ParseRequest(text)
			refused(t, err, "ids.request", text)
			if !r.IsZero() {
				t.Errorf("a refused text gave %q", r)
			}
		})
	}
}

func TestNoRequestPrintsAsNothing(t *testing.T) {
	if r := (ids.Request{}); r.String() != "" || !r.IsZero() || ids.RequestFromNumber(0) != r {
		t.Errorf("the zero request is %q", r)
	}
}

func TestARequestComesBackFromItsTextAndItsNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1, 1<<63-1).Draw(t, "n")
		r := ids.RequestFromNumber(n)
		if r.Number() != n {
			t.Fatalf("%d comes back as %d", n, r.Number())
		}
		if back, err := ids.ParseRequest(r.String()); err != nil || back != r {
			t.Fatalf("%s comes back as %s, %v", r, back, err)
		}
	})
}
