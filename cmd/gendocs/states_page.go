package main

import (
	"fmt"
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/cpor"
)

// states is the page about the moves of a claim: the diagram, the table of moves and the table of roles.
func states() string {
	english := catalogue.New("en")
	var moves, roles [][]string
	for _, rule := range cpor.Verbs() {
		var from, to []string
		for _, e := range cpor.Edges() {
			if e.Verb == rule.Verb {
				from, to = append(from, status(e.From)), []string{status(e.To)}
				if e.From == e.To {
					to = []string{"stays"}
				}
			}
		}
		reason := ""
		if rule.Reason {
			reason = "needed"
		}
		yes := ""
		if rule.TakesAway {
			yes = "needed in a script"
		}
		command := "[" + mono("claim "+string(rule.Verb)) + "](cli/claim-" + string(rule.Verb) + ".md)"
		moves = append(moves, []string{strings.Join(from, ", "), command, to[0], english.Text("claim.by."+string(rule.By), nil), reason, yes})
	}
	for _, r := range cpor.RoleRules() {
		solution := ""
		if r.NeedsSolution {
			solution = "needed"
		}
		paid := "none"
		if r.Paid {
			paid = "possible"
		}
		roles = append(roles, []string{
			mono(string(r.Area)), mono(string(r.Role)), prose(english.Text("claim.role-note."+string(r.Role), nil)), "a " + string(r.Unit), paid, solution,
		})
	}
	return joined([]string{
		"# The life of a claim",
		"A [claim](cli/claim.md) is in one of these states. What is not drawn here is refused, with the moves that are allowed.",
		"```mermaid\nstateDiagram-v2\n" + diagram() + "```",
		table([]string{"from", "command", "to", "whose move it is", "`--reason`", "`--yes`"}, moves),
		"How long the partner can answer and dispute, and whether the customer has a window after the approval in which the association is `pending`, are [settings](settings.md): `claim.answer-within`, `claim.dispute-within`, `claim.customer-window`, `claim.holidays`.",
		"## Roles",
		table([]string{"solution area", "role", "choose it where", "one partner for", "incentives", "`solution`"}, roles),
		"The tables are `pkg/cpor/moves.go:Edges`, `pkg/cpor/moves.go:Verbs` and `pkg/cpor/role.go:RoleRules`.",
	})
}

func status(s cpor.Status) string {
	switch s {
	case cpor.None:
		return "–"
	case cpor.Gone:
		return "gone"
	}
	return mono(string(s))
}

// diagram draws the moves; those of one pair of states share an arrow.
func diagram() string {
	type arrow struct{ from, to cpor.Status }
	labels := map[arrow][]string{}
	var arrows []arrow
	for _, e := range cpor.Edges() {
		a := arrow{e.From, e.To}
		if labels[a] == nil {
			arrows = append(arrows, a)
		}
		labels[a] = append(labels[a], string(e.Verb))
	}
	var b strings.Builder
	for _, s := range cpor.Statuses() {
		fmt.Fprintf(&b, "    state %q as %s\n", string(s), node(s))
	}
	for _, a := range arrows {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", node(a.from), node(a.to), strings.Join(labels[a], ", "))
	}
	fmt.Fprintf(&b, "    %s --> [*]\n", node(cpor.Ended))
	return b.String()
}

// node is a state's name in the diagram, which may have no hyphen.
func node(s cpor.Status) string {
	if s == cpor.None || s == cpor.Gone {
		return "[*]"
	}
	return strings.ReplaceAll(string(s), "-", "_")
}
