package boltstore

// The ledger file, one line a bucket: the form of its keys and what is kept under them. Numbers in
// brackets are bytes. A test draws the tree from the declarations below and compares.
//
//	ledger.db
//	├─ meta                     name → stamp {magic, schema, ledger ID, created} | head {entry number, hash, last request, last message}
//	├─ customers                tenant(16) → record.Customer
//	├─ subscriptions            tenant(16) subscription(16) → record.Subscription
//	├─ tenant-of                subscription(16) → tenant(16)
//	├─ partners                 partner(4) → record.Partner
//	├─ places                   tenant(16) subscription(16) → por.State
//	├─ by-partner               partner(4) tenant(16) subscription(16) → 1 where the partner holds the place now, 0 where it once did
//	├─ associations             tenant(16) subscription(16) kind(1) partner(4) workload → record.Association
//	├─ associations-by-partner  partner(4) and the key in associations → nothing
//	├─ requests                 number(8) → request.State
//	├─ outbox                   number(8) → notice.Message
//	├─ journal                  number(8) → header, hash before, hash
//	└─ journal-events           number(8) chunk(4) → events, about 1 MiB of them
//
// Places stand beside subscriptions under the same keys, so that a tenant's seats are two cursors
// that walk side by side.
//
// Every value, also one of an index and one of nothing, is in an envelope (see envelope.go): it costs
// an index seven bytes a row, and then there is one rule for every row and no list may come from rows
// that nobody checked.
//
// Every bucket begins with firstKey and ends with lastKey, which hold nothing. Between them
// a key that is not there is known not to be there: a scan that does not begin at the one or end at
// the other has lost rows (see tree.go).

// SchemaVersion is the version of all of this, which this program writes; it refuses a newer one.
const SchemaVersion = 1

// magic says in the stamp that the file is a ledger of dpor.
const magic = "dpor ledger"

// bucket is one bucket of the file.
type bucket struct {
	name, key, value string
}

var (
	metaBucket       = bucket{"meta", "name", "stamp {magic, schema, ledger ID, created} | head {entry number, hash, last request, last message}"}
	customers        = bucket{"customers", "tenant(16)", "record.Customer"}
	subscriptions    = bucket{"subscriptions", "tenant(16) subscription(16)", "record.Subscription"}
	tenantOf         = bucket{"tenant-of", "subscription(16)", "tenant(16)"}
	partners         = bucket{"partners", "partner(4)", "record.Partner"}
	places           = bucket{"places", "tenant(16) subscription(16)", "por.State"}
	byPartner        = bucket{"by-partner", "partner(4) tenant(16) subscription(16)", "1 where the partner holds the place now, 0 where it once did"}
	associations     = bucket{"associations", "tenant(16) subscription(16) kind(1) partner(4) workload", "record.Association"}
	associationsByMP = bucket{"associations-by-partner", "partner(4) and the key in associations", "nothing"}
	requests         = bucket{"requests", "number(8)", "request.State"}
	outbox           = bucket{"outbox", "number(8)", "notice.Message"}
	entries          = bucket{"journal", "number(8)", "header, hash before, hash"}
	entryEvents      = bucket{"journal-events", "number(8) chunk(4)", "events, about 1 MiB of them"}
)

// schema is every bucket, in the order they are written in.
var schema = []bucket{
	metaBucket, customers, subscriptions, tenantOf, partners, places, byPartner,
	associations, associationsByMP, requests, outbox, entries, entryEvents,
}

// The keys of the bucket meta.
var (
	stampKey = []byte("stamp")
	headKey  = []byte("head")
)
