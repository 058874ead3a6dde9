package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// document is the configuration file as a tree that knows its lines and comments. The tree, and not
// viper, reads the file, because there a number is still the text that was written: viper makes
// 42798 of 0123456.
type document struct {
	path  string
	there bool
	raw   []byte
	node  yaml.Node
}

// read reads the file; one that is not there is an empty document. The error is invalid for what is
// no YAML or more than one document, internal where the file cannot be read.
func read(path string) (*document, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &document{path: path}, nil
	}
	if err != nil {
		return nil, fault.New(fault.Internal, "config.file.read", "file", path, "reason", reason(err)).About(path).Because(err)
	}
	return parseDocument(path, raw)
}

func parseDocument(path string, raw []byte) (*document, error) {
	d := &document{path: path, there: true, raw: raw}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	if err := decoder.Decode(&d.node); errors.Is(err, io.EOF) {
		return d, nil
	} else if err != nil {
		return nil, d.malformed(err)
	}
	var second yaml.Node
	if err := decoder.Decode(&second); err == nil {
		return nil, d.invalid("config.file.documents", second.Line, "")
	} else if !errors.Is(err, io.EOF) {
		return nil, d.malformed(err)
	}
	if root := d.node.Content[0]; root.Kind != yaml.MappingNode && !isNull(root) {
		return nil, d.invalid("config.file.pairs", root.Line, "")
	}
	return d, nil
}

// root is the map of the document; nil where the file has none.
func (d *document) root() *yaml.Node {
	if len(d.node.Content) == 0 || isNull(d.node.Content[0]) {
		return nil
	}
	return d.node.Content[0]
}

// encode is the document as text. Comments alone make no tree, so they are put before it.
func (d *document) encode() ([]byte, error) {
	var b bytes.Buffer
	if d.node.Line == 0 && len(d.raw) > 0 {
		b.Write(bytes.TrimRight(d.raw, "\n"))
		b.WriteByte('\n')
	}
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(&d.node); err != nil {
		return nil, d.malformed(err)
	}
	if err := encoder.Close(); err != nil {
		return nil, d.malformed(err)
	}
	return b.Bytes(), nil
}

// invalid is an error about one line of the file; args are added to file, line and key.
func (d *document) invalid(sentence string, line int, key string, args ...any) *fault.Error {
	e := fault.New(fault.Invalid, sentence, append([]any{"file", d.path, "line", line, "key", key}, args...)...)
	return e.About(d.path).In(d.path, line, key, "")
}

// malformed is the error for what is no YAML. The YAML library counts lines from 0 where the grammar
// is broken and from 1 where a character is, and means the start of what it was reading; so the
// sentence says "near".
func (d *document) malformed(err error) error {
	text, line := strings.TrimPrefix(err.Error(), "yaml: "), 0
	if found := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(text); found != nil {
		text = strings.TrimPrefix(text, found[0])
		line, _ = strconv.Atoi(found[1]) // the digits of a line number
		if strings.HasPrefix(text, "did not find expected") {
			line++
		}
	}
	if strings.HasPrefix(text, "unknown anchor ") {
		// The library names the anchor, which may be a password that begins with an asterisk.
		text, err = "unknown anchor referenced", nil
	}
	return d.invalid("config.file.yaml", line, "", "reason", text).Because(err)
}

// reason is what the system said, without the path that the sentence names already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
