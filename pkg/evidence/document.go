// Package evidence owns what a document is that proves the work of a claim: which kinds there are,
// how each is recognised by its name and its content, how large it may be, what it is called, and the
// hash that it is kept under.
//
// It must not know where the bytes are kept or come from, nor which claim a document belongs to.
package evidence

import (
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// LargestFile is the most bytes that a document may have: 25 MiB (CONTRACT section 8).
const LargestFile = 25 << 20

const mebibyte = 1 << 20

// Document says what a claim knows of a document; its bytes are kept elsewhere, under the hash.
type Document struct {
	Hash Hash
	// FileName is what the document was called when it was attached, as NameOf gives it. It is data
	// and never the name of a file that dpor makes.
	FileName string
	// Size is in bytes, from 1 to LargestFile.
	Size uint64
	// MediaType is as Recognise gives it, such as application/pdf.
	MediaType string
}

// AppendBinary appends the document in the form that is stored as a part of its claim, whose version
// byte counts for it too.
func (d Document) AppendBinary(b []byte) []byte {
	b = wire.Text(append(b, d.Hash[:]...), d.FileName)
	return wire.Text(wire.Uint(b, d.Size), d.MediaType)
}

// ReadDocument takes what AppendBinary wrote off a reader, which says whether that went well.
func ReadDocument(r *wire.Reader) Document {
	return Document{Hash: r.Array32(), FileName: r.Text(), Size: r.UpTo(LargestFile), MediaType: r.Text()}
}

// CheckSize tells whether a document of so many bytes may be kept. The error is invalid,
// "evidence.empty" or "evidence.large".
func CheckSize(name string, size uint64) error {
	switch {
	case size == 0:
		return fault.New(fault.Invalid, "evidence.empty", "name", name).About(name)
	case size > LargestFile:
		// Rounded up, so that one byte too many is not told as 25 of 25.
		inMiB := (size-1)/mebibyte + 1
		return fault.New(fault.Invalid, "evidence.large", "name", name, "size", inMiB, "most", LargestFile/mebibyte).About(name)
	}
	return nil
}
