package intake

import (
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// The words of the services for the status of a subscription, in lower case (DOMAIN 8).
var (
	graphStatus = map[string]record.Status{
		"enabled": record.Enabled, "warning": record.Warning, "suspended": record.Suspended,
		"lockedout": record.LockedOut, "deleted": record.Deleted,
	}
	azureStatus = map[string]record.Status{
		"enabled": record.Enabled, "warned": record.Warning, "pastdue": record.Warning,
		"disabled": record.Disabled, "expired": record.Expired, "deleted": record.Deleted,
	}
	partnerCenterStatus = map[string]record.Status{
		"active": record.Enabled, "suspended": record.Suspended, "expired": record.Expired, "deleted": record.Deleted,
		"disabled": record.Disabled, "pending": record.Disabled, "none": record.Disabled,
	}
)

// statusOf turns a service's word, in any letter case, into ours; no word is an unknown word.
func statusOf(known map[string]record.Status, word string) (string, *fault.Error) {
	if s, ok := known[strings.ToLower(strings.TrimSpace(word))]; ok {
		return string(s), nil
	}
	var list []string
	for w := range known {
		list = append(list, w)
	}
	slices.Sort(list)
	return "", fault.New(fault.Invalid, "intake.status", "value", clip(word), "words", strings.Join(list, ", "))
}
