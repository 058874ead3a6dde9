package notify_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/cell"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

func TestADigestCountsAsItsLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		lang              string
		gained, lost      uint32
		subject, sentence string
	}{
		{"en", 0, 0, "0 given, 0 lost", "taken 0 places as Digital Partner of Record from you."},
		{"en", 1, 0, "1 given, 0 lost", "given you 1 place as Digital Partner of Record."},
		{"en", 0, 1, "0 given, 1 lost", "taken 1 place as Digital Partner of Record from you."},
		{"en", 2, 1, "2 given, 1 lost", "given you 2 places as Digital Partner of Record, and taken 1 place from you."},
		{"en", 1, 31, "1 given, 31 lost", "given you 1 place as Digital Partner of Record, and taken 31 places from you."},
		{"es", 0, 0, "0 recibidas, 0 perdidas", "ha perdido 0 plazas como Digital Partner of Record."},
		{"es", 1, 0, "1 recibida, 0 perdidas", "ha recibido 1 plaza como Digital Partner of Record."},
		{"es", 0, 1, "0 recibidas, 1 perdida", "ha perdido 1 plaza como Digital Partner of Record."},
		{"es", 2, 1, "2 recibidas, 1 perdida", "ha recibido 2 plazas como Digital Partner of Record y ha perdido 1 plaza."},
		{"es", 1, 31, "1 recibida, 31 perdidas", "ha recibido 1 plaza como Digital Partner of Record y ha perdido 31 plazas."},
		{"sv", 0, 0, "0 nya, 0 förlorade", "förlorat 0 platser som Digital Partner of Record."},
		{"sv", 1, 0, "1 ny, 0 förlorade", "fått 1 plats som Digital Partner of Record."},
		{"sv", 0, 1, "0 nya, 1 förlorad", "förlorat 1 plats som Digital Partner of Record."},
		{"sv", 2, 1, "2 nya, 1 förlorad", "fått 2 platser som Digital Partner of Record och förlorat 1 plats."},
		{"sv", 1, 31, "1 ny, 31 förlorade", "fått 1 plats som Digital Partner of Record och förlorat 31 platser."},
	} {
		f := facts(notice.Digest, c.lang)
		f.Digest.Gained, f.Digest.Lost = c.gained, c.lost
		m := write(t, f)
		if !strings.HasSuffix(m.Subject, ": "+c.subject) {
			t.Errorf("%s +%d -%d: the subject is %q, want %q at its end", c.lang, c.gained, c.lost, m.Subject, c.subject)
		}
		if paragraph := strings.Split(m.Text, "\n\n")[1]; !strings.HasSuffix(paragraph, " "+c.sentence) {
			t.Errorf("%s +%d -%d: %q, want %q at its end", c.lang, c.gained, c.lost, paragraph, c.sentence)
		}
	}
}

func TestOnlyADigestWithChangesHasAnAttachment(t *testing.T) {
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		f := facts(kind, lang)
		f.Digest.Changes = rows(changes()...)
		if m := write(t, f); (m.Attachment != nil) != (kind == notice.Digest) {
			t.Errorf("attachment: %v", m.Attachment)
		}
		f.Stamp.At = time.Time{}
		if m := write(t, f); m.Attachment != nil && (m.Attachment.Name != "changes.csv" || !strings.Contains(m.Text, " changes.csv ")) {
			t.Errorf("the attachment of no day is %s:\n%s", m.Attachment.Name, m.Text)
		}
		f.Digest.Changes = nil
		if m := write(t, f); m.Attachment != nil || strings.Contains(m.Text, ".csv") {
			t.Errorf("attachment without changes: %v\n%s", m.Attachment, m.Text)
		}
	})
}

// table is what the attachment of a digest holds, read by the standard library.
func table(t tester, f notify.Facts) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := write(t, f).Attachment.Write(&b); err != nil {
		t.Fatalf("%v", err)
	}
	read, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return read
}

