package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOnlyMemoryOfItsOwnCounts(t *testing.T) {
	for status, want := range map[string]int64{
		"Name:\tdpor\nVmRSS:\t  9000 kB\nRssAnon:\t    2048 kB\nRssFile:\t 100 kB\n": 2048 * 1024,
		"Name:\tdpor\nState:\tZ (zombie)\n":                                          0,
		"RssAnon:\tmuch\n":                                                           0,
		"":                                                                           0,
	} {
		if have := anonymous(status); have != want {
			t.Errorf("%q is %d, want %d", status, have, want)
		}
	}
}

func TestNothingConfiguresTheProgramsBehindTheBack(t *testing.T) {
	p := processes{environ: []string{"PATH=/bin", "DPOR_OUTPUT=json", "HOME=/home/me", "LANG=sv"}}
	have := p.environment(process{folder: "here", environ: []string{"DPOR_LEDGER=x"}})
	if diff := cmp.Diff([]string{"PATH=/bin", "LANG=sv", "HOME=here", "DPOR_LEDGER=x"}, have); diff != "" {
		t.Errorf("(-want +have):\n%s", diff)
	}
}

func TestAFileSystemIsThatOfTheNearestMount(t *testing.T) {
	mounts := "/dev/a / ext4 rw 0 0\nproc /proc proc rw 0 0\ntmpfs /mnt tmpfs rw 0 0\n/dev/b /mnt/disk xfs rw 0 0\nshort\n"
	for folder, want := range map[string]string{"/home/me": "ext4", "/mnt": "tmpfs", "/mnt/disk/x": "xfs", "/mnt/diskette": "tmpfs", "/": "ext4"} {
		if have := fileSystem(mounts, folder); have != want {
			t.Errorf("%s is on %q, want %q", folder, have, want)
		}
	}
	if have := fileSystem("", "/home"); have != "" {
		t.Errorf("without mounts it is %q", have)
	}
}

func TestAVersionIsSaidInAFewWords(t *testing.T) {
	if have := dporVersion("Version   dev\nCommit\nDate\nGo        go1.26.8\nPlatform  linux/amd64\n"); have != "dpor dev go1.26.8" {
		t.Errorf("%q", have)
	}
}
