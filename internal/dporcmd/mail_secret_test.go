package dporcmd

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

// disguises are the forms in which a password could be found: as it is, and in base64 wherever it stands in
// what was encoded.
func disguises(password string) []string {
	forms := []string{password}
	for before := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x00", before) + password))
		// The first and the last characters hold bits of what stands beside it.
		forms = append(forms, strings.TrimRight(encoded, "=")[(before*8+5)/6:len(strings.TrimRight(encoded, "="))-1])
	}
	return forms
}

func TestThePasswordIsNowhereToBeFound(t *testing.T) {
	for name, knows := range map[string]string{"refused": "another one", "accepted": mailPassword} {
		t.Run(name, func(t *testing.T) {
			w, box := queued(t, 2), &mailbox{}
			by := w.by(startRelay(t, relay{box: box, password: knows}).port).set("DPOR_SMTP_USER=dpor", "DPOR_SMTP_PASSWORD="+mailPassword)
			var said []string
			want := 0
			if knows != mailPassword {
				want = 9
			}
			for _, args := range [][]string{
				{"notify", "send", "--debug"}, {"notify", "retry", "--all", "--debug"}, {"notify", "send", "-o", "json"},
				{"notify", "list", "-o", "json"}, {"notify", "show", "1"}, {"config", "list", "-o", "json"}, {"doctor", "--debug"},
			} {
				out, errs, code := by.run(t, args...)
				said = append(said, strings.Join(args, " "), out, errs)
				if args[1] == "send" && code != want && (want == 9 || len(box.all()) != 2) {
					t.Errorf("%v ended with %d\n%s", args, code, errs)
				}
			}
			for _, form := range disguises(mailPassword) {
				for i, text := range said {
					if strings.Contains(text, form) {
						t.Errorf("%q is in what `%s` said:\n%s", form, said[i-i%3], text)
					}
				}
				for path, content := range w.files(t) {
					if strings.Contains(content, form) {
						t.Errorf("%q is in %s", form, path)
					}
				}
			}
		})
	}
}

func TestAPasswordIsKnownInEveryDisguise(t *testing.T) {
	for _, around := range []string{"", "a", "ab", "abc", "\x00dpor\x00"} {
		text, found := base64.StdEncoding.EncodeToString([]byte(around+mailPassword+"and more")), false
		for _, form := range disguises(mailPassword) {
			found = found || strings.Contains(text, form)
		}
		if !found {
			t.Errorf("behind %q it is not seen", around)
		}
	}
}

func TestAMessageWithoutAnAddressIsListedAndNoFailure(t *testing.T) {
	w, box := settled(t, 2), &mailbox{}
	other := testkit.PartnerRecord(11)
	other.Email = ""
	w.must(t, "import", w.file(t, "nobody.csv", csvOf(t, record.PartnerFields(), testkit.Partners(other))))
	w.must(t, "add", "--subscription", place(0), "--mpn", partner(11))
	w.must(t, "add", "--subscription", place(1), "--mpn", partner(1))
	by := w.by(startRelay(t, relay{box: box}).port)
	_, said, code := by.run(t, "notify", "send")
	if code != 0 || !strings.Contains(said, "1 message") || len(box.all()) != 1 {
		t.Errorf("it ended with %d, and %d messages went out\n%s", code, len(box.all()), said)
	}
	letters := w.letters(t)
	if l := letters[0]; l.Status != "queued" || l.To != "" || l.Tries != 0 || !strings.Contains(l.Reason, partner(11)) {
		t.Errorf("the message without an address is %+v", l)
	}
	if letters[1].Status != "sent" {
		t.Errorf("the other one is %+v", letters[1])
	}
	other.Email = "found@fabrikam.example"
	w.must(t, "import", w.file(t, "found.csv", csvOf(t, record.PartnerFields(), testkit.Partners(other))))
	by.must(t, "notify", "send")
	if all := box.all(); len(all) != 2 || strings.Join(all[1].to, " ") != other.Email {
		t.Errorf("with an address it goes to %+v", all)
	}
}
