package main

import (
	"bufio"
	"bytes"
	"net"
	"sync"
)

// postOffice is a mail server of this machine that takes every message and keeps its Message-ID. It does as
// little as one can, so that what is measured is who sends.
type postOffice struct {
	listener net.Listener

	lock  sync.Mutex
	taken map[string]bool // Message-IDs
	twice int             // messages that had come before
}

func openPostOffice() (*postOffice, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &postOffice{listener: listener, taken: map[string]bool{}}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return p, nil
}

func (p *postOffice) port() int { return p.listener.Addr().(*net.TCPAddr).Port }

func (p *postOffice) close() { _ = p.listener.Close() }

// emptied is how many different messages have come since it was asked last, and how many of them again.
func (p *postOffice) emptied() (different, again int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	different, again = len(p.taken), p.twice
	p.taken, p.twice = map[string]bool{}, 0
	return different, again
}

// serve holds one conversation (RFC 5321) to its end.
func (p *postOffice) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	reply := "220 localhost"
	for {
		if _, err := conn.Write([]byte(reply + "\r\n")); err != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		reply = "250 well"
		switch {
		case bytes.HasPrefix(line, []byte("QUIT")), bytes.HasPrefix(line, []byte("quit")):
			_, _ = conn.Write([]byte("221 goodbye\r\n"))
			return
		case bytes.HasPrefix(line, []byte("DATA")), bytes.HasPrefix(line, []byte("data")):
			if _, err := conn.Write([]byte("354 go on\r\n")); err != nil || !p.take(in) {
				return
			}
		}
	}
}

// take takes one message. It is false where the message breaks off.
func (p *postOffice) take(in *bufio.Reader) bool {
	id := ""
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return false
		}
		if string(line) == ".\r\n" {
			break
		}
		if name, value, found := bytes.Cut(line, []byte(": ")); found && id == "" && bytes.EqualFold(name, []byte("Message-ID")) {
			id = string(bytes.TrimSpace(value))
		}
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.taken[id] {
		p.twice++
	}
	p.taken[id] = true
	return true
}
