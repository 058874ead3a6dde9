package intake

import (
	"bufio"
	"bytes"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// ReadClaimIDs reads which claims something is to be done with: a text with an ID a line, or a file in any
// form whose rows have a claimId, as what "claim list" prints; its other columns are read over. The error
// holds everything that Read would refuse; beside it stand the rows that could be read.
func ReadClaimIDs(s Source) ([]app.Row[ids.Claim], error) {
	r, refused := &reading{}, []*fault.Error(nil)
	raw, err := unzipped(s.Content)
	switch {
	case err != nil:
		refused = append(refused, located(err, s.Name))
	case beginsWithClaim(raw):
		r.claimIDs, refused = claimLines(s.Name, raw)
	default:
		r, refused = gathering(claimIDs, Source{Name: s.Name, Content: raw})
	}
	return r.claimIDs, fault.Join(refused)
}

// beginsWithClaim tells whether the first line that is not blank is the ID of a claim and no more.
func beginsWithClaim(raw *bufio.Reader) bool {
	head, _ := raw.Peek(raw.Size()) // what is wrong with it is found when it is read
	head = bytes.TrimSpace(bytes.TrimPrefix(head, byteOrderUTF8))
	first, _, _ := bytes.Cut(head, []byte("\n"))
	_, err := ids.ParseClaim(string(first))
	return err == nil
}

func claimLines(file string, raw *bufio.Reader) (rows []app.Row[ids.Claim], refused []*fault.Error) {
	t := textOf(raw)
	t.checked.limited = true
	lines := bufio.NewScanner(t)
	lines.Buffer(nil, longestLine+16) // the checked text has no longer line; room for its end
	// The line at which the text breaks is only what was left before it.
	for line := 1; lines.Scan() && lines.Err() == nil; line++ {
		if blank(lines.Bytes()) {
			continue
		}
		id, err := ids.ParseClaim(lines.Text())
		if err != nil {
			refused = append(refused, fault.As(err).In(file, line, "claimId", clip(lines.Text())))
			continue
		}
		rows = append(rows, app.Row[ids.Claim]{Record: id, File: file, Line: line})
	}
	if err := lines.Err(); err != nil {
		refused = append(refused, located(err, file))
	}
	return rows, refused
}

// anyRow takes one field of rows that may have any others.
type anyRow[T any] struct{ *table[T] }

func (t anyRow[T]) position(key string) int { return max(t.table.position(key), readOver) }

func (d *document) idsOfClaims() anyRow[ids.Claim] {
	return anyRow[ids.Claim]{&table[ids.Claim]{document: d, keep: keptIn(&d.reading.claimIDs), rules: rules[ids.Claim]{
		fields: []record.Field[ids.Claim]{{
			Key: "claimId", Type: record.ID, Text: func(c *ids.Claim) string { return c.String() },
			Parse: func(c *ids.Claim, text string) (err error) {
				if text != "" {
					*c, err = ids.ParseClaim(text)
				}
				return err
			},
			Copy: func(to, from *ids.Claim) { *to = *from },
		}},
		fresh:        func() ids.Claim { return ids.Claim{} },
		lacks:        needs("claimId"),
		subscription: func(*ids.Claim) string { return "" },
	}}}
}
