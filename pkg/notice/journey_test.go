package notice_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// fresh are messages as they are queued: nobody has looked at them.
func fresh() *rapid.Generator[notice.Message] {
	return rapid.Custom(func(t *rapid.T) notice.Message {
		m := messages().Draw(t, "message")
		m.Status, m.Moved, m.Tries, m.Reason, m.NextTry, m.CreatedAt = notice.Queued, time.Time{}, 0, "", now(), now()
		m.To, m.Subject, m.Lang, m.Taken = "", "", "", ""
		return m
	})
}

// identity is what a message is, without where it stands.
func identity(m notice.Message) notice.Message {
	m.Status, m.Moved, m.Tries, m.NextTry, m.Reason = "", time.Time{}, 0, time.Time{}, ""
	m.To, m.Subject, m.Lang, m.Taken = "", "", "", ""
	return m
}

// step makes the move of that name; reason is the remark where it is delivered.
func step(m notice.Message, name string, at time.Time, reason string, most uint32) (notice.Message, error) {
	switch name {
	case "lease":
		return m.Lease(at, recipient), nil
	case "release":
		return m.Release(at), nil
	case "delivered":
		return m.Delivered(at, "subject", "en", reason), nil
	case "fail":
		return m.Fail(at, reason, most), nil
	case "interrupt":
		return m.Interrupt(at, reason), nil
	case "retry":
		return m.Retry(at)
	default:
		return m.Drop(at, reason)
	}
}

// leads are the statuses that a move leads to.
func leads() map[string][]notice.Status {
	return map[string][]notice.Status{
		"lease": {notice.Leased}, "release": {notice.Queued}, "delivered": {notice.Sent}, "fail": {notice.Queued, notice.GivenUp},
		"interrupt": {notice.Queued}, "retry": {notice.Queued}, "drop": {notice.Dropped},
	}
}

// lawfully checks one move that was not refused.
func lawfully(t *rapid.T, before, after notice.Message, name string, at time.Time, reason string, most uint32) {
	tried := name == "delivered" || name == "fail" || name == "interrupt"
	again := name == "retry"
	switch {
	case tried && after.Tries != before.Tries+1, again && after.Tries != 0, !tried && !again && after.Tries != before.Tries:
		t.Fatalf("%s made %d tries of %d", name, after.Tries, before.Tries)
	case after.Status != leads()[name][0] && after.Status != leads()[name][len(leads()[name])-1]:
		t.Fatalf("%s made it %s", name, after.Status)
	case name == "fail" && (after.Status == notice.GivenUp) != (after.Tries >= most):
		t.Fatalf("%s after %d tries of %d", after.Status, after.Tries, most)
	case name == "fail" && after.Status == notice.Queued && (!after.NextTry.After(at) || !after.Failed() || after.Due(at)):
		t.Fatalf("it failed at %s and is tried again at %s", at, after.NextTry)
	case (name == "retry" || name == "interrupt" && after.Tries <= 8) && !after.Due(at):
		t.Fatalf("%s at %s, and it is tried at %s", name, at, after.NextTry)
	case (name == "lease" || name == "release") && !after.NextTry.Equal(before.NextTry):
		t.Fatalf("%s made it wait until %s, not %s", name, after.NextTry, before.NextTry)
	case (tried || name == "drop" && before.Status != notice.Dropped) && after.Reason != reason:
		t.Fatalf("%s because of %q has the reason %q", name, reason, after.Reason)
	case (after.To != "") != (after.Status == notice.Leased || after.Status == notice.Sent), (after.Subject != "") != (after.Status == notice.Sent):
		t.Fatalf("it is %s, to %q, with the subject %q", after.Status, after.To, after.Subject)
	case after.NextTry.IsZero() != (after.Status != notice.Queued && after.Status != notice.Leased):
		t.Fatalf("it is %s and waits until %s", after.Status, after.NextTry)
	}
	if name == "drop" && before.Status == notice.Dropped {
		if diff := cmp.Diff(before, after, identifiers()); diff != "" {
			t.Fatalf("dropped twice (-first +second)\n%s", diff)
		}
	} else if !after.Moved.Equal(at) {
		t.Fatalf("%s at %s came to its status at %s", name, at, after.Moved)
	}
}

