package main

import "strings"

// settings are at the head of each script. As much memory as it wants: 2 GB for pages, and whatever
// temporary tables need. A commit is on the disk before it is told.
const settings = `PRAGMA cache_size = -2000000;
PRAGMA temp_store = MEMORY;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
`

// prepareScript makes the tables. The journal is SQLite's own default, the rollback journal: pages that
// are new are written once, and a million rows were in sooner than with a write-ahead log, which writes
// them twice. The table of designations has row numbers: without them the index on the partner would
// repeat the GUID of each place, and the changes and the list took longer.
const prepareScript = `PRAGMA journal_mode = DELETE;
CREATE TABLE customer (
  tenantId TEXT PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, country TEXT NOT NULL, language TEXT NOT NULL,
  contactName TEXT NOT NULL, contactEmail TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE partner (
  partnerId INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL, location TEXT NOT NULL,
  email TEXT NOT NULL, language TEXT NOT NULL, status TEXT NOT NULL
);
CREATE TABLE subscription (
  subscriptionId TEXT PRIMARY KEY, tenantId TEXT NOT NULL REFERENCES customer, name TEXT NOT NULL, product TEXT NOT NULL,
  sku TEXT NOT NULL, status TEXT NOT NULL, seats INTEGER NOT NULL, channel TEXT NOT NULL, trial TEXT NOT NULL,
  startsOn TEXT NOT NULL, endsOn TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE designation (
  subscriptionId TEXT PRIMARY KEY REFERENCES subscription, partnerId INTEGER NOT NULL REFERENCES partner, since TEXT NOT NULL
);
CREATE INDEX designation_partner ON designation (partnerId);
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, subscriptionId TEXT NOT NULL,
  partnerId INTEGER, previousPartnerId INTEGER
);
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY, partnerId INTEGER NOT NULL REFERENCES partner, changes INTEGER NOT NULL, at TEXT NOT NULL,
  status TEXT NOT NULL
);
.import --csv --skip 1 customers.csv customer
.import --csv --skip 1 partners.csv partner
`

// sorted is what somebody adds to the scripts who has seen that rows in the order of their keys are in
// sooner: a key for the wanted rows, which sorts them, and an order for the new ones. Without it rows go
// in as the file has them.
func sorted(script string, yes bool) string {
	key, rowid, order := "", "", ""
	if yes {
		key, rowid, order = " PRIMARY KEY", " WITHOUT ROWID", "ORDER BY subscriptionId"
	}
	return strings.NewReplacer("{key}", key, "{rowid}", rowid, "{order}", order).Replace(script)
}

// importScript brings the subscriptions in: new ones are added, those that differ are changed. It prints
// how many that were.
const importScript = `CREATE TEMP TABLE told (
  subscriptionId TEXT, tenantId TEXT, name TEXT, product TEXT, sku TEXT, status TEXT, seats INTEGER, channel TEXT,
  trial TEXT, startsOn TEXT, endsOn TEXT
);
.import --csv --skip 1 subscriptions.csv told
BEGIN IMMEDIATE;
INSERT INTO audit (at, by, action, subscriptionId)
  SELECT datetime(), 'admin@contoso.example', iif(s.subscriptionId IS NULL, 'added', 'changed'), t.subscriptionId
  FROM told AS t LEFT JOIN subscription AS s USING (subscriptionId)
  WHERE s.subscriptionId IS NULL
  OR (t.tenantId, t.name, t.product, t.sku, t.status, t.seats, t.channel, t.trial, t.startsOn, t.endsOn)
    IS NOT (s.tenantId, s.name, s.product, s.sku, s.status, s.seats, s.channel, s.trial, s.startsOn, s.endsOn);
INSERT INTO subscription SELECT * FROM told WHERE true {order}
  ON CONFLICT DO UPDATE SET tenantId = excluded.tenantId, name = excluded.name, product = excluded.product,
    sku = excluded.sku, status = excluded.status, seats = excluded.seats, channel = excluded.channel,
    trial = excluded.trial, startsOn = excluded.startsOn, endsOn = excluded.endsOn
  WHERE (tenantId, name, product, sku, status, seats, channel, trial, startsOn, endsOn)
    IS NOT (excluded.tenantId, excluded.name, excluded.product, excluded.sku, excluded.status, excluded.seats,
      excluded.channel, excluded.trial, excluded.startsOn, excluded.endsOn);
SELECT changes();
COMMIT;
`

// applyScript brings every subscription to the partner that the estate tells. It prints what is not
// known, of which there is nothing, and how many places changed.
const applyScript = `CREATE TEMP TABLE wanted (subscriptionId TEXT{key}, partnerId INTEGER){rowid};
.import --csv --skip 1 estate.csv wanted
BEGIN IMMEDIATE;
SELECT 'unknown', w.subscriptionId, w.partnerId FROM wanted AS w
  WHERE NOT EXISTS (SELECT 1 FROM subscription AS s WHERE s.subscriptionId = w.subscriptionId)
  OR NOT EXISTS (SELECT 1 FROM partner AS p WHERE p.partnerId = w.partnerId);
CREATE TEMP TABLE change AS
  SELECT w.subscriptionId, w.partnerId, d.partnerId AS previousPartnerId
  FROM wanted AS w LEFT JOIN designation AS d USING (subscriptionId) WHERE w.partnerId IS NOT d.partnerId;
INSERT INTO designation SELECT subscriptionId, partnerId, date() FROM change WHERE true
  ON CONFLICT DO UPDATE SET partnerId = excluded.partnerId, since = excluded.since;
INSERT INTO audit (at, by, action, subscriptionId, partnerId, previousPartnerId)
  SELECT datetime(), 'admin@contoso.example', iif(previousPartnerId IS NULL, 'added', 'changed'),
    subscriptionId, partnerId, previousPartnerId FROM change;
SELECT changes();
INSERT INTO outbox (partnerId, changes, at, status)
  SELECT partnerId, count(*), datetime(), 'queued' FROM (
    SELECT partnerId FROM change UNION ALL
    SELECT previousPartnerId FROM change WHERE previousPartnerId IS NOT NULL
  ) GROUP BY partnerId;
COMMIT;
`

// listScript lists who holds what, with the columns and in the order of "dpor list -o csv". No index
// on names is there to help: with one, the rows would be read at random, and it was slower.
const listScript = `.mode csv
.headers on
SELECT 'dpor' AS type, d.partnerId, p.name AS partnerName, s.tenantId, c.name AS customerName, s.subscriptionId,
  s.name AS subscriptionName, s.product, '' AS workload, d.since, '' AS until, 'active' AS status, '' AS claimId
  FROM designation AS d JOIN subscription AS s USING (subscriptionId) JOIN customer AS c USING (tenantId)
  JOIN partner AS p ON p.partnerId = d.partnerId
  ORDER BY c.name, s.name, s.subscriptionId;
`
