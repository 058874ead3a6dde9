package boltstore

// SchemaVersion is the version of the ledger files that this program writes; newer ones it refuses.
const SchemaVersion = schemaVersion
