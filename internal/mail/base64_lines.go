package mail

import (
	"encoding/base64"
	"io"
)

// base64Line is how many characters a line holds (RFC 2045 section 6.8).
const base64Line = 76

// base64Lines writes what write gives in base64, as it comes. The error is that of write, or the writer's.
func base64Lines(w io.Writer, write func(io.Writer) error) error {
	lines := &lineBreaker{to: w}
	encoder := base64.NewEncoder(base64.StdEncoding, lines)
	if err := write(encoder); err != nil {
		return err
	}
	return encoder.Close()
}

// lineBreaker breaks ASCII into lines. The last one has no end.
type lineBreaker struct {
	to   io.Writer
	used int // characters of the line so far
}

func (l *lineBreaker) Write(p []byte) (written int, err error) {
	for written < len(p) {
		if l.used == base64Line {
			if _, err := io.WriteString(l.to, "\r\n"); err != nil {
				return written, err
			}
			l.used = 0
		}
		n, err := l.to.Write(p[written:min(len(p), written+base64Line-l.used)])
		written += n
		l.used += n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}
