package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestListsThatPartAreNotTheSame(t *testing.T) {
	const header, one, two = "id,since,name\n", "1,2026-11-21,A\n", "2,2026-11-21,B\n"
	for name, c := range map[string]struct {
		lists []string
		rows  int
		part  string // of the error; none where they are the same
	}{
		"the same":             {[]string{header + one + two, header + one + two}, 2, ""},
		"told in another way":  {[]string{header + one, "\"id\",since,name\r\n1,2026-11-21,\"A\"\r\n"}, 1, ""},
		"past midnight":        {[]string{header + one, header + "1,2026-11-22,A\n"}, 1, ""},
		"one alone":            {[]string{header + one + two}, 2, ""},
		"another order":        {[]string{header + one + two, header + two + one}, 2, "line 2"},
		"another name":         {[]string{header + one, header + "1,2026-11-21,B\n"}, 1, "line 2"},
		"another column":       {[]string{header + one, "id,since,title\n" + one}, 1, "line 1"},
		"too few in the other": {[]string{header + one + two, header + one}, 2, "line 3"},
		"too many there":       {[]string{header + one, header + one + two}, 1, "line 3"},
		"too few in both":      {[]string{header + one, header + one}, 2, "1 rows, not 2"},
		"no list":              {[]string{header + "1,2\n"}, 1, "wrong number of fields"},
	} {
		var files []string
		for i, text := range c.lists {
			files = append(files, filepath.Join(t.TempDir(), string(rune('a'+i))))
			if err := os.WriteFile(files[i], []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		switch err := sameRows(files, c.rows); {
		case c.part == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.part != "" && (err == nil || !strings.Contains(err.Error(), c.part)):
			t.Errorf("%s: %v, want %q", name, err, c.part)
		}
	}
}
