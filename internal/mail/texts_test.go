package mail

import (
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// told is the sentence of an error in a language.
func told(lang string, err error) string {
	e := fault.As(err)
	return catalogue.New(lang).Text(e.Key, e.Args)
}

func TestWhatWentWrongIsToldInTheLanguageOfTheReader(t *testing.T) {
	s := &server{settings: &Settings{Host: "h", Port: 25, Timeout: 30 * time.Second}, told: []Secret{Hidden(`p"w`)}}
	for name, c := range map[string]struct {
		err        error
		en, es, sv string
	}{
		"closed":  {io.EOF, "the server closed the connection", "el servidor cerró la conexión", "servern stängde anslutningen"},
		"cut off": {io.ErrUnexpectedEOF, "the server closed the connection", "el servidor cerró la conexión", "servern stängde anslutningen"},
		"late":    {&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, "no answer within 30s", "no hubo respuesta en 30s", "inget svar inom 30s"},
		"endless": {errEndless, "the server does not stop talking", "el servidor no deja de enviar datos", "servern slutar inte att sända"},
		"out of turn": {
			&textproto.Error{Code: 354, Msg: "go\r\non"}, "the server answered 354 go on", "el servidor respondió 354 go on", "servern svarade 354 go on",
		},
		"no SMTP": {
			textproto.ProtocolError(`short response: "p\"w\x1b[2J"`), "the answer of the server is not SMTP: … [2J",
			"la respuesta del servidor no es SMTP: … [2J", "serverns svar är inte SMTP: … [2J",
		},
		"an empty answer": {
			textproto.ProtocolError(`short response: ""`), "the answer of the server is not SMTP", "la respuesta del servidor no es SMTP",
			"serverns svar är inte SMTP",
		},
		"what the system says": {
			&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, syscall.ECONNREFUSED.Error(),
			syscall.ECONNREFUSED.Error(), syscall.ECONNREFUSED.Error(),
		},
	} {
		for _, e := range []*fault.Error{s.unreachable(c.err), s.notSecure(c.err), s.lost(stepData, c.err), s.unanswered(c.err)} {
			for lang, want := range map[string]string{"en": c.en, "es": c.es, "sv": c.sv} {
				if e.Key == notify.Unanswered { // the answer to a whole message may take longer
					want = strings.Replace(want, "30s", "2m0s", 1)
				}
				if got := told(lang, e); !strings.HasSuffix(got, ": "+want+".") || strings.Contains(got, "<no value>") {
					t.Errorf("%s, %s in %s: %q does not end with %q", name, e.Key, lang, got, want)
				}
			}
		}
	}
}

func TestAStepIsNamedInTheLanguageOfTheReader(t *testing.T) {
	s := &server{settings: &Settings{Host: "h"}}
	no := &textproto.Error{Code: 554, Msg: "no"}
	for _, c := range []struct {
		err  *fault.Error
		want map[string]string
	}{
		{s.refused(stepGreeting, no, ""), map[string]string{
			"en": "h refused the connection with 554: no.", "es": "h rechazó la conexión con 554: no.", "sv": "h avvisade anslutningen med 554: no.",
		}},
		{s.refused(stepEnd, no, ""), map[string]string{
			"en": "h refused the message with 554: no.", "es": "h rechazó el mensaje con 554: no.", "sv": "h avvisade meddelandet med 554: no.",
		}},
		{s.refused(stepRcpt, no, "a@b"), map[string]string{
			"en": "h refused RCPT TO for a@b with 554: no.", "es": "h rechazó RCPT TO para a@b con 554: no.", "sv": "h avvisade RCPT TO för a@b med 554: no.",
		}},
		{s.lost(stepText, io.EOF), map[string]string{
			"en": "was lost within the message, so", "es": "se cortó durante el mensaje, de", "sv": "bröts mitt i meddelandet, så",
		}},
		{s.lost(stepEnd, io.EOF), map[string]string{
			"en": "was lost at the end of the message, so", "es": "se cortó al final del mensaje, de", "sv": "bröts i slutet av meddelandet, så",
		}},
		{s.lost(stepMail, io.EOF), map[string]string{
			"en": "was lost at MAIL FROM, so", "es": "se cortó en MAIL FROM, de", "sv": "bröts vid MAIL FROM, så",
		}},
	} {
		for lang, want := range c.want {
			if got := told(lang, c.err); !strings.Contains(got, want) {
				t.Errorf("%s: %q does not say %q", lang, got, want)
			}
		}
	}
}
