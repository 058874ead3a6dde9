package app

import "github.com/dpor-cli/dpor/pkg/record"

// Row is one record as a file told it, with the fields that the file told and where it stands.
type Row[T any] struct {
	Record T
	Told   record.Fields
	File   string
	Line   int // from 1; in JSON the line on which the object begins
}

// Rows is what was read from files.
type Rows struct {
	Customers     []Row[record.Customer]
	Subscriptions []Row[record.Subscription]
	Partners      []Row[record.Partner]
	Associations  []Row[record.Association]
}
