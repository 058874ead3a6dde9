package main

import (
	"fmt"
	"io"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sent is what was measured of so many messages.
func sent(rows int, own, other time.Duration, peak int64) size {
	s := newSize(rows)
	s.add(sendJob, onlyDpor, outcome{took: own, peak: peak})
	if other > 0 {
		s.add(sendJob, smtplib, outcome{took: other, peak: 1 << 40})
	}
	return s
}

func TestTheReportOnMessagesHoldsTheFiguresAgainstTheGoals(t *testing.T) {
	for name, c := range map[string]struct {
		versions string
		sizes    []size
		want     string
	}{
		"kept": {
			"dpor dev, Python 3.11.2",
			[]size{sent(10_000, 5*time.Second, 20*time.Second, 40*megabyte), sent(100_000, 50*time.Second, 200*time.Second, 44*megabyte)},
			`| messages | dpor | a second | smtplib | a second | ratio | memory | growth of memory | goal | met |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 10,000 | 5.00 s | 2,000 | 20.00 s | 500 | 0.25 | 40 MB |  | 30s | yes |
| 100,000 | 50.00 s | 2,000 | 200.00 s | 500 | 0.25 | 44 MB | 1.10 | 5m0s, growth 1.2 | yes |
`,
		},
		"missed": {
			"dpor dev",
			[]size{sent(10_000, 31*time.Second, 0, 40*megabyte), sent(100_000, 301*time.Second, 0, 80*megabyte)},
			`| messages | dpor | a second | memory | growth of memory | goal | met |
| --- | --- | --- | --- | --- | --- | --- |
| 10,000 | 31.00 s | 322 | 40 MB |  | 30s | **missed: time** |
| 100,000 | 301.00 s | 332 | 80 MB | 2.00 | 5m0s, growth 1.2 | **missed: time, memory** |
`,
		},
		"nobody could look": {
			"dpor dev",
			[]size{sent(10_000, time.Second, 0, 0), sent(100_000, 10*time.Second, 0, 0)},
			`| messages | dpor | a second | goal | met |
| --- | --- | --- | --- | --- |
| 10,000 | 1.00 s | 10,000 | 30s | yes |
| 100,000 | 10.00 s | 10,000 | 5m0s, growth 1.2 | not measured: memory |
`,
		},
	} {
		text := report{options: options{mail: true, rows: []int{10_000, 100_000}, runs: 1}, versions: c.versions, sizes: c.sizes}.mailMarkdown()
		if diff := cmp.Diff(c.want, text[strings.Index(text, "| messages"):]); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
		if !strings.Contains(text, "    go run ./cmd/measure -mail -rows 10000,100000 -runs 1\n") {
			t.Errorf("%s: it does not say how to repeat it:\n%s", name, text)
		}
		if lacks := strings.Contains(text, "there is no python3"); lacks == strings.Contains(c.versions, "Python") {
			t.Errorf("%s: what it says of Python is wrong:\n%s", name, text)
		}
	}
}

func TestMessagesAreMeasuredInTwoSizesUnlessOthersAreNamed(t *testing.T) {
	for line, want := range map[string][]int{
		"-mail": {10_000, 100_000}, "-mail -rows 2000": {2000}, "": {10_000, 100_000, 1_000_000},
	} {
		if o, err := parse(strings.Fields(line), io.Discard); err != nil || !cmp.Equal(o.rows, want) {
			t.Errorf("%q: %v %v", line, o.rows, err)
		}
	}
	if _, err := parse([]string{"-mail", "-only", "sqlite3"}, io.Discard); err == nil {
		t.Error("sqlite3 is said to send messages")
	}
}

func TestTheTablesOfMessagesHaveAPlaceOfTheirOwn(t *testing.T) {
	page := beginMark + "\nold\n" + endMark + "\n" + mailBeginMark + "\nold\n" + mailEndMark + "\n"
	have, err := placed(page, "new", options{mail: true}.room())
	if want := beginMark + "\nold\n" + endMark + "\n" + mailBeginMark + "\nnew\n" + mailEndMark + "\n"; err != nil || have != want {
		t.Errorf("%v\n%s", err, have)
	}
}

func TestThePostOfficeCountsWhatComesAndWhatComesAgain(t *testing.T) {
	office, err := openPostOffice()
	if err != nil {
		t.Fatal(err)
	}
	defer office.close()
	address := fmt.Sprintf("127.0.0.1:%d", office.port())
	for _, id := range []string{"<1@a>", "<2@a>", "<1@a>"} {
		message := "Message-ID: " + id + "\r\nSubject: x\r\n\r\nMessage-ID: <9@a>\r\n.\r\nend\r\n"
		if err := smtp.SendMail(address, nil, "a@contoso.example", []string{"b@contoso.example"}, []byte(message)); err != nil {
			t.Fatal(err)
		}
	}
	if n, again := office.emptied(); n != 2 || again != 1 {
		t.Errorf("it has %d messages, not 2, and %d came again", n, again)
	}
	if n, again := office.emptied(); n != 0 || again != 0 {
		t.Errorf("emptied it has %d messages, and %d came again", n, again)
	}
}
