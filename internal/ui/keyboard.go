package ui

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
)

// keyboard reads what a person types, and stops waiting when a context ends.
type keyboard struct {
	source io.Reader
	// rest was read and not yet taken.
	rest []byte
	// err is what ended the input; it is told when rest is taken.
	err error
	// reads is where a read that is under way will tell what came; nil where there is none.
	reads chan typed
}

type typed struct {
	bytes []byte
	err   error
}

// fill waits until there is something to take; the errors are those of the source and the context.
func (k *keyboard) fill(ctx context.Context) error {
	if len(k.rest) > 0 {
		return nil
	}
	if k.err != nil {
		return k.err
	}
	if k.reads == nil {
		// A read of a terminal cannot be broken off. Where the context ends first it stays behind, and
		// what it brings is for the next fill.
		reads := make(chan typed, 1)
		go func() {
			p := make([]byte, 4096)
			n, err := k.source.Read(p)
			reads <- typed{p[:n], err}
		}()
		k.reads = reads
	}
	select {
	case t := <-k.reads:
		k.reads, k.rest, k.err = nil, t.bytes, t.err
		if len(k.rest) == 0 {
			return k.err
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// line is the next line without spaces around it and unsafe characters; the error is cancelled. A
// last line without an end counts.
func (k *keyboard) line(ctx context.Context) (string, error) {
	var line []byte
	for {
		if err := k.fill(ctx); err != nil {
			if len(line) > 0 && ctx.Err() == nil {
				return tidied(line), nil
			}
			return "", cancelled()
		}
		text, rest, ended := bytes.Cut(k.rest, []byte{'\n'})
		line, k.rest = append(line, text...), rest
		if bytes.IndexByte(line, interrupt) >= 0 {
			return "", cancelled()
		}
		if ended {
			return tidied(line), nil
		}
	}
}

// The characters of Ctrl-C and Ctrl-D.
const (
	interrupt = 0x03
	endOfText = 0x04
)

// cooked is the keyboard with what was typed while the terminal was raw as a terminal in its normal
// mode gives it.
func (k *keyboard) cooked() *keyboard {
	k.rest = bytes.ReplaceAll(k.rest, []byte{'\r'}, []byte{'\n'})
	return k
}

// tidied takes off the answer of a terminal that was asked for its cursor and came too late.
func tidied(line []byte) string {
	text := string(line)
	if strings.Contains(text, "\x1b[") {
		text = regexp.MustCompile("\x1b\\[[0-9]+;[0-9]+R").ReplaceAllString(text, "")
	}
	return strings.TrimSpace(Line(text))
}
