package mail

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// challenges are the server's side of LOGIN, CRAM-MD5 and SCRAM-SHA-256 (RFC 2195, RFC 7677).
type challenges struct {
	way    string
	check  func(user, password string) error
	turn   int
	user   string
	first  string // what SCRAM signs
	rounds string // what SCRAM asks for; empty: 4096
}

const (
	question = "<1.2@localhost>"
	salt     = "salt"
)

func (c *challenges) Next(said []byte) (challenge []byte, done bool, err error) {
	c.turn++
	switch c.way {
	case "LOGIN":
		switch c.turn {
		case 1:
			return []byte("Username:"), false, nil
		case 2:
			c.user = string(said)
			return []byte("Password:"), false, nil
		}
		return nil, true, c.check(c.user, string(said))
	case "CRAM-MD5":
		if c.turn == 1 {
			return []byte(question), false, nil
		}
		mac := hmac.New(md5.New, []byte(password))
		mac.Write([]byte(question))
		if string(said) != fmt.Sprintf("dpor %x", mac.Sum(nil)) {
			return nil, true, errors.New("wrong")
		}
		return nil, true, c.check("dpor", password)
	}
	return c.scram(string(said))
}

func (c *challenges) scram(said string) (challenge []byte, done bool, err error) {
	rounds := c.rounds
	if rounds == "" {
		rounds = "4096"
	}
	switch c.turn {
	case 1:
		return []byte{}, false, nil
	case 2:
		bare := strings.TrimPrefix(said, "n,,")
		_, nonce, _ := strings.Cut(bare, ",r=")
		answer := "r=" + nonce + "more,s=" + base64.StdEncoding.EncodeToString([]byte(salt)) + ",i=" + rounds
		c.first = bare + "," + answer
		return []byte(answer), false, nil
	case 3:
		without, proof, _ := strings.Cut(said, ",p=")
		salted, err := pbkdf2.Key(sha256.New, password, []byte(salt), 4096, sha256.Size)
		if err != nil {
			return nil, true, err
		}
		signed := c.first + "," + without
		key := mac(salted, "Client Key")
		stored := sha256.Sum256(key)
		want := mac(stored[:], signed)
		for i := range want {
			want[i] ^= key[i]
		}
		if proof != base64.StdEncoding.EncodeToString(want) {
			return nil, true, errors.New("wrong proof")
		}
		return []byte("v=" + base64.StdEncoding.EncodeToString(mac(mac(salted, "Server Key"), signed))), false, nil
	}
	return nil, true, c.check("dpor", password)
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
