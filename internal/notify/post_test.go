package notify_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAServerIsStuckWhereItFallsSilentOrHangsUp(t *testing.T) {
	for name, c := range map[string]struct {
		err  *fault.Error
		want bool
	}{
		"no answer to the message":     {fault.New(fault.Remote, notify.Unanswered, "host", "h"), true},
		"the line broke":               {fault.New(fault.Remote, notify.Lost, "host", "h", "step", "DATA"), true},
		"it said that it hangs up":     {fault.New(fault.Remote, notify.Refused, "code", notify.Closing), true},
		"refused for now":              {fault.New(fault.Remote, notify.Refused, "code", 451), false},
		"refused for good":             {fault.New(fault.Remote, notify.Refused, "code", 550), false},
		"refused without a code":       {fault.New(fault.Remote, notify.Refused), false},
		"a disk":                       {fault.New(fault.Internal, notify.Disk), false},
		"nobody signed in, with a 421": {fault.New(fault.Remote, "mail.sign-in", "code", notify.Closing), false},
		"a server that was not there":  {fault.New(fault.Remote, "mail.unreachable"), false},
		"an error of something else":   {fault.New(fault.Corrupt, "ledger.damaged"), false},
	} {
		if got := notify.Stuck(c.err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
