package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// account is a second account of an outbox: where each message has to stand.
type account struct {
	office
	messages map[uint64]notice.Message
	asked    map[uint64]int // how often a courier was to be given it
}

// mail is a random ledger whose messages are sent, tried again and dropped while it changes.
func mail(t tester, h house) account {
	t.Helper()
	h.market(t)
	h.contested(t)
	a := account{h.office(t), map[uint64]notice.Message{}, map[uint64]int{}}
	a.holds(t)
	return a
}

func TestRandomMailIsSentAsItIsAccountedForInMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := mail(t, inMemory())
		for range rapid.IntRange(3, 10).Draw(t, "rounds") {
			a.round(t)
		}
	})
}

func TestRandomMailIsSentAsItIsAccountedForInAFile(t *testing.T) {
	handed := 0
	for seed := range 5 {
		a := mail(t, onDisk(t))
		handed += rapid.Custom(func(t *rapid.T) int {
			for range 20 {
				a.round(t)
			}
			return len(a.handed)
		}).Example(seed)
	}
	if handed < 9 {
		t.Errorf("only %d letters were handed over: they test nothing", handed)
	}
}

// round lets somebody do something, and checks everything that holds of the outbox.
func (a account) round(t *rapid.T) {
	*a.later += rapid.SampledFrom([]time.Duration{0, time.Minute, 3 * time.Minute, 10 * time.Hour}).Draw(t, "passes")
	switch rapid.Permutation(numbers(4)).Draw(t, "what")[0] {
	case 0:
		for _, one := range rapid.SliceOfN(attempts(), 1, 4).Draw(t, "changes") {
			a.plays(t, one)
		}
	case 1:
		a.decided(t)
	default:
		a.sentAtRandom(t)
	}
	a.holds(t)
}

// holds checks that every message stands where it has to, and learns of those that were queued since.
func (a account) holds(t tester) {
	t.Helper()
	for _, m := range a.outbox(t) {
		want, known := a.messages[m.ID]
		switch {
		case !known && m.Status == notice.Queued && m.Tries == 0 && m.Reason == "":
			a.messages[m.ID] = m
		case m.Status != want.Status || m.Tries != want.Tries || m.Reason != want.Reason || !m.NextTry.Equal(want.NextTry) ||
			m.To != want.To || m.Subject != want.Subject || m.Taken != want.Taken:
			t.Fatalf("message %d is %+v, want %+v", m.ID, m, want)
		}
		if handed := a.times()[m.ID]; handed > 1 || (handed == 1) != (m.Status == notice.Sent) {
			t.Fatalf("message %d is %s and was handed over %d times", m.ID, m.Status, handed)
		}
	}
	asked := map[uint64]int{}
	for _, l := range a.courier.asked {
		asked[l.Message.ID]++
	}
	for id := range a.messages {
		if asked[id] != a.asked[id] {
			t.Fatalf("message %d was begun %d times, want %d", id, asked[id], a.asked[id])
		}
	}
	a.verified(t)
}

// waits tells whether a message is not to go because of one of those before it that wait: one to the same partner or
// customer about the same claim or place, or, where one of the two is a digest, about any place.
func (a account) waits(id uint64, waiting []uint64) bool {
	m := a.messages[id]
	return slices.ContainsFunc(waiting, func(earlier uint64) bool {
		f := a.messages[earlier]
		if f.Partner != m.Partner || f.Claim != m.Claim || f.Kind.ToCustomer() != m.Kind.ToCustomer() {
			return false
		}
		digest := f.Kind == notice.Digest || m.Kind == notice.Digest
		return f.Subscription == m.Subscription || digest && m.Claim.IsZero() && !m.Kind.ToCustomer()
	})
}

// holdsUp tells whether others wait behind a message that failed: not behind one that some of its recipients have
// and that was tried more than four times.
func (a account) holdsUp(id uint64) bool {
	m := a.messages[id]
	return m.Status == notice.Queued && (m.Taken == "" || m.Tries <= 4)
}

// passed tells of a message that some have whether they were told more since.
func (a account) passed(t *rapid.T, id uint64) bool {
	m := a.messages[id]
	return m.Kind != notice.Digest && m.Tries > 0 && !a.holdsUp(id) && a.overtaken(t, m)
}

// due are the messages that a run is to send now, oldest first, those before the last of them that ask for what
// is decided, and those behind which others wait.
func (a account) due(t *rapid.T, limit int) (list, moot, waiting []uint64) {
	for l := range all(t, a.by(testkit.Owner()).Letters(context.Background(), app.Filter{})) {
		switch id := l.Message.ID; {
		case l.Message.Status != notice.Queued:
		case a.waits(id, waiting), !l.Message.Due(a.now()) && a.holdsUp(id):
			waiting = append(waiting, id)
		case !l.Message.Due(a.now()), l.To == "" && !l.Moot && !a.passed(t, id), limit > 0 && len(list) == limit:
		case l.Moot, a.passed(t, id):
			moot = append(moot, id)
		default:
			list = append(list, id)
		}
	}
	return list, moot, waiting
}

