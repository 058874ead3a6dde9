package notice_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

const recipient = "ana@contoso.example"

// now is when a message is moved; the messages were looked at an hour before.
func now() time.Time { return time.Date(2024, 6, 15, 12, 0, 0, 0, time.UTC) }

// stands is a message that came to its status after some tries, at the times that such a one has.
func stands(s notice.Status, tries uint32) notice.Message {
	m := aboutPlace()
	m.Status, m.Tries, m.Moved, m.Reason = s, tries, now().Add(-time.Hour), "mailbox full"
	m.CreatedAt, m.NextTry = now().Add(-24*time.Hour), time.Time{}
	if s == notice.Queued || s == notice.Leased {
		m.NextTry = now().Add(-5 * time.Minute)
	}
	if s == notice.Leased || s == notice.Sent {
		m.To = recipient
	}
	return m
}

// unseen is a message that waits and that nobody has looked at.
func unseen() notice.Message {
	m := stands(notice.Queued, 0)
	m.Moved, m.NextTry, m.Reason = time.Time{}, m.CreatedAt, ""
	return m
}

// move is what somebody does to a message.
type move struct {
	name string
	do   func(notice.Message) (notice.Message, error)
}

func always(name string, do func(notice.Message) notice.Message) move {
	return move{name, func(m notice.Message) (notice.Message, error) { return do(m), nil }}
}

func lease() move {
	return always("lease", func(m notice.Message) notice.Message { return m.Lease(now(), recipient) })
}

func release() move {
	return always("release", func(m notice.Message) notice.Message { return m.Release(now()) })
}

func delivered(remark string) move {
	return always("delivered", func(m notice.Message) notice.Message {
		return m.Delivered(now(), "You are now the partner", "sv", remark)
	})
}

func fail(most uint32) move {
	return always("fail", func(m notice.Message) notice.Message { return m.Fail(now(), "no such user", most) })
}

func interrupt() move {
	return always("interrupt", func(m notice.Message) notice.Message { return m.Interrupt(now(), "the sender ended") })
}

func retry() move {
	return move{"retry", func(m notice.Message) (notice.Message, error) { return m.Retry(now()) }}
}

func drop() move {
	return move{"drop", func(m notice.Message) (notice.Message, error) { return m.Drop(now(), "not wanted") }}
}

