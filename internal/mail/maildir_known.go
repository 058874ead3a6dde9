package mail

import (
	"errors"
	"io"
	"os"
)

// known are the messages that are in a Maildir, wherever their host put them. They are read once, because
// a folder may hold a hundred thousand and more; each takes some 60 bytes.
type known map[identity]struct{}

func (k known) add(id identity) { k[id] = struct{}{} }

func (k known) has(id identity) bool {
	_, there := k[id]
	return there
}

// knownIn reads what is there, seen or not. The folder that messages leave is read before that to which
// they go: one that is moved meanwhile is not missed.
func knownIn(folder *os.Root) (known, error) {
	all := known{}
	for _, name := range []string{arrived, seen} {
		if err := all.read(folder, name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (k known) read(maildir *os.Root, name string) error {
	folder, err := maildir.Open(name)
	if err != nil {
		return err
	}
	defer folder.Close()
	for {
		some, err := folder.Readdirnames(1000)
		for _, one := range some {
			if id, ours := identityIn(one); ours {
				k.add(id)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
