package record

import (
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Desired is one row of a desired state: who is to be the partner of record of a subscription (CONTRACT
// section 9).
type Desired struct {
	Subscription ids.Subscription
	Partner      ids.Partner // none: nobody is
	Since        day.Day     // none: today
	Comment      string
}

// DesiredFields is the table of the fields of a desired state.
func DesiredFields() []Field[Desired] {
	return []Field[Desired]{
		subscriptionField("subscriptionId", func(d *Desired) *ids.Subscription { return &d.Subscription }),
		PartnerField("partnerId", func(d *Desired) *ids.Partner { return &d.Partner }),
		dayField("since", func(d *Desired) *day.Day { return &d.Since }),
		TextField("comment", func(d *Desired) *string { return &d.Comment }),
	}
}
