package intake

import (
	"testing"
)

func TestACatalogueWithAMistakeIsNone(t *testing.T) {
	got, err := catalogued("workload,solutionArea\nteams,modern-work-security\nTEAMS,modern-work-security\n")
	if err == nil || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAClaimInYAMLIsRecognisedWithoutAName(t *testing.T) {
	for _, content := range []string{
		"name: Roll-out\nrole: advisor\n", "role: advisor\nname: Roll-out\n",
		"customerContact:\n  name: Ana\n", "customerContact.name: Ana\n",
	} {
		if rows, err := ReadClaims(given("-", content)); err != nil || len(rows) != 1 {
			t.Errorf("%q: %v", content, refusals(err))
		}
	}
}

func TestAnAliasThatIsTakenIsSaidOfItsColumn(t *testing.T) {
	_, err := catalogued("workload,solutionArea,aliases,name\nteams,modern-work-security,chat,Talk\nskype,modern-work-security,chat,talk\n")
	same(t, refusals(err), []string{"3 name intake.workload.twice talk", "3 aliases intake.workload.twice chat"})
}
