package boltstore

import "bytes"

// merging walks a bucket beside the rows that change in it.
type merging struct {
	*planting
	bucket bucket
	old    *cursor
	sums   summer
	value  []byte
	count  int
}

func (m *merging) plant(key, value []byte) error {
	m.count++
	return m.row(key, value)
}

// take takes rows that change.
func (m *merging) take(step []change) error {
	for i := range step {
		row := &step[i]
		if err := m.keep(row.key); err != nil {
			return err
		}
		old, same := m.old.row(), bytes.Equal(m.old.row().key, row.key)
		value := m.old.value()
		if !same || !row.gone && !bytes.Equal(old.body, row.body) {
			m.value = m.sums.wrap(m.value[:0], m.bucket, row.key, revision(old, same)+1, row.body)
			value = m.value
		}
		if !row.gone {
			if err := m.plant(row.key, value); err != nil {
				return err
			}
		}
		if same {
			if err := m.old.next(); err != nil {
				return err
			}
		}
	}
	return nil
}

func revision(old row, same bool) uint64 {
	if same {
		return old.revision
	}
	return 0
}

// keep takes the rows before a key as they are.
func (m *merging) keep(before []byte) error {
	for {
		key := m.old.row().key
		if bytes.Compare(key, before) >= 0 {
			return nil
		}
		if err := m.plant(key, m.old.value()); err != nil {
			return err
		}
		if err := m.old.next(); err != nil {
			return err
		}
	}
}
