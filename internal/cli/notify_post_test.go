package cli

import (
	"context"
	"io"

	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/notify"
)

// pillarBox is a way out for messages that keeps what is put into it, and how it was set up.
type pillarBox struct {
	settings config.MailSettings
	password string
	opening  error // what Open says
	// takes is what Deliver says; nil takes everything.
	takes   func(notify.Envelope) (notify.Receipt, error)
	given   []notify.Envelope // what was accepted
	checked int
	opened  int
	closed  int
}

// named is the way out that settings name; see Deps.Post.
func (p *pillarBox) named(settings config.MailSettings, password string) notify.Post {
	p.settings, p.password = settings, password
	return p
}

func (p *pillarBox) Check(context.Context) error {
	p.checked++
	return p.opening
}

func (p *pillarBox) Open(context.Context) error {
	p.opened++
	return p.opening
}

func (p *pillarBox) Deliver(_ context.Context, e notify.Envelope) (r notify.Receipt, err error) {
	if p.takes != nil {
		if r, err = p.takes(e); err != nil {
			return r, err
		}
	}
	p.given = append(p.given, e)
	return r, nil
}

func (p *pillarBox) Print(w io.Writer, e notify.Envelope) error {
	_, err := io.WriteString(w, e.Text)
	return err
}

func (p *pillarBox) Close() error {
	p.closed++
	return nil
}
