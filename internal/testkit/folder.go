package testkit

import (
	"maps"
	"slices"
	"sync"

	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// Folder is a folder of evidence in memory. Its errors are those of a folder on a disk. It is safe for
// use by several goroutines.
type Folder struct {
	mutex     sync.Mutex
	kept      map[evidence.Hash][]byte
	strangers map[string]bool // whether dpor left them behind
	exported  map[string][]byte
}

// NewFolder is a folder that holds nothing.
func NewFolder() *Folder {
	return &Folder{kept: map[evidence.Hash][]byte{}, strangers: map[string]bool{}, exported: map[string][]byte{}}
}

// Damage alters the bytes of a document that is kept.
func (f *Folder) Damage(hash evidence.Hash) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.kept[hash] = append([]byte("altered: "), f.kept[hash]...)
}

// Leave puts something else into the folder, which a killed process or somebody else left there.
func (f *Folder) Leave(name string, byDpor bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.strangers[name] = byDpor
}

// Exported is what was exported to a file.
func (f *Folder) Exported(to string) string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return string(f.exported[to])
}

// Put keeps bytes.
func (f *Folder) Put(content []byte) (evidence.Hash, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	hash := evidence.Sum(content)
	f.kept[hash] = slices.Clone(content)
	return hash, nil
}

// Has tells whether bytes are there.
func (f *Folder) Has(hash evidence.Hash) (bool, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	_, there := f.kept[hash]
	return there, nil
}

// Get gives bytes that were verified; the error is not-found or corrupt.
func (f *Folder) Get(hash evidence.Hash) ([]byte, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	content, there := f.kept[hash]
	switch {
	case !there:
		return nil, fault.New(fault.NotFound, "evidence.gone", "hash", hash.String(), "file", hash.String())
	case evidence.Sum(content) != hash:
		return nil, fault.New(fault.Corrupt, "evidence.damaged", "hash", hash.String(), "file", hash.String())
	}
	return slices.Clone(content), nil
}

// List gives what is kept, and the names of everything else, both sorted.
func (f *Folder) List() (kept []evidence.Hash, leftovers []string, err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	kept = slices.SortedFunc(maps.Keys(f.kept), func(a, b evidence.Hash) int { return slices.Compare(a[:], b[:]) })
	return kept, slices.Sorted(maps.Keys(f.strangers)), nil
}

// Remove takes bytes away; the error is not-found.
func (f *Folder) Remove(hash evidence.Hash) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if _, there := f.kept[hash]; !there {
		return fault.New(fault.NotFound, "evidence.gone", "hash", hash.String(), "file", hash.String())
	}
	delete(f.kept, hash)
	return nil
}

// IsLeftover tells whether dpor left it behind.
func (f *Folder) IsLeftover(name string) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.strangers[name]
}

// RemoveLeftover takes away what dpor left behind; the error is invalid for anything else.
func (f *Folder) RemoveLeftover(name string) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if byDpor, there := f.strangers[name]; there && !byDpor {
		return fault.New(fault.Invalid, "evidence.leftover", "name", name, "file", "memory")
	}
	delete(f.strangers, name)
	return nil
}

// Export gives verified bytes a new name, under which Exported has them; the errors are those of Get.
func (f *Folder) Export(hash evidence.Hash, to string) error {
	content, err := f.Get(hash)
	if err != nil {
		return err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.exported[to] = content
	return nil
}