func (a account) sentAtRandom(t *rapid.T) {
	s := app.Sending{Limit: rapid.IntRange(0, 4).Draw(t, "limit"), Tries: rapid.Uint32Range(1, 7).Draw(t, "tries"), Moot: "it is decided", Passed: "more was told"}
	due, moot, waiting := a.due(t, s.Limit)
	to := map[uint64]string{}
	for l := range all(t, a.by(testkit.Owner()).Letters(context.Background(), app.Filter{})) {
		to[l.Message.ID] = l.To
	}
	for _, id := range moot { // nobody is asked about them
		m := a.messages[id]
		why := s.Moot
		if a.passed(t, id) {
			why = s.Passed
		}
		m.Status, m.Reason, m.NextTry = notice.Dropped, why, time.Time{}
		a.messages[id] = m
	}
	outcomes := map[uint64]app.Carried{}
	ended := false
	var total app.Sent
	for i, id := range due {
		if ended {
			break
		}
		if a.waits(id, waiting) {
			waiting = append(waiting, id)
			continue
		}
		a.asked[id]++
		if !rare(t, 1, "not taken") {
			remark := rapid.SampledFrom([]string{"", "one of two was refused"}).Draw(t, "remark")
			outcomes[id] = app.Carried{Words: remark, Subject: "as it went"}
			m := a.messages[id]
			m.Status, m.Reason, m.NextTry = notice.Sent, remark, time.Time{}
			if m.To, m.Subject = to[id], "as it went"; m.Taken != "" { // who had it before is no recipient of the record
				m.To += ", " + strings.ReplaceAll(m.Taken, ",", ", ")
			}
			m.Taken = ""
			m.Tries++
			a.messages[id] = m
			total.Sent++
			continue
		}
		o := untaken(rapid.SampledFrom([]app.Scope{app.ThisLetter, app.ThisLetter, app.LastLetter, app.EveryLetter, app.NoLetter}).Draw(t, "scope"), "down")
		if o.Scope == app.ThisLetter && rare(t, 1, "taken by some") {
			m := a.messages[id]
			o.Taken = []string{fmt.Sprintf("%d@x.example", strings.Count(m.Taken, "@"))}
			m.Taken = strings.TrimPrefix(m.Taken+","+o.Taken[0], ",")
			a.messages[id] = m
		}
		outcomes[id] = o
		switch o.Scope {
		case app.ThisLetter, app.LastLetter:
			a.fails(id, s.Tries, &total)
			if a.holdsUp(id) {
				waiting = append(waiting, id)
			}
		case app.EveryLetter:
			for _, id := range due[i:] {
				a.fails(id, s.Tries, &total)
			}
		}
		ended = o.Scope != app.ThisLetter
	}
	a.what = func(l app.Letter) app.Carried { return outcomes[l.Message.ID] }
	got, err := a.sends(s)
	failed := ended || total.Failed+total.GivenUp > 0
	if got.Sent != total.Sent || got.Failed != total.Failed || got.GivenUp != total.GivenUp || (err != nil) != failed {
		t.Fatalf("%+v, %v, want %+v", got, err, total)
	}
}

// fails is a try more of a message: a minute after the first, then twice as long, and no more after the last.
func (a account) fails(id uint64, most uint32, total *app.Sent) {
	m := a.messages[id]
	m.Tries, m.Reason = m.Tries+1, "down"
	if m.Tries >= most {
		m.Status, m.NextTry = notice.GivenUp, time.Time{}
		total.GivenUp++
	} else {
		m.NextTry = a.now().Add(time.Minute << (m.Tries - 1))
		total.Failed++
	}
	a.messages[id] = m
}

// places are the subscriptions of whose places a message tells its partner.
func (a account) places(t *rapid.T, m notice.Message) (list []ids.Subscription) {
	if m.Kind != notice.Digest {
		return []ids.Subscription{m.Subscription}
	}
	l, err := a.by(testkit.Owner()).Letter(context.Background(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	for c := range all(t, l.Changes) {
		list = append(list, c.Subscription.ID)
	}
	return list
}

// overtaken tells whether another message was sent later about what this one is about.
func (a account) overtaken(t *rapid.T, m notice.Message) bool {
	for _, later := range a.messages {
		if !later.Request.IsZero() || !m.Request.IsZero() || later.ID < m.ID || later.Status != notice.Sent || later.Partner != m.Partner || later.Claim != m.Claim || later.Kind.ToCustomer() != m.Kind.ToCustomer() {
			continue
		}
		if places := a.places(t, m); slices.ContainsFunc(a.places(t, later), func(s ids.Subscription) bool { return slices.Contains(places, s) }) {
			return true
		}
	}
	return false
}

// decided tries messages again or drops them: those that are named, or tries all again that failed.
func (a account) decided(t *rapid.T) {
	drop := rapid.Bool().Draw(t, "drop")
	named := rapid.SliceOfN(rapid.Uint64Range(1, uint64(len(a.messages))+1), 0, 3).Draw(t, "messages")
	chosen, refused := named, false
	for _, id := range named {
		m, there := a.messages[id]
		refused = refused || !there || m.Status == notice.Sent
	}
	if len(named) == 0 && !drop {
		for id, m := range a.messages {
			failed := m.Status == notice.Queued && m.Tries > 0
			if late := m.Status == notice.GivenUp || m.Taken != ""; (failed || m.Status == notice.GivenUp) && !(late && a.overtaken(t, m)) {
				chosen = append(chosen, id)
			}
		}
	}
	letters, err := a.decides(drop, named...)
	if refused != (err != nil) || refused && fault.CodeOf(err) != fault.Conflict && fault.CodeOf(err) != fault.NotFound {
		t.Fatalf("%v of %v, want refused: %v", err, named, refused)
	}
	if refused {
		return
	}
	var given []uint64
	for _, l := range letters {
		given = append(given, l.Message.ID)
	}
	slices.Sort(chosen)
	if chosen = slices.Compact(chosen); len(given) != len(chosen) {
		t.Fatalf("%v were given, want %v", given, chosen)
	}
	for _, id := range chosen {
		m := a.messages[id]
		switch {
		case !drop:
			m.Status, m.Tries, m.Reason, m.NextTry = notice.Queued, 0, "", a.now()
		case m.Status != notice.Dropped:
			m.Status, m.Reason, m.NextTry = notice.Dropped, "no more", time.Time{}
		}
		a.messages[id] = m
	}
}
