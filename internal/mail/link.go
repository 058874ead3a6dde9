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
	heard   bool // something was read, or tried to be, since the last request
	failed  bool // a write of the last request was not done, before anything was read
	patient bool // the answer may take longer
}

// patience is how many times the timeout a server may take to answer to a whole message: it may look into it, and
// who does not wait for it sends it twice (RFC 5321 section 4.5.3.2.6).
const patience = 4

// request begins the request to take a whole message, which is watched for having failed. What is written while an
// answer is read, such as the alert of TLS that it made no sense, is no part of it.
func (l *link) request() { l.heard, l.failed, l.patient = false, false, true }

// step begins a step. The deadline is that of a context, because nothing here reads the clock.
func (l *link) step() error {
	l.left = mostUnasked
	timeout := l.timeout
	if l.patient {
		timeout *= patience
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	deadline, _ := ctx.Deadline()
	return l.SetDeadline(deadline)
}

func (l *link) Write(p []byte) (n int, err error) {
	if err = l.step(); err == nil {
		n, err = l.Conn.Write(p)
	}
	l.failed = l.failed || err != nil && !l.heard
	return n, err
}

func (l *link) Read(p []byte) (int, error) {
	l.heard = true
	if l.left == 0 {
		return 0, errEndless
	}
	n, err := l.Conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
