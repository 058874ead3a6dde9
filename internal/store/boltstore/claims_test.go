package boltstore

import (
	"errors"
	"iter"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// spoil changes rows of a ledger as no store does, each in a right envelope.
func spoil(t *testing.T, path string, b bucket, rows ...change) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, row := range rows {
			stored := tx.Bucket([]byte(b.name))
			if row.gone {
				err = errors.Join(err, stored.Delete(row.key))
			} else {
				err = errors.Join(err, stored.Put(row.key, wrap(b, row.key, 9, row.body)))
			}
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestRowsThatContradictEachOtherAreDamage: such rows can only come from a defect, and no list may be
// made of them.
func TestRowsThatContradictEachOtherAreDamage(t *testing.T) {
	one := storetest.ClaimRecord(1, 0, 0, cpor.Approved, 1)
	place := one.Places()[0]
	placeRow := func(body string) []change { return []change{{key: claimPlaceKey(place), body: []byte(body)}} }
	partner := string(partnerKey(one.Partner))
	every := func(r app.Reader) (err error) {
		for _, e := range []error{
			each(r.Claims(ids.Claim{})), each(r.ClaimsWith(cpor.Draft, ids.Claim{})), each(r.ClaimsWith(cpor.Approved, ids.Claim{})),
			each(r.ClaimsOf(storetest.Partner(1), ids.Claim{})), each(r.ClaimsOf(one.Partner, ids.Claim{})),
			each(r.ClaimsFor(storetest.Tenant(1), ids.Claim{})), each(r.ClaimsFor(one.Tenant, ids.Claim{})),
		} {
			err = errors.Join(err, e)
		}
		_, holder := r.ClaimHolder(place)
		_, last := r.LastClaim()
		return errors.Join(err, holder, last)
	}
	for name, test := range map[string]struct {
		bucket bucket
		rows   []change
		part   string // of the ledger that is damaged
	}{
		"an index without its claim":       {claims, []change{{key: claimKey(one.ID), gone: true}}, "claims-by-status"},
		"a claim of another status":        {claimsByStatus, []change{{key: append([]byte{1}, claimKey(one.ID)...)}}, "claims-by-status"},
		"a claim of another partner":       {claimsByPartner, []change{{key: append(partnerKey(storetest.Partner(1)), claimKey(one.ID)...)}}, "claims-by-partner"},
		"a claim for another tenant":       {claimsByTenant, []change{{key: append(tenantKey(storetest.Tenant(1)), claimKey(one.ID)...)}}, "claims-by-tenant"},
		"a key that is no number":          {claimsByPartner, []change{{key: append(partnerKey(one.Partner), 9)}}, "claims-by-partner"},
		"a claim that is none":             {claims, []change{{key: claimKey(one.ID), body: []byte("no claim")}}, "claims"},
		"a place held by no claim":         {claimPlaces, placeRow(partner + "\x00"), "claim-places"},
		"a place held out of order":        {claimPlaces, placeRow(partner + "\x02\x02\x01"), "claim-places"},
		"a place held twice by one claim":  {claimPlaces, placeRow(partner + "\x02\x01\x01"), "claim-places"},
		"a place held by half a partner":   {claimPlaces, placeRow(partner[:3]), "claim-places"},
		"a place held by what is no ID":    {claimPlaces, placeRow("\x00\x00\x00\x07\x01\x01"), "claim-places"},
		"a place with more behind":         {claimPlaces, placeRow(partner + "\x01\x01\x01"), "claim-places"},
		"a ledger without the last number": {metaBucket, []change{{key: lastClaimKey, gone: true}}, "last claim"},
		"a last number that is none":       {metaBucket, []change{{key: lastClaimKey, body: []byte{0x80}}}, "meta"},
	} {
		t.Run(name, func(t *testing.T) {
			s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
			storetest.Write(t, s, app.Batch{Claims: []cpor.State{one}})
			if err := s.View(tContext, every); err != nil {
				t.Fatal(err)
			}
			spoil(t, s.path, test.bucket, test.rows...)
			err := s.View(tContext, every)
			wantCorrupt(t, err)
			if part := fault.As(err).Args["part"]; part != test.part {
				t.Errorf("%v is damaged, want %s", part, test.part)
			}
		})
	}
}

// each gives the error at which a list ends.
func each(rows iter.Seq2[cpor.State, error]) (err error) {
	storetest.Collect(rows, func(e error) { err = e })
	return err
}

func TestAPlaceThatDoesNotKnowItsClaimIsDamage(t *testing.T) {
	one := storetest.ClaimRecord(1, 0, 0, cpor.Approved, 1)
	key := claimPlaceKey(one.Places()[0])
	other := claimHolding{storetest.Partner(1), []ids.Claim{one.ID}}
	for name, row := range map[string]change{
		"nobody holds it":           {key: key, gone: true},
		"another claim holds it":    {key: key, body: claimHolding{one.Partner, []ids.Claim{ids.ClaimFromNumber(2)}}.appendBinary(nil)},
		"another partner by itself": {key: key, body: other.appendBinary(nil)},
	} {
		t.Run(name, func(t *testing.T) {
			s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
			storetest.Write(t, s, app.Batch{Claims: []cpor.State{one}})
			spoil(t, s.path, claimPlaces, row)
			err := s.Update(tContext, func(r app.Reader) (app.Batch, error) {
				return storetest.Chain(r, app.Batch{Claims: []cpor.State{storetest.ClaimRecord(1, 0, 0, cpor.Ended, 1)}}, 1)
			})
			wantCorrupt(t, err)
		})
	}
}

func TestAPlaceKeepsTheClaimsThatHoldIt(t *testing.T) {
	s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
	write := func(list ...cpor.State) { storetest.Write(t, s, app.Batch{Claims: list}) }
	approved := func(n int) cpor.State { return storetest.ClaimRecord(n, 0, 0, cpor.Approved, 1) }
	write(approved(300), approved(7))
	write(approved(8), storetest.ClaimRecord(7, 0, 0, cpor.Ended, 1))
	h, err := s.open(tContext, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	row, _, err := h.image.trees[claimPlaces.name].get(claimPlaceKey(approved(8).Places()[0]))
	want := string(partnerKey(storetest.Partner(0))) + "\x02\x08\xac\x02"
	if err != nil || string(row.body) != want {
		t.Errorf("got %q, %v; want %q", row.body, err, want)
	}
}
