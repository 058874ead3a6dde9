package mail

import (
	"context"
	"errors"
	"net"
	"time"
)

// mostUnasked is how many bytes a server may send before it is asked again: enough for every reply and for
// the certificates of a handshake.
const mostUnasked = 256 << 10

var errEndless = errors.New("more than was asked for")

// link is a connection that neither hangs nor floods. Client and server take turns, so each write begins a
// step: it and the reading that follows have the timeout together, however slowly bytes drip in.
type link struct {
	net.Conn
	timeout time.Duration
	left    int  // how much may still be read in this step
	failed  bool // a write was not done
}

// step begins a step. The deadline is that of a context, because nothing here reads the clock.
func (l *link) step() error {
	l.left = mostUnasked
	ctx, cancel := context.WithTimeout(context.Background(), l.timeout)
	defer cancel()
	deadline, _ := ctx.Deadline()
	return l.SetDeadline(deadline)
}

func (l *link) Write(p []byte) (n int, err error) {
	if err = l.step(); err == nil {
		n, err = l.Conn.Write(p)
	}
	l.failed = l.failed || err != nil
	return n, err
}

func (l *link) Read(p []byte) (int, error) {
	if l.left == 0 {
		return 0, errEndless
	}
	n, err := l.Conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
