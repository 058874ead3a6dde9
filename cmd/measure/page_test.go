package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheTablesTakeThePlaceBetweenTheMarks(t *testing.T) {
	const around = "# Page\n\n" + beginMark + "\nold\nfigures\n" + endMark + "\n\n## More\n"
	want := "# Page\n\n" + beginMark + "\nnew\n" + endMark + "\n\n## More\n"
	have, err := placed(around, "\nnew\n\n", options{}.room())
	if err != nil || have != want {
		t.Fatalf("%v\n%s", err, have)
	}
	if again, err := placed(have, "new", options{}.room()); err != nil || again != want {
		t.Errorf("the second time: %v\n%s", err, again)
	}
}

func TestAPageWithoutRoomForTheTablesIsRefused(t *testing.T) {
	for name, page := range map[string]string{
		"no marks":         "# Page\n",
		"no end":           beginMark + "\nold\n",
		"no beginning":     "old\n" + endMark + "\n",
		"the wrong way":    endMark + "\nold\n" + beginMark + "\n",
		"two places":       beginMark + "\n" + endMark + "\n" + beginMark + "\n" + endMark + "\n",
		"marks in a line":  beginMark + " old " + endMark + "\n",
		"nothing but that": "",
	} {
		if have, err := placed(page, "new", options{}.room()); err == nil {
			t.Errorf("%s: no error, but\n%s", name, have)
		}
	}
}

func TestAPageIsReadAndWritten(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.md")
	if _, err := readPage(name, options{}.room()); err == nil {
		t.Error("a page that is not there is no error")
	}
	if err := os.WriteFile(name, []byte("no room\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readPage(name, options{}.room()); err == nil {
		t.Error("a page without room is no error")
	}
	if err := os.WriteFile(name, []byte(beginMark+"\n"+endMark+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	page, err := readPage(name, options{}.room())
	if err != nil {
		t.Fatal(err)
	}
	if err := writePage(name, page, "figures", options{}.room()); err != nil {
		t.Fatal(err)
	}
	if have, err := os.ReadFile(name); err != nil || string(have) != beginMark+"\nfigures\n"+endMark+"\n" {
		t.Errorf("%v\n%s", err, have)
	}
}

func TestThePageOfPerformanceHasRoomForTheTables(t *testing.T) {
	if _, err := readPage(filepath.Join("..", "..", "docs", "performance.md"), options{}.room()); err != nil {
		t.Error(err)
	}
}
