package dporcmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"time"

	"github.com/jmespath-community/go-jmespath"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/boltstore"
)

func exitNumber(ts *testscript.TestScript, err error) int {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		ts.Fatalf("the command did not run: %v", err)
	}
	return exit.ExitCode()
}

// field compares what a JMESPath expression finds in the JSON on stdout, or with -stderr on stderr,
// with a text; anything but a text is compared in its JSON form.
func field(ts *testscript.TestScript, neg bool, args []string) {
	stream := "stdout"
	if len(args) > 0 && args[0] == "-stderr" {
		stream, args = "stderr", args[1:]
	}
	if len(args) != 2 {
		ts.Fatalf("usage: [!] json [-stderr] EXPRESSION VALUE")
	}
	var document any
	if err := json.Unmarshal([]byte(ts.ReadFile(stream)), &document); err != nil {
		ts.Fatalf("%s is no JSON document: %v", stream, err)
	}
	found, err := jmespath.Search(args[0], document)
	ts.Check(err)
	text, is := found.(string)
	if !is {
		b, err := json.Marshal(found)
		ts.Check(err)
		text = string(b)
	}
	if (text == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], text)
	}
}

// holder holds a ledger, as another process would, from hold to release.
type holder struct{ let, done chan struct{} }

// hold opens the ledger for writing and keeps it, under the words "dpor import".
func hold(ts *testscript.TestScript, neg bool, args []string) {
	h := ts.Value(holder{}).(*holder)
	if neg || len(args) != 1 || h.let != nil {
		ts.Fatalf("usage: hold LEDGER, once before release")
	}
	held := make(chan error, 1)
	h.let, h.done = make(chan struct{}), make(chan struct{})
	store := boltstore.New(ts.MkAbs(args[0]), boltstore.Options{
		Wait: time.Second, Command: "dpor import", PID: os.Getpid(), Now: time.Now, NewID: newID,
	})
	go func() {
		defer close(h.done)
		held <- store.Update(context.Background(), func(app.Reader) (app.Batch, error) {
			held <- nil
			<-h.let
			return app.Batch{}, nil
		})
	}()
	ts.Defer(h.release)
	ts.Check(<-held)
}

func release(ts *testscript.TestScript, neg bool, args []string) {
	h := ts.Value(holder{}).(*holder)
	if neg || len(args) > 0 || h.let == nil {
		ts.Fatalf("usage: release, after hold")
	}
	h.release()
}

func (h *holder) release() {
	if h.let != nil {
		close(h.let)
		<-h.done
		h.let = nil
	}
}

// spoil changes one letter of a text in a file, wherever it stands.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: spoil FILE TEXT")
	}
	name := ts.MkAbs(args[0])
	content, err := os.ReadFile(name)
	ts.Check(err)
	spoiled := bytes.ReplaceAll(content, []byte(args[1]), []byte("#"+args[1][1:]))
	if bytes.Equal(content, spoiled) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(name, spoiled, 0o600))
}
