package mail

import (
	"bufio"

	"github.com/wneessen/go-mail/smtp"
)

// readWhole makes a client read the replies of its server as replies has them.
func readWhole(client *smtp.Client) {
	client.Text.R = bufio.NewReader(&replies{from: client.Text.R})
}

// replies are the lines that a server says, each whole: of one that the connection broke off in the middle nobody
// knows how it would have ended. A code may stand alone (RFC 5321 section 4.2), for which the reader below has no
// sense: it gets a space behind it.
type replies struct {
	from *bufio.Reader // the link below lets no line grow without end
	line []byte
}

func (r *replies) Read(p []byte) (int, error) {
	if len(r.line) == 0 {
		line, err := r.from.ReadBytes('\n')
		if err != nil { // a line without its end is left
			return 0, err
		}
		if n := codeAlone(line); n > 0 {
			line = append(line[:n:n], " \r\n"...)
		}
		r.line = line
	}
	n := copy(p, r.line)
	r.line = r.line[n:]
	return n, nil
}

// codeAlone is the length of the code where a line has nothing else, and otherwise 0.
func codeAlone(line []byte) int {
	const digits = 3
	for i, c := range line {
		switch {
		case i < digits && ('0' > c || c > '9'), i >= digits && c != '\r' && c != '\n':
			return 0
		}
	}
	return digits
}