func TestAMoveOfAMessage(t *testing.T) {
	const before = -5 * time.Minute
	type then struct {
		status notice.Status
		tries  uint32
		next   time.Time
		reason string
		key    string // of the refusal; the message is then as it was
		still  bool   // it is as it was, and nobody is refused
	}
	in := func(d time.Duration) time.Time { return now().Add(d) }
	never := time.Time{}
	tests := []struct {
		name  string
		given notice.Message
		when  move
		then  then
	}{
		{"a new one is taken", unseen(), lease(), then{status: "leased", next: in(-24 * time.Hour)}},
		{"one that failed is taken", stands("queued", 2), lease(), then{"leased", 2, in(before), "mailbox full", "", false}},
		{"one in hand is put back", stands("leased", 2), release(), then{"queued", 2, in(before), "mailbox full", "", false}},
		{"one in hand is handed over", stands("leased", 0), delivered(""), then{"sent", 1, never, "", "", false}},
		{"one in hand is handed over, after some tries", stands("leased", 2), delivered(""), then{"sent", 3, never, "", "", false}},
		{"one in hand is handed over in part", stands("leased", 2), delivered("one refused"), then{"sent", 3, never, "one refused", "", false}},
		{"one in hand fails", stands("leased", 0), fail(10), then{"queued", 1, in(time.Minute), "no such user", "", false}},
		{"one in hand fails again", stands("leased", 1), fail(10), then{"queued", 2, in(2 * time.Minute), "no such user", "", false}},
		{"one in hand fails but for one try", stands("leased", 8), fail(10), then{"queued", 9, in(256 * time.Minute), "no such user", "", false}},
		{"one in hand fails for the last time", stands("leased", 9), fail(10), then{"given-up", 10, never, "no such user", "", false}},
		{"one in hand fails after more tries than there are now", stands("leased", 30), fail(10), then{"given-up", 31, never, "no such user", "", false}},
		{"one in hand fails where there is one try", stands("leased", 0), fail(1), then{"given-up", 1, never, "no such user", "", false}},
		{"one in hand fails where there is none", stands("leased", 0), fail(0), then{"given-up", 1, never, "no such user", "", false}},
		{"one in hand fails where there is no end of tries", stands("leased", 99), fail(math.MaxUint32), then{"queued", 100, in(8 * time.Hour), "no such user", "", false}},
		{"one in hand is left behind", stands("leased", 0), interrupt(), then{"queued", 1, in(0), "the sender ended", "", false}},
		{"one in hand is left behind, after many tries", stands("leased", 99), interrupt(), then{"queued", 100, in(8 * time.Hour), "the sender ended", "", false}},
		{"a new one is to be sent at once", unseen(), retry(), then{status: "queued", next: in(0)}},
		{"one that failed is to be sent at once", stands("queued", 2), retry(), then{status: "queued", next: in(0)}},
		{"one in hand is to be sent at once", stands("leased", 2), retry(), then{key: "notice.leased"}},
		{"one that was sent is to be sent at once", stands("sent", 2), retry(), then{key: "notice.sent"}},
		{"one that was given up is to be sent at once", stands("given-up", 9), retry(), then{status: "queued", next: in(0)}},
		{"one that was dropped is to be sent at once", stands("dropped", 2), retry(), then{status: "queued", next: in(0)}},
		{"a new one is dropped", unseen(), drop(), then{"dropped", 0, never, "not wanted", "", false}},
		{"one that failed is dropped", stands("queued", 2), drop(), then{"dropped", 2, never, "not wanted", "", false}},
		{"one in hand is dropped", stands("leased", 2), drop(), then{key: "notice.leased"}},
		{"one that was sent is dropped", stands("sent", 2), drop(), then{key: "notice.sent"}},
		{"one that was given up is dropped", stands("given-up", 9), drop(), then{"dropped", 9, never, "not wanted", "", false}},
		{"one that was dropped is dropped", stands("dropped", 2), drop(), then{still: true}},
	}
	type step struct {
		status notice.Status
		move   string
	}
	covered := map[step]bool{}
	for _, tt := range tests {
		covered[step{tt.given.Status, tt.when.name}] = true
		t.Run(tt.name, func(t *testing.T) {
			want := tt.given
			if tt.then.key == "" && !tt.then.still {
				want.Status, want.Tries, want.NextTry, want.Reason, want.Moved = tt.then.status, tt.then.tries, tt.then.next, tt.then.reason, now()
				if want.To = ""; tt.then.status == notice.Leased || tt.then.status == notice.Sent {
					want.To = recipient
				}
				if tt.then.status == notice.Sent {
					want.Subject, want.Lang = "You are now the partner", "sv"
				}
			}
			got, err := tt.when.do(tt.given)
			if diff := cmp.Diff(want, got, identifiers()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			switch e := fault.As(err); {
			case tt.then.key == "" && e != nil:
				t.Errorf("refused: %v", e)
			case tt.then.key != "" && (e == nil || e.Code != fault.Conflict || e.Key != tt.then.key || e.Args["id"] != tt.given.ID || e.Target != "7"):
				t.Errorf("got %v, want %s of %d", err, tt.then.key, tt.given.ID)
			}
		})
	}
	for _, s := range notice.Statuses() {
		for _, m := range lawful(s) {
			if !covered[step{s, m}] {
				t.Errorf("no line has %s of one that is %s", m, s)
			}
		}
	}
}

// TestWhoHasAMessageIsKeptUntilItIsSent says of several recipients who has it while others wait.
func TestWhoHasAMessageIsKeptUntilItIsSent(t *testing.T) {
	m := stands(notice.Leased, 0)
	m = m.TakenBy([]string{"ana@contoso.example", "bo@contoso.example"}).Fail(now(), "451", 9).Lease(now(), recipient)
	m = m.TakenBy([]string{"eva@contoso.example"}).Fail(now(), "451", 9)
	want := []string{"ana@contoso.example", "bo@contoso.example", "eva@contoso.example"}
	dropped, err := m.Drop(now(), "told")
	if err != nil {
		t.Fatal(err)
	}
	again, err := dropped.Retry(now())
	if err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]notice.Message{
		"waits": m, "in hand": m.Lease(now(), recipient), "put back": m.Lease(now(), recipient).Release(now()), "given up": m.Fail(now(), "451", 1),
		"left behind": m.Interrupt(now(), "ended"), "dropped": dropped, "taken back": again,
	} {
		if !slices.Equal(one.Has(), want) {
			t.Errorf("%s: %q have it, want %q", name, one.Has(), want)
		}
	}
	if has := m.Lease(now(), recipient).Delivered(now(), "s", "en", "").Has(); has != nil {
		t.Errorf("of one that was sent %q have it", has)
	}
	// The record names others by now: those who had it stay among those it went to.
	changed := m.Lease(now(), "new@contoso.example; bo@contoso.example").Delivered(now(), "s", "en", "")
	if want := "new@contoso.example; bo@contoso.example, ana@contoso.example, eva@contoso.example"; changed.To != want {
		t.Errorf("it went to %q, want %q", changed.To, want)
	}
	if has := stands(notice.Queued, 1).Has(); has != nil {
		t.Errorf("%q have what was never handed over", has)
	}
}

