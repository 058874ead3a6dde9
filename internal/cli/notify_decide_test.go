package cli

import (
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// What is taken out of the queue is asked about on a terminal, where yes is what Enter means: it can be taken
// back.
func TestDroppingIsAskedAboutOnATerminal(t *testing.T) {
	for answer, tt := range map[string]struct {
		line, question string
		code           fault.Code
		status         string
	}{
		"no":  {"notify drop 1", "Take this message out of the queue?", fault.Cancelled, "queued"},
		"yes": {"notify drop 1 2", "Take these 2 messages out of the queue?", fault.OK, "dropped"},
		"":    {"notify drop 1 2 3", "Take these 3 messages out of the queue?", fault.OK, "dropped"},
	} {
		d := posting(t)
		script := ui.NewScript(answer)
		_, err, code := d.answers(t, script, tt.line)
		if code != tt.code.Exit() || len(script.Asked) != 1 || script.Asked[0] != tt.question {
			t.Errorf("%q: exit %d, asked %q: %s", answer, code, script.Asked, err)
		}
		if got := d.state(t, "1"); got != tt.status {
			t.Errorf("%q: message 1 is %s", answer, got)
		}
	}
}

func TestWhatCannotBeDroppedIsNotAskedAbout(t *testing.T) {
	d := posting(t)
	for _, line := range []string{"notify drop 99", "notify drop 1 99", "notify drop 1 --profile eye"} {
		script := ui.NewScript("yes")
		if _, err, code := d.answers(t, script, line); code == 0 || len(script.Asked) > 0 {
			t.Errorf("%s: exit %d, asked %q: %s", line, code, script.Asked, err)
		}
	}
}

// state is the status of a message.
func (d desk) state(t *testing.T, id string) string {
	t.Helper()
	_, status, _ := strings.Cut(d.types(t, "notify show "+id+" -o csv --query [{status:status}]"), "\n")
	return status
}

// All that is named is decided about, or nothing; every refusal is told.
func TestDecidingAboutMessages(t *testing.T) {
	full := refusal(452, "a@x.example")
	for line, tt := range map[string]struct {
		code  fault.Code
		err   string
		state string // of messages 1 to 4, of which 1 was sent, 2 failed, 3 was dropped and 4 waits
	}{
		"notify retry 2":                {fault.OK, "", "sent queued dropped queued"},
		"notify retry 3":                {fault.OK, "", "sent queued queued queued"},
		"notify retry --all":            {fault.OK, "", "sent queued dropped queued"},
		"notify retry 3 1":              {fault.Conflict, "Message 1 was sent already.", "sent queued dropped queued"},
		"notify retry 3 99":             {fault.NotFound, "There is no message 99.", "sent queued dropped queued"},
		"notify drop 2 3 4 4":           {fault.OK, "", "sent dropped dropped dropped"},
		"notify drop 4 1 99":            {fault.Conflict, "There is no message 99.", "sent queued dropped queued"},
		"notify drop 4 --profile eye":   {fault.Forbidden, "", "sent queued dropped queued"},
		"notify retry 3 --profile eye":  {fault.Forbidden, "", "sent queued dropped queued"},
		"notify send --profile eye":     {fault.Forbidden, "", "sent queued dropped queued"},
		"notify drop 4 --profile nobdy": {fault.NotFound, "nobdy", "sent queued dropped queued"},
	} {
		t.Run(line, func(t *testing.T) {
			d := posting(t)
			d.types(t, "profile add eye --user eye@contoso.example --role reader")
			d.post.takes = says(map[int]error{2: full})
			d.run(t, "notify send --limit 2")
			d.types(t, "notify drop 3")
			_, err, code := d.run(t, line)
			if code != tt.code.Exit() || !strings.Contains(err, tt.err) {
				t.Errorf("exit %d: %s", code, err)
			}
			var states []string
			for _, id := range []string{"1", "2", "3", "4"} {
				states = append(states, d.state(t, id))
			}
			if got := strings.Join(states, " "); got != tt.state {
				t.Errorf("they are %s, want %s", got, tt.state)
			}
			// What was tried already is due at once, with all its tries to come.
			tries := d.types(t, "notify show 2 -o json --query tries")
			if retried := line == "notify retry 2" || line == "notify retry --all"; retried != (tries == "0") {
				t.Errorf("message 2 was tried %s times", tries)
			}
		})
	}
}

func TestAMessageIsShownAsItWouldBeSent(t *testing.T) {
	d := posting(t)
	var sent []notify.Envelope
	d.post.takes = func(e notify.Envelope) (notify.Receipt, error) {
		sent = append(sent, e)
		return notify.Receipt{}, nil
	}
	shown := d.types(t, "notify show 2")
	d.types(t, "notify send --limit 2")
	if want := strings.TrimSpace(sent[1].Text); !strings.HasSuffix(shown, "\n\n"+want) || !strings.Contains(shown, sent[1].Subject) {
		t.Errorf("shown was\n%s\nand sent\n%s", shown, sent[1].Text)
	}
	html := d.types(t, "notify show 2 -o tsv --query [{h:html}]")
	if strings.Contains(shown, "<html") || !strings.Contains(html, "<html") {
		t.Errorf("as a table it is\n%s\nas TSV\n%s", shown, html)
	}
}
