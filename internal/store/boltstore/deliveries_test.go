package boltstore

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// wornDeliveries are messages of the worn ledger, of which there are twelve, gone on in different ways.
func wornDeliveries() (list []notice.Message) {
	for n := range 12 {
		m := storetest.Message(n+1, n*5, n*5%worn.Tenants, n*5%worn.Partners)
		switch n % 3 {
		case 0:
			list = append(list, m.Lease(storetest.Epoch(), "ana@contoso.example"))
		case 1:
			list = append(list, m.Fail(storetest.Epoch(), "451 come back later, and tell us more about it", 5))
		}
	}
	return list
}

func deliverWorn(app.Reader) (app.Batch, error) { return app.Batch{Deliveries: wornDeliveries()}, nil }

// TestADeliveryInADamagedLedgerNeverEndsInAWrongAnswer flips one bit at a time. Who is refused finds the file as
// it was.
func TestADeliveryInADamagedLedgerNeverEndsInAWrongAnswer(t *testing.T) {
	path, _ := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := at(path, time.Second)
	if err := s.Update(tContext, deliverWorn); err != nil {
		t.Fatal(err)
	}
	after, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 8))
	tries, kept, pages := 400, 0, usedPages(t, path)
	if testing.Short() {
		tries = 60
	}
	im, err := openImage(path, bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	for try := range tries {
		page := random.IntN(pages)
		if try%4 == 0 {
			page = int(im.trees[outbox.name].root)
		}
		offset, bit := page*pageSize+random.IntN(pageSize), random.IntN(8)
		if try%2 == 0 {
			offset = page*pageSize + random.IntN(headerSize+4*elementSize)
		}
		spoilt := bytes.Clone(whole)
		spoilt[offset] ^= 1 << bit
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Update(tContext, deliverWorn); err != nil {
			wantCorrupt(t, err)
			continue
		}
		kept++
		neverWrong(t, s, after, offset, bit)
	}
	if t.Logf("%d of %d deliveries went through", kept, tries); kept == 0 || kept == tries {
		t.Error("only one outcome was met")
	}
}

func TestAFlipInTheNewestMetaPageTakesNoDeliveryBack(t *testing.T) {
	path, _ := wornLedger(t)
	s := at(path, 0)
	if err := s.Update(tContext, deliverWorn); err != nil {
		t.Fatal(err)
	}
	want, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for page := range 2 {
		spoilt := bytes.Clone(whole)
		spoilt[page*pageSize+headerSize+20] ^= 1
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := answers(s)
		if err != nil {
			t.Fatal(err)
		}
		if wrong, failed := storetest.Wrong(got, want); wrong != "" || failed > 0 {
			t.Errorf("meta page %d: %s, %d failed", page, wrong, failed)
		}
	}
}

// TestAMessageThatIsDamagedIsNotDelivered: what is kept of it is compared, so it has to be read.
func TestAMessageThatIsDamagedIsNotDelivered(t *testing.T) {
	path, _ := wornLedger(t)
	s := at(path, 0)
	spoil(t, path, outbox, change{key: numberKey(1), body: []byte("no message")})
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	wantCorrupt(t, s.Update(tContext, deliverWorn))
	wantBytes(t, s, content)
}
