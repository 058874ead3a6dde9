package memstore

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func compareClaims(a, b ids.Claim) int { return cmp.Compare(a.Number(), b.Number()) }

// claim finishes a ledger to which the claims of a batch were added: those that are gone go, and every
// place is given to the partner of the approved claims for it. Claims of the batch come last, so that
// it is one of them that is refused.
func (l *ledger) claim(batch []cpor.State) error {
	if len(batch) == 0 || l.claims == nil {
		return nil
	}
	added := map[ids.Claim]bool{}
	for _, v := range batch {
		l.lastClaim = max(l.lastClaim, v.ID.Number())
		added[v.ID] = true
	}
	// The table is a copy of the one before, which put has made.
	maps.DeleteFunc(l.claims, func(_ ids.Claim, s cpor.State) bool { return s.Status == cpor.Gone })
	late := func(id ids.Claim) int {
		if added[id] {
			return 1
		}
		return 0
	}
	order := slices.SortedFunc(maps.Keys(l.claims), func(a, b ids.Claim) int {
		return cmp.Or(cmp.Compare(late(a), late(b)), compareClaims(a, b))
	})
	l.holders = map[cpor.Place]ids.Partner{}
	for _, id := range order {
		s := l.claims[id]
		if s.Status != cpor.Approved {
			continue
		}
		for _, p := range s.Places() {
			if holder, held := l.holders[p]; held && holder != s.Partner {
				return cpor.Taken(p, holder).About(id.String())
			}
			l.holders[p] = s.Partner
		}
	}
	return nil
}

func (l *ledger) Claim(id ids.Claim) (v cpor.State, ok bool, err error) {
	v, ok = l.claims[id]
	return v, ok, nil
}

func (l *ledger) ClaimHolder(p cpor.Place) (ids.Partner, error) { return l.holders[p], nil }

func (l *ledger) LastClaim() (ids.Claim, error) { return ids.ClaimFromNumber(l.lastClaim), nil }

func (l *ledger) Claims(after ids.Claim) iter.Seq2[cpor.State, error] {
	return l.claimsThat(after, func(cpor.State) bool { return true })
}

func (l *ledger) ClaimsWith(status cpor.Status, after ids.Claim) iter.Seq2[cpor.State, error] {
	return l.claimsThat(after, func(s cpor.State) bool { return s.Status == status })
}

func (l *ledger) ClaimsOf(partner ids.Partner, after ids.Claim) iter.Seq2[cpor.State, error] {
	return l.claimsThat(after, func(s cpor.State) bool { return s.Partner == partner })
}

func (l *ledger) ClaimsFor(tenant ids.Tenant, after ids.Claim) iter.Seq2[cpor.State, error] {
	return l.claimsThat(after, func(s cpor.State) bool { return s.Tenant == tenant })
}

func (l *ledger) claimsThat(after ids.Claim, want func(cpor.State) bool) iter.Seq2[cpor.State, error] {
	found := map[ids.Claim]cpor.State{}
	for id, s := range l.claims {
		if want(s) {
			found[id] = s
		}
	}
	return behind(found, after, compareClaims)
}
