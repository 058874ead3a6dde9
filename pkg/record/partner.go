package record

import (
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Standing tells whether a partner's membership is in force.
type Standing string

// The standings of a partner.
const (
	ActivePartner   Standing = "active"
	InactivePartner Standing = "inactive"
)

// Standings are the standings of a partner.
func Standings() []Standing { return []Standing{ActivePartner, InactivePartner} }

// Partner is an entry of the partner directory (CONTRACT section 5).
type Partner struct {
	ID       ids.Partner
	Name     string
	City     string
	Country  string
	Parent   ids.Partner // the headquarters (global) ID of a location
	Location bool        // false marks a headquarters ID, which cannot hold a subscription (DOMAIN 2.4)
	Email    string
	Language string
	Status   Standing
}

// NewPartner is a partner of which nothing is known yet: an active location.
func NewPartner() Partner { return Partner{Location: true, Status: ActivePartner} }

// PartnerFields is the table of a partner's fields, the identifier first.
func PartnerFields() []Field[Partner] { return partnerFields }

var partnerFields = []Field[Partner]{
	PartnerField("partnerId", func(p *Partner) *ids.Partner { return &p.ID }),
	TextField("name", func(p *Partner) *string { return &p.Name }),
	TextField("city", func(p *Partner) *string { return &p.City }),
	TextField("country", func(p *Partner) *string { return &p.Country }),
	PartnerField("parentId", func(p *Partner) *ids.Partner { return &p.Parent }),
	TruthField("location", func(p *Partner) *bool { return &p.Location }, true),
	TextField("email", func(p *Partner) *string { return &p.Email }),
	TextField("language", func(p *Partner) *string { return &p.Language }),
	WordField("status", Standings(), ActivePartner, func(p *Partner) *Standing { return &p.Status }),
}

// AppendBinary appends the partner in the form that is stored and hashed.
func (p Partner) AppendBinary(b []byte) []byte {
	b = wire.Uint(append(b, 1), uint64(p.ID.Number()))
	for _, s := range []string{p.Name, p.City, p.Country, p.Email, p.Language, string(p.Status)} {
		b = wire.Text(b, s)
	}
	return wire.Bool(wire.Uint(b, uint64(p.Parent.Number())), p.Location)
}

// DecodePartner reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodePartner(b []byte) (Partner, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return Partner{}, wire.ErrMalformed
	}
	id, ok := ids.PartnerFromNumber(r.Uint32())
	r.ShareTexts()
	p := Partner{
		ID: id, Name: r.Text(), City: r.Text(), Country: r.Text(), Email: r.Text(), Language: r.Text(),
		Status: Standing(r.Text()),
	}
	parent, parentOK := ids.PartnerFromNumber(r.Uint32())
	p.Parent, p.Location = parent, r.Bool()
	if !ok || !parentOK {
		return Partner{}, wire.ErrMalformed
	}
	return p, r.Err()
}
