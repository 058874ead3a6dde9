package mail

import (
	"context"
	"crypto/x509"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestTheLineIsEncryptedAsItWasAskedFor(t *testing.T) {
	for _, kind := range []relayKind{{secure: true}, {whole: true}} {
		kind.name, kind.ways = "localhost", []string{"PLAIN"}
		r := startRelay(t, kind)
		s := r.settings()
		s.TLS, s.User, s.Password = "starttls", "dpor", Hidden(password)
		if kind.whole {
			s.TLS = "tls"
		}
		p := r.post(t, s)
		deliver(t, p, envelope())
		if state, is := p.talk.client.TLSConnectionState(); !is || state.ServerName != "localhost" || len(state.VerifiedChains) == 0 {
			t.Errorf("%s: %v, %v", s.TLS, is, state)
		}
	}
}

func TestACertificateThatDoesNotFitEndsIt(t *testing.T) {
	for _, c := range []struct {
		kind   relayKind
		tls    string
		nobody bool // trusts no certificate
	}{
		{relayKind{secure: true, name: "mail.contoso.example"}, "starttls", false},
		{relayKind{whole: true, name: "mail.contoso.example"}, "tls", false},
		{relayKind{secure: true, name: "localhost"}, "starttls", true},
		{relayKind{whole: true, name: "localhost"}, "tls", true},
		{relayKind{}, "tls", false}, // no TLS is spoken there
	} {
		r := startRelay(t, c.kind)
		s := r.settings()
		s.TLS, s.User, s.Password = c.tls, "dpor", Hidden(password)
		p := r.post(t, s)
		if c.nobody {
			p.roots = x509.NewCertPool()
		}
		if e := expect(t, p.Open(context.Background()), fault.Remote, "mail.tls"); e.Args["cause"] == "" {
			t.Errorf("%v", e)
		}
	}
}

// Somebody on the way can take the offer out of the answer; that must not be worth anything.
func TestAServerThatOffersNoEncryptionIsRefused(t *testing.T) {
	r := startRelay(t, relayKind{ways: []string{"PLAIN"}})
	for _, word := range []string{"", "starttls", "ssl"} {
		s := r.settings()
		s.TLS, s.User, s.Password = word, "dpor", Hidden(password)
		expect(t, r.post(t, s).Open(context.Background()), fault.Remote, "mail.no-starttls")
	}
	if r.signedIn != "" || len(r.arrived()) != 0 {
		t.Error("something was said")
	}
}
