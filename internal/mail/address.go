package mail

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// recipients are the addresses of a message, each once; of two that differ in the case of the domain only
// the first. What is no address is left out, and told: invalid, mail.address. That is the error too where
// nothing else is left.
func recipients(given []string) (list []string, none []*fault.Error, err error) {
	known := map[string]bool{}
	for _, one := range given {
		if !address.IsOne(one) {
			none = append(none, fault.New(fault.Invalid, "mail.address", "value", shown(one, mostOfValue)).About(shown(one, mostOfValue)))
			continue
		}
		if !known[mailbox(one)] {
			known[mailbox(one)] = true
			list = append(list, one)
		}
	}
	switch {
	case len(list) > 0:
		return list, none, nil
	case len(none) > 0:
		return nil, none, none[0]
	}
	return nil, nil, fault.New(fault.Invalid, "mail.address", "value", "")
}

// mailbox is the same for two addresses that differ in the case of the domain only.
func mailbox(one string) string {
	at := strings.LastIndexByte(one, '@') + 1
	return one[:at] + strings.ToLower(one[at:])
}
