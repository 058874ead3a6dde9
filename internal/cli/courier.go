package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// courier words letters and gives them to the post.
type courier struct {
	*shell
	words  *wording
	post   notify.Post
	stuck  int // how many letters in a row the server left unanswered, or hung up on
	partly int // how many letters went to some of their recipients only
}

// mostStuck is how many letters in a row a server may leave unanswered before a run ends: each may take as
// long as smtp.timeout says, or four times that at its end, and there may be thousands.
const mostStuck = 3

// Carry hands a letter over.
func (c *courier) Carry(ctx context.Context, l app.Letter) app.Carried {
	mail, err := notify.Write(c.words.facts(l))
	if err != nil {
		return c.failed(err, app.ThisLetter)
	}
	if err := c.post.Open(ctx); err != nil {
		if ofThePost(err) && fault.CodeOf(err) != fault.Invalid {
			return c.failed(err, app.EveryLetter)
		}
		return c.failed(err, app.NoLetter)
	}
	e := c.words.envelope(l, mail)
	receipt, err := c.post.Deliver(ctx, e)
	if err != nil {
		return c.undelivered(err, e, receipt)
	}
	c.stuck = 0
	if len(receipt.Refused) > 0 {
		c.partly++
	}
	return app.Carried{Words: c.refusals("", receipt.Refused), Subject: mail.Subject, Lang: e.Lang}
}

// mostRefusals is of how many recipients the reason says why they were refused: enough to see what is wrong.
const mostRefusals = 10

// refusals are the words for recipients that were refused, behind others.
func (c *courier) refusals(words string, refused []*fault.Error) string {
	for _, refusal := range refused[:min(len(refused), mostRefusals)] {
		message, _ := c.printer.Explain(refusal)
		if message != words {
			words = strings.TrimSpace(words + " " + message)
		}
	}
	return words
}

// undelivered says how far a failure to deliver reaches. Some may have it: now, or for longer.
func (c *courier) undelivered(err error, e notify.Envelope, receipt notify.Receipt) app.Carried {
	if !ofThePost(err) {
		return c.failed(err, app.NoLetter)
	}
	outcome := c.failed(err, app.ThisLetter)
	outcome.Taken = receipt.Taken
	outcome.Unknown = outcome.Err.Key == notify.Unanswered
	if !notify.Stuck(outcome.Err) {
		c.stuck = 0
	} else if c.stuck++; c.stuck == mostStuck {
		outcome.Scope = app.LastLetter
	}
	if outcome.Err.Key == notify.Disk {
		outcome.Scope = app.EveryLetter
		return outcome // whose words are for every letter
	}
	outcome.Words = c.refusals(outcome.Words, receipt.Refused)
	if have := append(slices.Clone(e.Had), receipt.Taken...); len(have) > 0 {
		outcome.Words = c.text("notify.some-have-it", "recipients", strings.Join(have, ", "), "reason", outcome.Words)
	}
	return outcome
}

// ofThePost tells an error of the mail from one of the ledger, or Ctrl-C.
func ofThePost(err error) bool {
	return strings.HasPrefix(fault.As(err).Key, "mail.")
}

func (c *courier) failed(err error, scope app.Scope) app.Carried {
	e := fault.As(err)
	message, _ := c.printer.Explain(e)
	return app.Carried{Err: e, Scope: scope, Words: message}
}

// newPost is the way that the settings say messages take. The password is looked for only where somebody
// signs in; the errors are those of config.MailPassword.
func (s *shell) newPost() (post notify.Post, err error) {
	password := ""
	if s.signsIn() {
		if password, err = s.config.MailPassword(s.Env); err != nil {
			return nil, err
		}
	}
	return s.Post(s.config.Mail, password), nil
}

// signsIn tells whether a password is needed.
func (s *shell) signsIn() bool { return s.config.Mail.Maildir == "" && s.config.Mail.User != "" }

// exposed is the file of the password where others can read it; else it is empty.
func (s *shell) exposed() string {
	if file := s.config.Mail.PasswordFile; file != "" && s.signsIn() && config.PasswordExposed(file) {
		return file
	}
	return ""
}
