package dporcmd

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Whatever records are called, a message has the headers and the recipients that it is to have, and no more.
func TestNoNameInARecordAddsAHeaderOrARecipient(t *testing.T) {
	names := []string{
		"Contoso\r\nBcc: eve@evil.example\r\n\r\nHello", "Contoso\nBcc: eve@evil.example", "\x1b]0;owned\x07\x1b[2J\x1b[31mContoso", "\u202eelpmaxe\u2066Contoso\u2028",
		strings.Repeat("Ö", 10_000), `Contoso, "Nordic" <eve@evil.example>; =?utf-8?q?=0D=0ABcc:_eve?=`, "=1+1", ".\r\n.\r\nRCPT TO:<eve@evil.example>",
	}
	w := settled(t, 0)
	var (
		customers []record.Customer
		partners  []record.Partner
		places    []record.Subscription
		wanted    = "subscriptionId,partnerId\n"
	)
	for n, name := range names {
		n++ // 0 is there
		c, p, s := testkit.Customer(n), testkit.PartnerRecord(n), testkit.SubscriptionOf(n, n)
		c.Name, c.ContactName, p.Name, s.Name = name, name, name, name
		p.Email = fmt.Sprintf(" ;to%d@partner.example; ops%d@partner.example,, ", n, n)
		customers, partners, places = append(customers, c), append(partners, p), append(places, s)
		wanted += place(n) + "," + partner(n%len(names)+1) + "\n"
	}
	w.must(t, "import",
		w.file(t, "c.csv", csvOf(t, record.CustomerFields(), testkit.Customers(customers...))),
		w.file(t, "p.csv", csvOf(t, record.PartnerFields(), testkit.Partners(partners...))),
		w.file(t, "s.csv", csvOf(t, record.SubscriptionFields(), testkit.Subscriptions(places...))))
	for n, name := range names {
		w.must(t, "add-por", "--subscription", place(n+1), "--mpn", partner(n+1), "--comment", name)
	}
	w.must(t, "apply", "--yes", "-f", w.file(t, "wanted.csv", wanted)) // everybody's place goes to the next one
	folder := filepath.Join(w.folder, "mail")
	w = w.set("DPOR_NOTIFY_MAILDIR=" + folder)
	w.must(t, "notify", "send")

	files, err := os.ReadDir(filepath.Join(folder, "new"))
	if err != nil || len(files) != 2*len(names) {
		t.Fatalf("%v: %d messages", err, len(files))
	}
	usual := []string{"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	to := map[string]int{}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(folder, "new", file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(bufio.NewReader(bytes.NewReader(content)))
		if err != nil {
			t.Fatalf("%v:\n%s", err, content)
		}
		if got := slices.Sorted(maps.Keys(m.Header)); !slices.Equal(got, usual) {
			t.Errorf("the headers are %v", got)
		}
		for name, values := range m.Header {
			if len(values) != 1 {
				t.Errorf("%s stands there %d times", name, len(values))
			}
		}
		list, err := m.Header.AddressList("To")
		if err != nil {
			t.Fatal(err)
		}
		var addresses []string
		for _, a := range list {
			addresses = append(addresses, a.Name+a.Address)
		}
		to[strings.Join(addresses, " ")]++
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || len([]rune(subject)) > 150 || strings.ContainsFunc(subject, unicode.IsControl) {
			t.Errorf("%v: the subject is %q", err, subject)
		}
		body, _ := io.ReadAll(m.Body)
		if bytes.ContainsAny(content, "\x1b\x07\r") || strings.Contains(string(body), "\nBcc:") || strings.Contains(string(body), "\nRCPT") {
			t.Errorf("the body is\n%.3000s", body)
		}
	}
	for n := range names {
		if who := fmt.Sprintf("to%d@partner.example ops%d@partner.example", n+1, n+1); to[who] != 2 {
			t.Errorf("%d messages went to %q", to[who], who)
		}
	}
	if len(to) != len(names) {
		t.Errorf("they went to %v", to)
	}
}