func TestTheListOfADigestIsReadBack(t *testing.T) {
	f := facts(notice.Digest, "sv")
	id := func(n byte) string { return subscription(n, "").ID.String() }
	want := [][]string{
		{"result", "subscriptionId", "subscriptionName", "tenantId", "customerName", "product", "partnerId", "previousPartnerId", "since", "comment"},
		{"changed", id(1), "Sales, Enterprise", tenant().String(), `Contoso "Nordic"`, "dynamics365", "4391507", "5127255", "2024-05-01", ""},
		{"removed", id(2), "'=SUM(A1:A9)", tenant().String(), "Åkeri -Öst", "dynamics365", "", "4391507", "2024-05-02", "Moved; see =our mail"},
	}
	if diff := cmp.Diff(want, table(t, f)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	f.Digest.Changes = rows()
	if diff := cmp.Diff(want[:1], table(t, f)); diff != "" {
		t.Errorf("without a change (-want +got)\n%s", diff)
	}
}

func TestANameInTheListIsWholeAndRunsNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(notice.Digest, "en")
		name, customer := hostile().Draw(t, "name"), rapid.OneOf(hostile(), rapid.StringMatching(`'{0,2}[=+\-@\t\r].*`)).Draw(t, "customer")
		change := notify.Change{Subscription: subscription(1, name), CustomerName: customer, Result: por.Added}
		f.Digest.Changes = rows(change, change)
		read := table(t, f)
		if len(read) != 3 {
			t.Fatalf("%d rows", len(read))
		}
		for _, column := range []int{2, 4} {
			text := read[1][column]
			if r, found := stray(text); found {
				t.Fatalf("%U in %q", r, text)
			}
			if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
				t.Fatalf("%q runs", text)
			}
		}
	})
	f, long := facts(notice.Digest, "en"), "="+strings.Repeat("Ö", 10_000)
	f.Digest.Changes = rows(notify.Change{CustomerName: long})
	if got := cell.UnprotectCell(table(t, f)[1][4]); got != long {
		t.Errorf("a name of 10,001 characters became one of %d: %.40q", utf8.RuneCountInString(got), got)
	}
}

// blocked is a writer that refuses after some bytes.
type blocked struct{ left int }

var errBlocked = errors.New("blocked")

func (w *blocked) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errBlocked
	}
	return len(p), nil
}

func TestAListThatCannotBeWrittenOrReadIsAnError(t *testing.T) {
	f := facts(notice.Digest, "en")
	for _, left := range []int{0, 10, 4096} {
		f.Digest.Changes = rows(slices.Repeat(changes(), 100)...)
		if err := write(t, f).Attachment.Write(&blocked{left}); !errors.Is(err, errBlocked) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
	broken := errors.New("broken")
	f.Digest.Changes = func(yield func(notify.Change, error) bool) {
		_ = yield(changes()[0], nil) && yield(notify.Change{}, broken)
	}
	if err := write(t, f).Attachment.Write(&bytes.Buffer{}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// A list may have a million rows: what was read is written before all is read. It is read only when it is
// written, and can be written again, as for another try to deliver it.
func TestTheListIsWrittenAsItIsRead(t *testing.T) {
	var b bytes.Buffer
	f, read, behind := facts(notice.Digest, "en"), 0, 0
	f.Digest.Changes = func(yield func(notify.Change, error) bool) {
		for range 5_000 {
			if read++; !yield(changes()[0], nil) {
				return
			}
			behind = max(behind, read*100-b.Len())
		}
	}
	m := write(t, f)
	if read != 0 {
		t.Errorf("%d rows were read before the list was written", read)
	}
	for n := range 2 {
		b.Reset()
		read = 0
		if err := m.Attachment.Write(&b); err != nil {
			t.Fatal(err)
		}
		if rows := bytes.Count(b.Bytes(), []byte("\n")); rows != 5_001 || behind > 1<<14 {
			t.Errorf("time %d: %d lines, %d bytes were not written yet", n+1, rows, behind)
		}
	}
}
