package cli

import (
	"context"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// courier words letters and gives them to the post.
type courier struct {
	*shell
	words *wording
	post  notify.Post
	stuck int // how many letters in a row the server left unanswered, or hung up on
}

// mostStuck is how many letters in a row a server may leave unanswered before a run ends: each may take as
// long as smtp.timeout says, and there may be thousands.
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
	receipt, err := c.post.Deliver(ctx, notify.Envelope{
		Mail: mail, MessageID: l.Message.MessageID, At: l.Message.CreatedAt, To: addresses(l.To), Lang: c.words.language(l),
	})
	if err != nil {
		return c.undelivered(err)
	}
	c.stuck = 0
	var open []string
	for _, refusal := range receipt.Refused {
		message, _ := c.printer.Explain(refusal)
		open = append(open, message)
	}
	return app.Carried{Words: strings.Join(open, " ")}
}

// undelivered says how far a failure to deliver reaches.
func (c *courier) undelivered(err error) app.Carried {
	if !ofThePost(err) {
		return c.failed(err, app.NoLetter)
	}
	outcome := c.failed(err, app.ThisLetter)
	outcome.Unknown = outcome.Err.Key == "mail.unanswered"
	if !outcome.Unknown && outcome.Err.Key != "mail.lost" && outcome.Err.Args["code"] != closing {
		c.stuck = 0
	} else if c.stuck++; c.stuck == mostStuck {
		outcome.Scope = app.LastLetter
	}
	return outcome
}

// closing is the code with which a server says that it hangs up (RFC 5321 section 3.8).
const closing = 421

// ofThePost tells an error of the mail from one of the ledger, or Ctrl-C.
func ofThePost(err error) bool {
	return strings.HasPrefix(fault.As(err).Key, "mail.")
}

func (c *courier) failed(err error, scope app.Scope) app.Carried {
	e := fault.As(err)
	message, _ := c.printer.Explain(e)
	return app.Carried{Err: e, Scope: scope, Words: message}
}

// addresses are those of a record, which parts several by commas or semicolons.
func addresses(text string) (list []string) {
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}

// newPost is the way that the settings say messages take; the errors are those of config.MailPassword.
func (s *shell) newPost() (notify.Post, error) {
	password, err := s.config.MailPassword(s.Env)
	if err != nil {
		return nil, err
	}
	return s.Post(s.config.Mail, password), nil
}
