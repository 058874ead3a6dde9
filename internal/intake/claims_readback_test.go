package intake

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
)

// drawForm is a form with any text in every field, as it would be read from a file.
func drawForm(t *rapid.T) (f cpor.Form) {
	guid := rapid.StringMatching(`[1-9a-f][0-9a-f]{7}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	words := rapid.StringOf(rapid.RuneFrom([]rune("abz åß🚲=+-@'\",;:\t\n#0.[]{}&*!|>%~\\")))
	for _, field := range cpor.FormFields() {
		var text string
		switch {
		case field.Key == "partnerId":
			text = fmt.Sprint(rapid.IntRange(1000, 999_999_999).Draw(t, field.Key))
		case field.Key == "subscriptionIds":
			text = strings.Join(rapid.SliceOfN(guid, 0, 3).Draw(t, field.Key), ";")
		case strings.HasSuffix(field.Key, ".email"):
			text = rapid.SampledFrom([]string{"", "ana@tailspin.example", "o'neill+x@sub.tailspin.example"}).Draw(t, field.Key)
		case field.Type == record.ID:
			text = guid.Draw(t, field.Key)
		case field.Type == record.Word:
			text = rapid.SampledFrom(append(field.Words, "")).Draw(t, field.Key)
		case field.Type == record.Truth:
			text = fmt.Sprint(rapid.Bool().Draw(t, field.Key))
		case field.Type == record.List:
			text = strings.Join(rapid.SliceOfN(rapid.StringMatching(`[a-z][a-z =-]{0,5}[a-z]`), 0, 3).Draw(t, field.Key), ";")
		default:
			text = rapid.OneOf(words, rapid.SampledFrom([]string{"", "null", "007", "true", "1e3", "~"})).Draw(t, field.Key)
		}
		if err := field.Parse(&f, text); err != nil {
			t.Fatalf("%s %q: %v", field.Key, text, err)
		}
	}
	return f
}

// lived is a claim with everything that it can have besides its form.
func lived(f cpor.Form, status cpor.Status) app.ClaimCard {
	at := time.UnixMicro(1_718_000_000_000_000).UTC()
	by := journal.Stamp{At: at, By: "ines@northwind.example", Role: "incentives-admin", Assurance: "asserted"}
	return app.ClaimCard{PartnerName: "Northwind", CustomerName: "Tailspin", State: cpor.State{
		ID: ids.ClaimFromNumber(7), Status: status, Form: f, DueOn: 45000,
		Evidence: []cpor.Document{{
			Document: evidence.Document{Hash: evidence.Hash{1}, FileName: "sow.pdf", Size: 1000, MediaType: "application/pdf"}, AddedAt: at, AddedBy: by.By,
		}},
		Comments:    []cpor.Comment{{At: at, By: by.By, Text: "name: x"}},
		Attestation: cpor.Attestation{At: at, By: by.By, Text: "I confirm."},
		Moves:       []cpor.Move{{Verb: cpor.New, To: cpor.Draft, Journal: 3, Stamp: by}, {Verb: cpor.Submit, From: cpor.Draft, To: cpor.Submitted, Reason: "r", Journal: 4, Stamp: by}},
	}}
}

func printed(t *rapid.T, format ui.Format, cards []app.ClaimCard, one bool) []byte {
	streams, out, _ := ui.TestStreams("")
	p := &ui.Printer{Streams: streams, Format: format, Texts: catalogue.New("en")}
	var err error
	if one {
		err = ui.One(p, view.Claims(), cards[0])
	} else {
		err = ui.List(p, view.Claims(), func(yield func(app.ClaimCard, error) bool) {
			for _, c := range cards {
				if !yield(c, nil) {
					return
				}
			}
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatShowsAClaimIsReadBackAsANewOne(t *testing.T) {
	for _, format := range []ui.Format{ui.JSON, ui.NDJSON, ui.YAML} {
		for _, one := range []bool{true, false} {
			t.Run(fmt.Sprint(format, " of one: ", one), rapid.MakeCheck(func(t *rapid.T) {
				var cards []app.ClaimCard
				for range rapid.IntRange(1, 3).Draw(t, "claims") {
					cards = append(cards, lived(drawForm(t), rapid.SampledFrom(cpor.Statuses()).Draw(t, "status")))
				}
				if one {
					cards = cards[:1]
				}
				content := printed(t, format, cards, one)
				rows, err := ReadClaims([]Source{{"f", bytes.NewReader(content)}})
				if err != nil || len(rows) != len(cards) {
					t.Fatalf("%d rows of %d, %v\n%s", len(rows), len(cards), refusals(err), content)
				}
				for i, row := range rows {
					if !record.Equal(cpor.FormFields(), row.Record, cards[i].Form) {
						t.Fatalf("row %d: %+v, want %+v\n%s", i, row.Record, cards[i].Form, content)
					}
				}
			}))
		}
	}
}

// Every key that a claim is shown with is read or read over; none makes the file unreadable.
func TestEveryKeyOfAClaimIsKnown(t *testing.T) {
	claimsTable := (&document{reading: &reading{}}).drafts()
	for _, column := range view.Claims().Columns {
		within := claimsTable.position(column.Key) != unknown
		for _, key := range claimsTable.known() {
			within = within || key == column.Key || strings.HasPrefix(key, column.Key+".")
		}
		if !within {
			t.Errorf("%s is printed and not known", column.Key)
		}
	}
}
