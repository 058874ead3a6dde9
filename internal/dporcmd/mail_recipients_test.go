package dporcmd

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestARecipientThatIsRefusedForNowGetsTheMessageLaterAndTheOthersGetItOnce(t *testing.T) {
	w, box := queued(t, 3), &mailbox{}
	p := testkit.PartnerRecord(1)
	p.Email = "ana@x.example; bo@x.example, eva@x.example"
	w.must(t, "import", w.file(t, "p.csv", csvOf(t, record.PartnerFields(), testkit.Partners(p))))
	changes := w.changes(t)
	twice := new(atomic.Int64)
	twice.Store(2)
	w = w.by(startRelay(t, relay{box: box, later: map[string]*atomic.Int64{"bo@x.example": twice}}).port)
	if _, said, code := w.run(t, "notify", "send"); code != 9 || !strings.Contains(said, "bo@x.example") {
		t.Errorf("it ended with %d\n%s", code, said)
	}
	waiting := 0
	for _, l := range w.letters(t) {
		if l.Status == "queued" && strings.HasPrefix(l.Reason, "Handed over to ana@x.example, eva@x.example, not to the others: ") {
			waiting++
		}
	}
	if waiting != 2 {
		t.Errorf("of %d messages it is said that some have them, want 2", waiting)
	}
	w.must(t, "notify", "retry", "--all")
	w.must(t, "notify", "send")
	got := map[string][]string{}
	for _, one := range box.all() {
		got[one.id] = append(got[one.id], one.to...)
	}
	for _, l := range w.letters(t) {
		slices.Sort(got[l.MessageID])
		if want := []string{"ana@x.example", "bo@x.example", "eva@x.example"}; !slices.Equal(got[l.MessageID], want) || l.To != p.Email {
			t.Errorf("message %d to %q went to %q, want each of them once", l.ID, l.To, got[l.MessageID])
		}
	}
	var doubt []string
	for id, n := range box.times(t) { // which also checks that a message is the same each time
		if n == 2 {
			doubt = append(doubt, id)
		}
	}
	w.delivered(t, box, changes, doubt...)
}