func TestAMessageStaysWhatItIsWhereverItGoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Uint32Range(0, 6).Draw(t, "most")
		m, at := fresh().Draw(t, "message"), now()
		first := identity(m)
		for range rapid.IntRange(1, 40).Draw(t, "moves") {
			at = at.Add(time.Duration(rapid.Int64Range(0, int64(10*time.Hour/time.Microsecond)).Draw(t, "later")) * time.Microsecond)
			name := rapid.SampledFrom(lawful(m.Status)).Draw(t, "move")
			if name == "lease" && !m.Due(at) {
				at = m.NextTry
			}
			reason, before := rapid.String().Draw(t, "reason"), m
			after, err := step(before, name, at, reason, most)
			if decided := name == "retry" || name == "drop"; (err != nil) != (decided && (m.Status == notice.Sent || m.Status == notice.Leased)) {
				t.Fatalf("%s of one that is %s: %v", name, m.Status, err)
			}
			if err != nil {
				if diff := cmp.Diff(before, after, identifiers()); diff != "" || fault.As(err).Code != fault.Conflict {
					t.Fatalf("%v (-before +after)\n%s", err, diff)
				}
			} else {
				lawfully(t, before, after, name, at, reason, most)
			}
			if diff := cmp.Diff(first, identity(after), identifiers()); diff != "" {
				t.Fatalf("%s made another of it (-before +after)\n%s", name, diff)
			}
			kept, err := notice.Decode(after.AppendBinary(nil))
			if diff := cmp.Diff(after, kept, identifiers()); err != nil || diff != "" {
				t.Fatalf("%v (-stored +read)\n%s", err, diff)
			}
			m = kept
		}
	})
}

// What is put back and taken again in between is no try.
func TestAMessageIsGivenUpAfterAsManyFailuresAsConfigured(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Uint32Range(1, 30).Draw(t, "most")
		m, at := fresh().Draw(t, "message"), now()
		for failures := uint32(1); failures <= most; failures++ {
			for range rapid.IntRange(0, 3).Draw(t, "put back") {
				m = m.Lease(at, recipient).Release(at)
			}
			if m.NextTry.After(at) {
				at = m.NextTry
			}
			if !m.Due(at) {
				t.Fatalf("after %d of %d failures it is %s and not due at %s", failures-1, most, m.Status, at)
			}
			before := at
			m = m.Lease(at, recipient).Fail(at, "mailbox full", most)
			if want := failures == most; (m.Status == notice.GivenUp) != want || m.Failed() == want {
				t.Fatalf("after %d of %d failures it is %s", failures, most, m.Status)
			}
			if m.Status == notice.Queued && !m.NextTry.Equal(before.Add(notice.Pause(failures))) {
				t.Fatalf("after %d failures it waits until %s", failures, m.NextTry)
			}
		}
		// A person who asks for it again gives it as many tries as it had.
		m, err := m.Retry(at)
		if err != nil || m.Tries != 0 || !m.Due(at) {
			t.Fatalf("asked for again it has %d tries and is due at %s, %v", m.Tries, m.NextTry, err)
		}
	})
}

// A sender that ends with a message in hand is no reason to give it up, whenever that happens. The first
// times it is due at once; one by which every sender ends makes room for the others.
func TestAMessageThatWasLeftBehindIsNeverGivenUp(t *testing.T) {
	m := unseen()
	for n := range uint32(50) {
		m = m.Lease(now(), recipient).Interrupt(now(), "the sender ended")
		if m.Status != notice.Queued || m.Tries != n+1 || m.Due(now()) != (n < 8) || !m.Due(now().Add(8*time.Hour)) {
			t.Fatalf("left behind %d times it is %s, with %d tries, due at %s", n+1, m.Status, m.Tries, m.NextTry)
		}
	}
}

func TestAMessageThatWasSentMovesNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sent := messages().Draw(t, "message").Lease(now(), recipient).Delivered(now(), "s", "en", rapid.String().Draw(t, "remark"))
		m := sent
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"retry", "drop"}), 1, 5).Draw(t, "moves") {
			var err error
			if m, err = step(m, name, now().Add(time.Hour), "not wanted", 1); fault.As(err) == nil || fault.As(err).Key != "notice.sent" {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if diff := cmp.Diff(sent, m, identifiers()); diff != "" {
			t.Fatalf("(-sent +after)\n%s", diff)
		}
	})
}