// lawful are the moves that are made of a message in a status: the sender's where it has the message in
// hand or may take it, and everybody's at any time, which may be refused.
func lawful(s notice.Status) []string {
	switch s {
	case notice.Queued:
		return []string{"retry", "drop", "lease"}
	case notice.Leased:
		return []string{"retry", "drop", "release", "delivered", "fail", "interrupt"}
	}
	return []string{"retry", "drop"}
}

func TestThePauseGrowsUpToEightHours(t *testing.T) {
	for tries, want := range map[uint32]time.Duration{
		0: time.Minute, 1: time.Minute, 2: 2 * time.Minute, 3: 4 * time.Minute, 4: 8 * time.Minute, 9: 256 * time.Minute,
		10: 480 * time.Minute, 11: 480 * time.Minute, 64: 8 * time.Hour, 65: 8 * time.Hour,
	} {
		if got := notice.Pause(tries); got != want {
			t.Errorf("after %d tries %s, want %s", tries, got, want)
		}
	}
	// A loop over all the tries there can be takes seconds.
	begun := time.Now()
	if got, took := notice.Pause(math.MaxUint32), time.Since(begun); got != 8*time.Hour || took > time.Second {
		t.Errorf("after all tries there can be %s, in %s", got, took)
	}
}

func TestAMessageIsDueFromItsTimeOn(t *testing.T) {
	for _, s := range notice.Statuses() {
		for _, tt := range []struct {
			name string
			next time.Time
			due  bool
		}{
			{"before its time", now().Add(time.Microsecond), false}, {"at its time", now(), true},
			{"after its time", now().Add(-time.Microsecond), true}, {"without a time", time.Time{}, true},
			{"later than any pause, by a clock that was ahead", now().Add(8*time.Hour + 1), true},
		} {
			m := stands(s, 1)
			m.NextTry = tt.next
			if want := tt.due && s == notice.Queued; m.Due(now()) != want {
				t.Errorf("%s, %s: due is %t", s, tt.name, !want)
			}
			if m.Tries = 0; m.Due(now()) != (s == notice.Queued) {
				t.Errorf("%s, %s, never tried: due is %t", s, tt.name, s != notice.Queued)
			}
		}
	}
}

func TestAMessageHasFailedWhereItWaitsForAnotherTry(t *testing.T) {
	for _, s := range notice.Statuses() {
		for _, tries := range []uint32{0, 1, 2} {
			if want := s == notice.Queued && tries > 0; stands(s, tries).Failed() != want {
				t.Errorf("%s after %d tries: failed is %t", s, tries, !want)
			}
		}
	}
}
