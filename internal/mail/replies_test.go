package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestRepliesAreReadWholeBehindSTARTTLS(t *testing.T) {
	trusted := &relay{roots: x509.NewCertPool()}
	secure := &tls.Config{Certificates: []tls.Certificate{trusted.certificate(t, "localhost")}}
	for answer, key := range map[string]string{"250": "", "250 ok~": "mail.unanswered", "250~": "mail.unanswered"} {
		p := play(t, script{"end": answer}, "STARTTLS")
		p.secure = secure
		settings := p.settings()
		settings.Host, settings.TLS = "localhost", "starttls"
		post := opened(t, settings)
		post.(*server).roots = trusted.roots
		_, err := post.Deliver(context.Background(), envelope())
		if key != "" {
			expect(t, err, fault.Remote, key)
		} else if err != nil {
			t.Errorf("%q: %v", answer, err)
		}
	}
}

// A server that looks into a message before it takes it has it twice where nobody waits.
func TestTheAnswerToAWholeMessageIsWaitedForLonger(t *testing.T) {
	for step, key := range map[string]string{"end": "", "MAIL": "mail.lost", "RCPT": "mail.lost"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			settings := play(t, script{step + " 1": "late"}).settings()
			settings.Timeout = late
			post := opened(t, settings)
			_, err := post.Deliver(context.Background(), envelope())
			if key != "" {
				expect(t, err, fault.Remote, key)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// What is waited for longer is that answer and no later one.
func TestAfterAWholeMessageOneWaitsAsBefore(t *testing.T) {
	p := play(t, script{"MAIL 2": "late"})
	settings := p.settings()
	settings.Timeout = late
	post := opened(t, settings)
	deliver(t, post, numbered(1))
	_, err := post.Deliver(context.Background(), numbered(2))
	expect(t, err, fault.Remote, "mail.lost")
}
