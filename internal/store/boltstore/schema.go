package boltstore

// The ledger file, one line a bucket: the form of its keys and what is kept under them. Numbers in
// brackets are bytes. A test draws the tree from the declarations below and compares.
//
//	ledger.db
//	├─ meta                     name → stamp {magic, schema, ledger ID, created} | head {entry number, hash, last request, last message} | last-claim {number}
//	├─ customers                tenant(16) → record.Customer
//	├─ subscriptions            tenant(16) subscription(16) → record.Subscription
//	├─ tenant-of                subscription(16) → tenant(16)
//	├─ partners                 partner(4) → record.Partner
//	├─ places                   tenant(16) subscription(16) → por.State
//	├─ by-partner               partner(4) tenant(16) subscription(16) → 1 where the partner holds the place now, 0 where it once did
//	├─ associations             tenant(16) subscription(16) kind(1) partner(4) workload → record.Association
//	├─ associations-by-partner  partner(4) and the key in associations → nothing
//	├─ requests                 number(8) → request.State
//	├─ claims                   number(8) → cpor.State
//	├─ claims-by-status         status(1) number(8) → nothing
//	├─ claims-by-partner        partner(4) number(8) → nothing
//	├─ claims-by-tenant         tenant(16) number(8) → nothing
//	├─ claim-places             tenant(16) subscription(16) workload → partner(4) and the numbers of its approved claims
//	├─ outbox                   number(8) → notice.Message
//	├─ journal                  number(8) → header, hash before, hash
//	└─ journal-events           number(8) chunk(4) → events, about 1 MiB of them
//
// Places stand beside subscriptions under the same keys, so that a tenant's seats are two cursors
// that walk side by side.
//
// In claim-places a place of a subscription has no workload, and one of a workload a subscription of
// zeros. There is one row a place, so that a second partner finds the first one there.
//
// Every value, also one of an index and one of nothing, is in an envelope (see envelope.go): it costs
// an index seven bytes a row, and then there is one rule for every row and no list may come from rows
// that nobody checked.
//
// Every bucket begins with firstKey and ends with lastKey, which hold nothing. Between them
// a key that is not there is known not to be there: a scan that does not begin at the one or end at
// the other has lost rows (see tree.go).
//
// Version 1 of the schema had no claims. Version 2 had these buckets, but knew no message that came further
// on its way or tells of a request, and no request of which a message tells: a program of that time would
// take such rows for damage, and is kept away from them by the number. A file of an older version is read as
// it is, without claims as if it had their buckets with nothing in them, and stays as it is until its first
// change, which makes it one of this version (see upgrade.go).

// SchemaVersion is the version of all of this, which this program writes; it refuses a newer one.
const SchemaVersion = 3

// withClaims is the version of the schema that brought the claims.
const withClaims = 2

// magic says in the stamp that the file is a ledger of dpor.
const magic = "dpor ledger"

// bucket is one bucket of the file.
type bucket struct {
	name, key, value string
	// since is the version of the schema that brought it.
	since uint64
}

var (
	metaBucket       = bucket{"meta", "name", "stamp {magic, schema, ledger ID, created} | head {entry number, hash, last request, last message} | last-claim {number}", 1}
	customers        = bucket{"customers", "tenant(16)", "record.Customer", 1}
	subscriptions    = bucket{"subscriptions", "tenant(16) subscription(16)", "record.Subscription", 1}
	tenantOf         = bucket{"tenant-of", "subscription(16)", "tenant(16)", 1}
	partners         = bucket{"partners", "partner(4)", "record.Partner", 1}
	places           = bucket{"places", "tenant(16) subscription(16)", "por.State", 1}
	byPartner        = bucket{"by-partner", "partner(4) tenant(16) subscription(16)", "1 where the partner holds the place now, 0 where it once did", 1}
	associations     = bucket{"associations", "tenant(16) subscription(16) kind(1) partner(4) workload", "record.Association", 1}
	associationsByMP = bucket{"associations-by-partner", "partner(4) and the key in associations", "nothing", 1}
	requests         = bucket{"requests", "number(8)", "request.State", 1}
	claims           = bucket{"claims", "number(8)", "cpor.State", withClaims}
	claimsByStatus   = bucket{"claims-by-status", "status(1) number(8)", "nothing", withClaims}
	claimsByPartner  = bucket{"claims-by-partner", "partner(4) number(8)", "nothing", withClaims}
	claimsByTenant   = bucket{"claims-by-tenant", "tenant(16) number(8)", "nothing", withClaims}
	claimPlaces      = bucket{"claim-places", "tenant(16) subscription(16) workload", "partner(4) and the numbers of its approved claims", withClaims}
	outbox           = bucket{"outbox", "number(8)", "notice.Message", 1}
	entries          = bucket{"journal", "number(8)", "header, hash before, hash", 1}
	entryEvents      = bucket{"journal-events", "number(8) chunk(4)", "events, about 1 MiB of them", 1}
)

// schema is every bucket, in the order they are written in.
var schema = []bucket{
	metaBucket, customers, subscriptions, tenantOf, partners, places, byPartner,
	associations, associationsByMP, requests,
	claims, claimsByStatus, claimsByPartner, claimsByTenant, claimPlaces,
	outbox, entries, entryEvents,
}

// The keys of the bucket meta.
var (
	stampKey     = []byte("stamp")
	headKey      = []byte("head")
	lastClaimKey = []byte("last-claim")
)
