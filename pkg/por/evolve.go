package por

import "github.com/dpor-cli/dpor/pkg/journal"

// Evolve is the place after an event, which the given journal entry holds.
func Evolve(s State, e Event, stamp journal.Stamp, entry uint64) State {
	moves := make([]Move, len(s.Moves), len(s.Moves)+1)
	copy(moves, s.Moves)
	return State{
		Subscription: e.Subscription,
		Tenant:       e.Tenant,
		Moves: append(moves, Move{
			Action: e.Action, Partner: e.Partner, Previous: e.Previous, Since: e.Since,
			Comment: e.Comment, Journal: entry, Stamp: stamp,
		}),
	}
}
