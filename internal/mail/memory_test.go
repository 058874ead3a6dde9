package mail

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/notify"
)

// pieces is an attachment of many pieces, which looks at the memory on the way.
func pieces(count int, look func()) *notify.Attachment {
	piece := make([]byte, 64<<10)
	for i := range piece {
		piece[i] = byte(i * i)
	}
	return &notify.Attachment{Name: "large.csv", MediaType: "text/csv", Write: func(w io.Writer) error {
		for n := range count {
			if n%64 == 63 {
				look()
			}
			if _, err := w.Write(piece); err != nil {
				return err
			}
		}
		return nil
	}}
}

func TestALargeMessageIsNotKeptInMemory(t *testing.T) {
	const size, most = 24 << 20, 4 << 20
	r := startRelay(t, relayKind{discard: true})
	for name, p := range map[string]notify.Post{
		"server": r.post(t, r.settings()), "Maildir": opened(t, Settings{Maildir: t.TempDir()}),
	} {
		deliver(t, p, numbered(1)) // what is made once is there
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		highest, looks := uint64(0), 0
		e := numbered(2)
		e.Attachment = pieces(size>>16, func() {
			runtime.GC()
			runtime.ReadMemStats(&now)
			highest, looks = max(highest, now.HeapAlloc), looks+1
		})
		deliver(t, p, e)
		if looks < 5 || highest > before.HeapAlloc+most {
			t.Errorf("%s: of %d bytes, %d more are in memory at once (%d looks)", name, size, highest-before.HeapAlloc, looks)
		}
	}
}

func BenchmarkMessagesOverOneConnection(b *testing.B) {
	r := startRelay(b, relayKind{discard: true})
	p := r.post(b, r.settings())
	if err := p.Open(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		deliver(b, p, envelope())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

func BenchmarkMessagesIntoAMaildir(b *testing.B) {
	p := New(Settings{Maildir: b.TempDir()})
	n := 0
	for b.Loop() {
		deliver(b, p, numbered(n))
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
}

// A large file goes to a Maildir and to a server at the speed of its encoding.
func BenchmarkALargeAttachment(b *testing.B) {
	r := startRelay(b, relayKind{discard: true})
	s := r.settings()
	s.Timeout = time.Minute
	p := r.post(b, s)
	b.SetBytes(16 << 20)
	for b.Loop() {
		e := envelope()
		e.Attachment = pieces(256, func() {})
		deliver(b, p, e)
	}
}
