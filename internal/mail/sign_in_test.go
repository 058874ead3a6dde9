package mail

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestTheUserSignsInByTheBestWayThatIsOffered(t *testing.T) {
	for _, c := range []struct {
		offered []string
		want    string
	}{
		{[]string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"}, "SCRAM-SHA-256"},
		{[]string{"PLAIN", "LOGIN", "CRAM-MD5"}, "CRAM-MD5"},
		{[]string{"LOGIN", "PLAIN"}, "PLAIN"},
		{[]string{"XOAUTH2", "LOGIN"}, "LOGIN"},
	} {
		r := startRelay(t, relayKind{secure: true, name: "localhost", ways: c.offered})
		s := r.settings()
		s.User, s.Password, s.TLS = "dpor", Hidden(password), "starttls"
		deliver(t, r.post(t, s), envelope())
		if r.signedIn != c.want || len(r.arrived()) != 1 {
			t.Errorf("of %v: signed in by %q, %d messages", c.offered, r.signedIn, len(r.arrived()))
		}
	}
}

func TestAUserWhoIsRefusedIsToldSoWithoutThePassword(t *testing.T) {
	for _, c := range []struct {
		way, user, password string
		code                int
	}{
		{"PLAIN", "eve", password, 454}, // the server says the password in its answer
		{"LOGIN", "eve", password, 454},
		{"PLAIN", "dpor", "wrong-" + password, 454},
		{"CRAM-MD5", "dpor", "wrong", 454},
		{"SCRAM-SHA-256", "dpor", "wrong", 454},
	} {
		r := startRelay(t, relayKind{ways: []string{c.way}})
		s := r.settings()
		s.User, s.Password = c.user, Hidden(c.password)
		p := r.post(t, s)
		e := expect(t, p.Open(context.Background()), fault.Remote, "mail.sign-in")
		if e.Args["code"] != c.code || e.Args["user"] != c.user || len(e.Args) != 3 || e.Cause != nil {
			t.Errorf("%s: %v", c.way, e)
		}
		if all := fmt.Sprintf("%+v %#v", p, p); strings.Contains(all, password) {
			t.Errorf("printed: %s", all)
		}
	}
}

func TestAServerWithoutAWayToSignInIsRefused(t *testing.T) {
	for _, ways := range [][]string{nil, {"XOAUTH2", "NTLM"}} {
		r := startRelay(t, relayKind{ways: ways})
		s := r.settings()
		s.User, s.Password = "dpor", Hidden(password)
		expect(t, r.post(t, s).Open(context.Background()), fault.Remote, "mail.no-sign-in")
	}
}

// What goes to the same machine leaves it for nobody to read.
func TestAPasswordNeverGoesOverALineThatOthersCanRead(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LocalHost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"mail.contoso.example": false, "10.0.0.1": false, "localhost.contoso.example": false, "127.0.0.1.contoso.example": false, "": false,
	} {
		for _, way := range []string{"PLAIN", "LOGIN"} {
			s := &server{settings: &Settings{Host: host, User: "dpor", Password: Hidden(password)}}
			_, err := s.wayIn([]string{way}, false, password)
			if want && err != nil {
				t.Errorf("%s to %q: %v", way, host, err)
			}
			if !want {
				expect(t, err, fault.Invalid, "mail.sign-in-open")
			}
			if _, err := s.wayIn([]string{way}, true, password); err != nil {
				t.Errorf("%s to %q, encrypted: %v", way, host, err)
			}
			if _, err := s.wayIn([]string{way, "CRAM-MD5"}, false, password); err != nil {
				t.Errorf("a way that keeps the password, to %q: %v", host, err)
			}
		}
	}
}

// The listener is on this machine, but the name that was asked for does not say so.
func TestTheSignInIsNotEvenBegunInTheOpen(t *testing.T) {
	r := startRelay(t, relayKind{ways: []string{"PLAIN"}})
	s := r.settings()
	s.Host, s.User, s.Password = "0.0.0.0", "dpor", Hidden(password) // which leads here, and is no loopback address
	expect(t, r.post(t, s).Open(context.Background()), fault.Invalid, "mail.sign-in-open")
	if r.signedIn != "" {
		t.Errorf("signed in by %s", r.signedIn)
	}
}

func TestAServerCannotMakeUsWorkWithoutEnd(t *testing.T) {
	for rounds, want := range map[string]bool{"4096": true, "2000000000": false, "99999999999999999999": false} {
		s := &server{settings: &Settings{Host: "localhost", User: "dpor", Password: Hidden(password)}}
		way, err := s.wayIn([]string{"SCRAM-SHA-256"}, false, password)
		if err != nil {
			t.Fatal(err)
		}
		c := &challenges{way: "SCRAM-SHA-256", rounds: rounds, check: func(string, string) error { return nil }}
		var said, challenge []byte
		for range 3 {
			if challenge, _, err = c.Next(said); err != nil {
				t.Fatal(err)
			}
			if said, err = (patient{way}).Next(challenge, true); err != nil {
				break
			}
		}
		if (err == nil) != want {
			t.Errorf("%s rounds: %v", rounds, err)
		}
	}
}

func TestASecretIsNowhereToBeSeen(t *testing.T) {
	s := Settings{Host: "h", User: "u", Password: Hidden(password)}
	held := struct {
		s *Settings
		v Settings
	}{&s, s}
	encoded, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	all := string(encoded)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%p"} {
		for _, v := range []any{s, &s, held, &held, s.Password, New(s), *New(s).(*server)} {
			all += fmt.Sprintf(verb, v)
		}
	}
	if strings.Contains(all, password) || strings.Contains(all, fmt.Sprintf("%x", password)) || fmt.Sprint(s.Password) != "…" || fmt.Sprint(Secret{}) != "" {
		t.Errorf("printed: %s", all)
	}
	if got := Hidden(password).reveal(); got != password {
		t.Errorf("the secret is %q", got)
	}
}

// A server may know the password from before, and say it at any time.
func TestWhateverAServerSaysThePasswordIsNotRepeated(t *testing.T) {
	encoded := base64.StdEncoding.EncodeToString([]byte("\x00dpor\x00" + password))
	for _, said := range []string{password, encoded, strings.TrimRight(encoded, "="), base64.RawStdEncoding.EncodeToString([]byte(password))} {
		for step, answer := range map[string]string{"greeting": "554 no ", "EHLO": "550 no ", "STARTTLS": "454 no ", "MAIL": "550 no "} {
			s := script{step: answer + said}
			if step == "EHLO" {
				s["HELO"] = answer + said
			}
			settings := play(t, s, "STARTTLS", "AUTH PLAIN").settings()
			settings.User, settings.Password = "dpor", Hidden(password)
			if step == "STARTTLS" {
				settings.TLS = "starttls"
			}
			_, err := opened(t, settings).Deliver(context.Background(), envelope())
			e := expect(t, err, fault.Remote, "mail.refused")
			if text := e.Args["text"].(string); strings.Contains(text, strings.TrimRight(said, "=")) || !strings.HasPrefix(text, "no …") {
				t.Errorf("%s: it is told as %q", step, text)
			}
		}
	}
}
