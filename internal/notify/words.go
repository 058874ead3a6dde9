package notify

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/day"
)

// words is what the templates are filled with. A text that is not known is empty.
type words struct {
	Partner, PartnerID, Other              string
	Customer, Tenant, Contact              string
	Subscription, SubscriptionID, Product  string
	Since, By, User, At, Comment, Reason   string
	Claim, ClaimID, ClaimName, Area, Role  string
	Workloads, Subscriptions               []string
	FurtherWorkloads, FurtherSubscriptions string // how many are not among them
	DueOn, RequestID                       string
	Lapsed                                 bool
	Gained, Lost                           uint32
	PlacesGained, PlacesLost, AttachedFile string
}

// mostListed is how many workloads or subscriptions of a claim are named.
const mostListed = 20

// words are the facts as the templates take them, names with at most so many characters.
func (f Facts) words(most int) words {
	name := func(s string) string { return line(s, most) }
	w := words{
		Partner: name(f.Partner.Name), PartnerID: f.Partner.ID.String(),
		Other:  joined(f.Other.ID.String(), name(f.Other.Name)),
		Tenant: f.Customer.Tenant.String(), Contact: name(f.Customer.Contact),
		SubscriptionID: f.Subscription.ID.String(), Product: name(string(f.Subscription.Product)),
		Since: f.Since.String(), User: name(f.Stamp.By), Comment: line(f.Comment, mostOfProse), Reason: line(f.Reason, mostOfProse),
		ClaimID: f.Claim.ID.String(), ClaimName: name(f.Claim.Name), Area: name(f.Claim.Area), Role: name(f.Claim.Role),
		DueOn: f.Claim.DueOn.String(), Lapsed: f.Claim.Lapsed, RequestID: f.Request.String(),
		Gained: f.Digest.Gained, Lost: f.Digest.Lost, AttachedFile: f.attachedFile(),
		PlacesGained: number(f.Digest.Gained), PlacesLost: number(f.Digest.Lost),
	}
	w.Customer = cmp.Or(name(f.Customer.Name), w.Tenant)
	w.Subscription = cmp.Or(name(f.Subscription.Name), w.SubscriptionID)
	w.Claim = cmp.Or(w.ClaimName, w.ClaimID)
	w.By = w.User
	if role := name(f.Stamp.Role); role != "" {
		w.By = joined(w.User, "("+role+")")
	}
	if at := f.Stamp.At; !at.IsZero() {
		w.At = joined(day.Of(at).String(), at.UTC().Format("15:04 UTC"))
	}
	w.Workloads, w.FurtherWorkloads = listed(f.Claim.Workloads, name)
	w.Subscriptions, w.FurtherSubscriptions = listed(f.Claim.Subscriptions, func(s Subscription) string {
		text := joined(s.ID.String(), name(s.Name))
		if s.Product != "" {
			text = joined(text, "("+name(string(s.Product))+")")
		}
		return text
	})
	return w
}

// listed are the first of some things, and how many there are further.
func listed[T any](all []T, text func(T) string) (first []string, further string) {
	for _, one := range all[:min(len(all), mostListed)] {
		first = append(first, text(one))
	}
	if len(all) > mostListed {
		further = strconv.Itoa(len(all) - mostListed)
	}
	return first, further
}

// joined is the texts that are known, with a space between them.
func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

func number(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

// counted is a number with the word for one or for several; the three languages say 0 as they say 2.
func counted(n uint32, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + several
}
