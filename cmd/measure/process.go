package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// watching is how often the memory of a process is looked at.
type watching time.Duration

// Often is for a process that takes seconds, and veryOften for one that takes milliseconds and is not
// timed meanwhile.
const (
	never     watching = 0
	often              = watching(5 * time.Millisecond)
	veryOften          = watching(200 * time.Microsecond)
)

// processes starts programs and times them.
type processes struct {
	now     func() time.Time
	environ []string // what this process was given
	watches bool     // whether the system tells how much memory a process has
}

// process is a program and what it is given.
type process struct {
	program string
	args    []string
	folder  string   // in which it runs
	environ []string // beside what this process was given
	input   string   // what it reads
	output  string   // the file in folder that its output goes to
	watch   watching // how often its memory is looked at
}

// outcome is how long a process took and how much memory of its own it had at most, in bytes; 0 where
// nobody looked.
type outcome struct {
	took time.Duration
	peak int64
}

// run runs a process to its end. Its output is on the disk afterwards, so that no process pays for
// what another one left to be written. Ending with anything but 0 is an error.
func (p processes) run(ctx context.Context, one process) (outcome, error) {
	out, err := os.Create(filepath.Join(one.folder, one.output))
	if err != nil {
		return outcome{}, err
	}
	defer func() { _ = out.Close() }()
	var complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, one.program, one.args...)
	cmd.Dir, cmd.Env = one.folder, p.environment(one)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(one.input), out, &complaint
	began := p.now()
	if err := cmd.Start(); err != nil {
		return outcome{}, err
	}
	stop, peak := make(chan struct{}), make(chan int64, 1)
	go func() {
		peak <- p.highest(cmd.Process.Pid, one.watch, stop)
	}()
	err = cmd.Wait()
	took := p.now().Sub(began)
	close(stop)
	if err != nil {
		return outcome{}, fmt.Errorf("%s %s: %w\n%s", filepath.Base(one.program), strings.Join(one.args, " "), err, complaint.Bytes())
	}
	return outcome{took: took, peak: <-peak}, out.Sync()
}

// environment is what the process is given: nothing that would configure dpor or the sqlite3 shell
// behind the back of who measures.
func (p processes) environment(one process) []string {
	var environ []string
	for _, e := range p.environ {
		if !strings.HasPrefix(e, "DPOR_") && !strings.HasPrefix(e, "HOME=") {
			environ = append(environ, e)
		}
	}
	return append(append(environ, "HOME="+one.folder), one.environ...)
}

// highest looks at the memory of a process until it is told to stop.
func (p processes) highest(pid int, every watching, stop <-chan struct{}) (most int64) {
	if !p.watches || every == never {
		return 0
	}
	status := "/proc/" + strconv.Itoa(pid) + "/status"
	ticks := time.NewTicker(time.Duration(every))
	defer ticks.Stop()
	for {
		if f, err := os.ReadFile(status); err == nil {
			most = max(most, anonymous(string(f)))
		}
		select {
		case <-stop:
			return most
		case <-ticks.C:
		}
	}
}

// anonymous is the memory that a process has for itself, in bytes: pages of mapped files, which the
// system can take back, do not count.
func anonymous(status string) int64 {
	for line := range strings.Lines(status) {
		if value, found := strings.CutPrefix(line, "RssAnon:"); found {
			kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			if err == nil {
				return kib * 1024
			}
		}
	}
	return 0
}

// text runs a program and gives what it printed.
func (p processes) text(ctx context.Context, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = p.environ
	cmd.Stdin, cmd.Stderr = nil, io.Discard
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
