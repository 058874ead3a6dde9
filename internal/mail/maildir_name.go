package mail

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/address"
)

// longestHost is how much of a file name, which has at most 255 bytes, may be the host.
const longestHost = 200

// identity is what the name of a message in a Maildir says of it before the host: the second in which it
// was queued, and what its Message-ID makes of it alone. The host may have another name the next time; the
// message is the same.
type identity struct {
	second int64
	hash   [18]byte
}

func identityOf(m message) identity {
	id := identity{second: m.At.Unix()}
	hash := sha256.Sum256([]byte(m.MessageID))
	copy(id.hash[:], hash[:])
	return id
}

// name is the name of the file, as time.unique.host; in the host a slash is \057 and a colon \072.
func (id identity) name(host string) string {
	if host == "" || len(host) > longestHost || strings.ContainsFunc(host, address.IsOdd) {
		host = "localhost"
	}
	return strconv.FormatInt(id.second, 10) + "." + base64.RawURLEncoding.EncodeToString(id.hash[:]) + "." +
		strings.NewReplacer("/", `\057`, ":", `\072`).Replace(host)
}

// identityIn is the identity in the name of a file, whatever flags and sizes stand behind the host; names
// that other programs make are not ours.
func identityIn(name string) (id identity, ours bool) {
	second, rest, _ := strings.Cut(name, ".")
	unique, host, _ := strings.Cut(rest, ".")
	var err error
	if id.second, err = strconv.ParseInt(second, 10, 64); err != nil || host == "" {
		return identity{}, false
	}
	if len(unique) != base64.RawURLEncoding.EncodedLen(len(id.hash)) {
		return identity{}, false
	}
	n, err := base64.RawURLEncoding.Decode(id.hash[:], []byte(unique))
	return id, err == nil && n == len(id.hash)
}

// lineFeeds leaves the carriage returns out of a message, in which each belongs to the end of a line.
type lineFeeds struct {
	to   io.Writer
	kept []byte
}

func (l *lineFeeds) Write(p []byte) (int, error) {
	l.kept = l.kept[:0]
	for _, octet := range p {
		if octet != '\r' {
			l.kept = append(l.kept, octet)
		}
	}
	if _, err := l.to.Write(l.kept); err != nil {
		return 0, err
	}
	return len(p), nil
}
