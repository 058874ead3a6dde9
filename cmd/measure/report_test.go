package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func given() report {
	small, large := sized(100_000, importJob, []int{400, 500, 600}, []int{900}, 80*megabyte), sized(1_000_000, importJob, []int{4000, 5500, 6500}, []int{9900}, 300*megabyte)
	large.add(addJob, onlyDpor, outcome{took: 12300 * time.Microsecond, peak: 5*megabyte + 1})
	large.add(addJob, versionCommand, outcome{took: 6 * time.Millisecond})
	return report{
		options: options{rows: []int{100_000, 1_000_000}, runs: 3, folder: "elsewhere", dpor: "mine"},
		day:     "2026-11-21", machine: "a machine, 2 cores", versions: "dpor 1.0, sqlite3 3.40.1",
		sizes: []size{small, large},
	}
}

func TestTheReportHoldsTheFiguresAgainstTheGoals(t *testing.T) {
	_, tables, _ := strings.Cut(given().markdown(), "### ")
	want := `100,000 subscriptions

| job | dpor | sqlite3 | ratio | memory | goal | met |
| --- | --- | --- | --- | --- | --- | --- |
| import the subscriptions | 500.0 ms | 900.0 ms | 0.56 | 80 MB | ratio 0.5, 256 MB | **missed: time** |

### 1,000,000 subscriptions

| job | dpor | sqlite3 | ratio | memory | growth | goal | met |
| --- | --- | --- | --- | --- | --- | --- | --- |
| import the subscriptions | 5.50 s | 9.90 s | 0.56 | 300 MB | 11.0 | ratio 0.5, 256 MB, growth 12 | **missed: time, memory** |

| job | dpor | ` + "`dpor version`" + ` | ratio | memory | goal | met |
| --- | --- | --- | --- | --- | --- | --- |
| add one | 12.3 ms | 6.0 ms | 2.05 | 6 MB | + 15 ms, 64 MB | yes |
`
	if diff := cmp.Diff(want, tables); diff != "" {
		t.Errorf("(-want +have):\n%s", diff)
	}
}

func TestTheReportSaysHowToRepeatIt(t *testing.T) {
	text := given().markdown()
	for _, part := range []string{"    go run ./cmd/measure -rows 100000,1000000 -runs 3\n", "2026-11-21", "a machine, 2 cores", "dpor 1.0, sqlite3 3.40.1", "RssAnon", "not built by this run"} {
		if !strings.Contains(text, part) {
			t.Errorf("it lacks %q:\n%s", part, text)
		}
	}
	for _, private := range []string{"elsewhere", "mine"} {
		if strings.Contains(text, private) {
			t.Errorf("it names %q, which is of one machine:\n%s", private, text)
		}
	}
}

func TestTheReportSaysWhatCouldNotBeMeasured(t *testing.T) {
	r := given()
	r.versions = "dpor 1.0"
	r.sizes = []size{sized(1000, importJob, []int{50}, nil, 0)}
	text := r.markdown()
	for _, part := range []string{
		"install the SQLite shell", "only Linux tells", "not measured: time, memory", "| job | dpor | goal | met |",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("it lacks %q:\n%s", part, text)
		}
	}
}

func TestSQLiteAloneHasNoGoals(t *testing.T) {
	r := given()
	r.options.only = onlySQLite
	r.versions = "sqlite3 3.40.1"
	r.sizes = []size{sized(1000, importJob, nil, []int{50}, 0)}
	text := r.markdown()
	if !strings.HasSuffix(text, "| job | sqlite3 |\n| --- | --- |\n| import the subscriptions | 50.0 ms |\n") || !strings.Contains(text, "-only sqlite3") {
		t.Errorf("%s", text)
	}
}
