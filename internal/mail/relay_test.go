package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

const password = "s3cret-Lösenord"

// relay is a real mail server in this process.
type relay struct {
	port  int
	roots *x509.CertPool
	ways  []string // to sign in

	lock        sync.Mutex
	connections int
	messages    []parcel
	signedIn    string
}

type parcel struct {
	from string
	to   []string
	raw  string
	utf8 bool
}

type relayKind struct {
	whole, secure bool     // TLS from the first byte; STARTTLS
	name          string   // in the certificate
	ways          []string // to sign in
	utf8          bool
	discard       bool
}

func startRelay(t testing.TB, kind relayKind) *relay {
	t.Helper()
	r := &relay{roots: x509.NewCertPool(), ways: kind.ways}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		r.lock.Lock()
		defer r.lock.Unlock()
		r.connections++
		return &session{relay: r, discard: kind.discard}, nil
	}))
	s.Domain, s.AllowInsecureAuth, s.EnableSMTPUTF8, s.ErrorLog = "localhost", true, kind.utf8, log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.port = listener.Addr().(*net.TCPAddr).Port
	if kind.whole || kind.secure {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{r.certificate(t, kind.name)}}
	}
	if kind.whole {
		listener = tls.NewListener(listener, s.TLSConfig)
	}
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(func() { _ = s.Close() })
	return r
}

// certificate makes a certificate that the relay's roots trust.
func (r *relay) certificate(t testing.TB, name string) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	r.roots.AddCert(c)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func (r *relay) settings() Settings {
	return Settings{Host: "localhost", Port: r.port, From: "Digital Partners <dpor@contoso.example>", TLS: "none", Timeout: 5 * time.Second}
}

// post is the way to this relay, whose certificates it trusts.
func (r *relay) post(t testing.TB, s Settings) *server {
	t.Helper()
	p := New(s).(*server)
	p.roots = r.roots
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func (r *relay) arrived() []parcel {
	r.lock.Lock()
	defer r.lock.Unlock()
	return append([]parcel(nil), r.messages...)
}

type session struct {
	relay   *relay
	discard bool
	parcel
}

func (s *session) Reset()        { s.parcel = parcel{} }
func (s *session) Logout() error { return nil }
func (s *session) Mail(from string, o *smtp.MailOptions) error {
	s.from, s.utf8 = from, o.UTF8
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	if s.discard {
		_, err := io.Copy(io.Discard, r)
		return err
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.raw = string(content)
	s.relay.lock.Lock()
	defer s.relay.lock.Unlock()
	s.relay.messages = append(s.relay.messages, s.parcel)
	return nil
}

func (s *session) AuthMechanisms() []string { return s.relay.ways }

func (s *session) Auth(way string) (sasl.Server, error) {
	check := func(user, given string) error {
		if user != "dpor" || given != password {
			return errors.New("no such user with " + given)
		}
		s.relay.lock.Lock()
		defer s.relay.lock.Unlock()
		s.relay.signedIn = way
		return nil
	}
	if way == sasl.Plain {
		return sasl.NewPlainServer(func(_, user, given string) error { return check(user, given) }), nil
	}
	return &challenges{way: way, check: check}, nil
}
