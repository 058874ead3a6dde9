package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// full takes so many rows and refusals, and then no more.
type full struct {
	kept
	room int
}

var errFull = errors.New("there is no room")

func (f *full) take() error {
	if f.room--; f.room < 0 {
		return errFull
	}
	return nil
}

func (f *full) Customer(app.Row[record.Customer]) error         { return f.take() }
func (f *full) Subscription(app.Row[record.Subscription]) error { return f.take() }
func (f *full) Partner(app.Row[record.Partner]) error           { return f.take() }
func (f *full) Association(app.Row[record.Association]) error   { return f.take() }
func (f *full) Refuse(*fault.Error) error                       { return f.take() }

func (f *full) Wish(int, app.Row[record.Desired], func() []string) error { return f.take() }

func (f *full) Bad(int, int, func() []string, []*fault.Error) error { return f.take() }

// rowsOf are good and bad customers of each form, and a list of an export.
func rowsOf() map[string]string {
	return map[string]string{
		"f.csv":    "tenantId\n" + home + "\nx\n" + home + "\n\"y\n" + home + "\n",
		"f.ndjson": `{"tenantId":"` + home + "\"}\n{]\n" + `{"tenantId":"x"}` + "\n",
		"f.json":   `[{"tenantId":"` + home + `"},{"tenantId":"x"},7]`,
		"f.yaml":   "- tenantId: " + home + "\n- tenantId: x\n---\ntenantId: y\n",
		"f.xlsx":   string(workbookOf(customer()+row(3, inlines("x", "y")...), customer(), row(1, inline("z"))).packed()),
		"g.json":   `{"value":[{"id":"` + home + `","companyProfile":{}},{"id":"x","companyProfile":{}}]}`,
		"h.json":   `[{"skuPartNumber":"x","subscriptionIds":["` + sub1 + `","` + sub2 + `","x"],"accountId":"` + home + `"}]`,
		"none":     "",
	}
}

func TestWhoTakesTheRowsCanEndTheReading(t *testing.T) {
	var all []Source
	for name, content := range rowsOf() {
		var f full
		for ; ; f.room++ {
			f.kept = kept{}
			room := f.room
			_, err := Read(given(name, content), Options{}, &f)
			if err == nil {
				break
			}
			if !errors.Is(err, errFull) || f.room != -1 {
				t.Errorf("%s, room for %d: %v, and it was asked %d times", name, room, err, room-f.room)
			}
			f.room = room
		}
		if f.room > 0 {
			t.Errorf("%s: room for %d is left", name, f.room)
		}
		all = append(all, given(name, content)...)
	}
	second := Source{"second", strings.NewReader("tenantId\n" + home + "\n")}
	if _, err := Read(append(all[:1:1], second), Options{}, &full{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
	if n, _ := second.Content.Read(make([]byte, 1)); n == 0 {
		t.Error("the next file was read")
	}
}

func TestWhoTakesADesiredStateCanEndTheReading(t *testing.T) {
	for name, content := range rowsOf() {
		content = strings.NewReplacer(`"tenantId":`, `"partnerId":"","subscriptionId":`, "tenantId", "subscriptionId").Replace(content)
		for room := range 2 {
			f := full{room: room}
			_, err := ReadDesired(given(name, content)[0], Auto, &f)
			if err != nil && !errors.Is(err, errFull) || f.room < -1 {
				t.Errorf("%s: %v, and it was asked %d times", name, err, room-f.room)
			}
		}
	}
}

func TestAFileThatCannotBeReadDoesNotHoldUpTheNext(t *testing.T) {
	for _, wrong := range []string{"", "a,b\n", "\x1f\x8b rubbish", "\x00", "[", "{]", string(zipMagic), "- *a\n", strings.Repeat("x", 2<<20)} {
		var k kept
		_, err := Read(append(given("wrong", wrong), given("f", "tenantId\n"+home+"\n")...), Options{}, &k)
		if err != nil || len(k.Refused) != 1 || len(k.Customers) != 1 || k.Refused[0].File != "wrong" {
			t.Errorf("%.9q: %+v, %v", wrong, k, err)
		}
	}
}

func TestRowsBeforeAMistakeAreHandedOver(t *testing.T) {
	for name, c := range map[string]struct {
		end  string
		then error
		code fault.Code
	}{
		"a zero byte":    {"\x00", io.EOF, fault.Invalid},
		"a failing disk": {"", io.ErrNoProgress, fault.Internal},
		"Ctrl-C":         {"", fmt.Errorf("read: %w", context.Canceled), fault.Cancelled},
	} {
		for _, content := range []string{"tenantId\n" + home + "\n", `{"tenantId":"` + home + "\"}\n" + `{"tenantId":"` + home + "\"}\n", `[{"tenantId":"` + home + `"},`} {
			var k kept
			_, err := Read([]Source{{"f", io.MultiReader(inParts(content, "\n", 2<<20), strings.NewReader(c.end), failing{c.then})}}, Options{}, &k)
			refused := len(k.Refused) == 1 && k.Refused[0].Code == c.code
			if len(k.Customers) == 0 || refused != (c.code == fault.Invalid) || !refused && fault.CodeOf(err) != c.code {
				t.Errorf("%s after %q: %d rows, %v, %v", name, content, len(k.Customers), k.Refused, err)
			}
		}
	}
}

// heap remembers how large the heap was at the most while it counts.
type heap struct {
	counting
	most uint64
}

func (h *heap) look() error {
	if (h.rows+h.bad+h.refused)%50_000 == 1 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		h.most = max(h.most, m.HeapAlloc)
	}
	return nil
}

func (h *heap) Refuse(e *fault.Error) error {
	return errors.Join(h.counting.Refuse(e), h.look())
}

func (h *heap) Bad(n, line int, cells func() []string, why []*fault.Error) error {
	return errors.Join(h.counting.Bad(n, line, cells, why), h.look())
}

func TestAFileOfBadRowsTakesNoMemoryForEach(t *testing.T) {
	times := 300_000
	if testing.Short() {
		times = 60_000
	}
	for name, c := range map[string]struct {
		begin, part, end string
		read             func(Source, *heap) error
	}{
		"CSV":           {"subscriptionId,partnerId\n", "x,12\n", "", weighDesired},
		"other cells":   {"subscriptionId,partnerId\n", "x\n", "", weighDesired},
		"NDJSON":        {"", `{"subscriptionId":"x","partnerId":"12"}` + "\n", "", weighDesired},
		"JSON":          {`[{"subscriptionId":"x","partnerId":"12"}`, `,{"subscriptionId":"x","partnerId":"12"}`, "]", weighDesired},
		"broken NDJSON": {desiredNDJSON(0) + desiredNDJSON(0), "{]\n", "", weighDesired},
		"associations":  {"subscriptionId,partnerId\n", "x,12\n", "", weighRecords},
	} {
		source := func(times int) Source {
			return Source{"f", io.MultiReader(inParts(c.begin, c.part, times), strings.NewReader(c.end))}
		}
		var few, many heap
		if err := errors.Join(c.read(source(100), &few), c.read(source(times), &many)); err != nil {
			t.Fatal(err)
		}
		if many.bad+many.refused < times || many.most > few.most+8<<20 {
			t.Errorf("%s: %d bad, %d refused, and the heap grew from %d to %d bytes", name, many.bad, many.refused, few.most, many.most)
		}
	}
}

func weighDesired(s Source, h *heap) error { _, err := ReadDesired(s, Auto, h); return err }

func weighRecords(s Source, h *heap) error { _, err := Read([]Source{s}, Options{}, h); return err }
