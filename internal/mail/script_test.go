package mail

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// script is what a server of our own does instead of what it should, by step: "greeting", a command, the
// "text" of a message or its "end". With a number behind it, "RCPT 2", it is for that one only; counted are
// those of all connections. The answers "close", "hang", "endless" and "drip" are no answers, "late" is "250 ok" after two timeouts of late; one that ends
// with "!" is the last before the connection is closed, and one that ends with "~" is broken off there.
type script map[string]string

const late = 300 * time.Millisecond

type player struct {
	script  script
	port    int
	stop    chan struct{}
	offered []string
	secure  *tls.Config // of STARTTLS

	lock        sync.Mutex
	counts      map[string]int
	connections int
	arrived     []string // messages that were confirmed
	heard       []string // commands
}

func play(t testing.TB, s script, offered ...string) *player {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &player{
		script: s, port: listener.Addr().(*net.TCPAddr).Port, stop: make(chan struct{}), counts: map[string]int{}, offered: offered,
	}
	var talks sync.WaitGroup
	talks.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			talks.Go(func() {
				defer conn.Close()
				p.talk(conn)
			})
		}
	})
	t.Cleanup(func() {
		close(p.stop)
		_ = listener.Close()
		talks.Wait()
	})
	return p
}

func (p *player) settings() Settings {
	return Settings{Host: "127.0.0.1", Port: p.port, From: "dpor@contoso.example", TLS: "none", Timeout: 5 * time.Second}
}

func (p *player) talk(conn net.Conn) {
	p.lock.Lock()
	p.connections++
	p.lock.Unlock()
	from := bufio.NewReader(conn)
	usual := map[string]string{
		"greeting": "220 ready", "EHLO": strings.Join(append([]string{"250-here"}, p.offered...), "\r\n250-") + "\r\n250 8BITMIME",
		"DATA": "354 go on", "QUIT": "221 bye!", "STARTTLS": "220 go on", "AUTH": "235 welcome",
	}
	for step := "greeting"; p.answer(conn, step, usual[step]); {
		line, err := from.ReadString('\n')
		if err != nil {
			return
		}
		p.lock.Lock()
		p.heard = append(p.heard, strings.TrimSpace(line))
		p.lock.Unlock()
		step = strings.ToUpper(strings.Fields(line + " -")[0])
		if step == "STARTTLS" && p.secure != nil {
			p.answer(conn, step, usual[step])
			conn = tls.Server(conn, p.secure)
			from = bufio.NewReader(conn)
			if line, err = from.ReadString('\n'); err != nil {
				return
			}
			step = strings.ToUpper(strings.Fields(line + " -")[0])
		}
		if step == "DATA" && strings.HasPrefix(p.now("DATA")+usual["DATA"], "354") {
			if !p.answer(conn, step, usual[step]) || !p.answer(conn, "text", " ") {
				return
			}
			var text strings.Builder
			for line != ".\r\n" {
				if line, err = from.ReadString('\n'); err != nil {
					return
				}
				text.WriteString(line)
			}
			if end := p.now("end"); end == "" || strings.HasPrefix(end, "2") {
				p.lock.Lock()
				p.arrived = append(p.arrived, text.String())
				p.lock.Unlock()
			}
			step = "end"
		}
	}
}

// now is what the script says of a step, without counting it.
func (p *player) now(step string) string {
	p.lock.Lock()
	defer p.lock.Unlock()
	if answer := p.script[fmt.Sprintf("%s %d", step, p.counts[step]+1)]; answer != "" {
		return answer
	}
	return p.script[step]
}

// answer answers a step, and tells whether the connection goes on. The usual answer " " is none.
func (p *player) answer(conn net.Conn, step, usual string) bool {
	answer := p.now(step)
	p.lock.Lock()
	p.counts[step]++
	p.lock.Unlock()
	if answer == "" {
		answer = usual
	}
	switch answer {
	case " ":
		return true
	case "":
		answer = "250 ok"
	case "close":
		return false
	case "late":
		time.Sleep(2 * late)
		answer = "250 ok"
	case "hang":
		<-p.stop
		return false
	case "endless", "drip":
		said := strings.Repeat("2", 1<<16)
		if answer == "drip" {
			said = "2"
		}
		for {
			if _, err := conn.Write([]byte(said)); err != nil {
				return false
			}
			if answer == "drip" {
				time.Sleep(20 * time.Millisecond) // slower than a byte must come, faster than the timeout
			}
		}
	}
	if text, cut := strings.CutSuffix(answer, "~"); cut {
		_, _ = conn.Write([]byte(text))
		return false
	}
	text, last := strings.CutSuffix(answer, "!")
	_, err := conn.Write([]byte(text + "\r\n"))
	return err == nil && !last
}
