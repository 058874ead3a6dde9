package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The goals of sending: 10,000 messages in 30 seconds, and as much memory for many as for few.
const (
	mailGoal       = 3 * time.Millisecond // a message
	mailMemoryGoal = 1.2                  // times that of the fewest messages
)

// mailMarkdown is the section of the page about messages, and what is printed.
func (r report) mailMarkdown() string {
	says := []string{
		fmt.Sprintf("Measured on %s: %s; %s.", r.day, r.machine, r.versions),
		"This makes the data, builds dpor, and measures again:", "", "    " + r.options.commandLine(), "",
		fmt.Sprintf("Each time is the median of %d. The server is one of this machine that takes every message and keeps none; it needs the", r.options.runs),
		"processor too. Every message arrived once.",
	}
	switch {
	case strings.Contains(r.versions, "Python"):
		says = append(says, "smtplib sends as many messages with the same text over one connection, and keeps no account of what it has sent.")
	case r.options.only == "":
		says = append(says, "Only dpor was measured: there is no python3.")
	}
	says = append(says, r.memoryExplained(), "")
	header := []string{"messages", "dpor", "a second", smtplib, "a second", "ratio", "memory", "growth of memory", "goal", "met"}
	var rows [][]string
	for i, s := range r.sizes {
		rows = append(rows, mailCells(s, r.sizes[0], i > 0))
	}
	return strings.Join(says, "\n") + "\n" + table(header, rows)
}

// mailCells are a row of the table of messages; fewest is what was measured with the fewest of them.
func mailCells(s, fewest size, grown bool) []string {
	own, _ := s.median(sendJob, onlyDpor)
	other, compared := s.median(sendJob, smtplib)
	rate := func(took time.Duration) string { return grouped(int(float64(s.rows) / took.Seconds())) }
	cells := []string{grouped(s.rows), spoken(own), rate(own), "", "", "", "", ""}
	if compared {
		cells[3], cells[4], cells[5] = spoken(other), rate(other), strconv.FormatFloat(own.Seconds()/other.Seconds(), 'f', 2, 64)
	}
	limit := time.Duration(s.rows) * mailGoal
	goals, missed, met := []string{limit.String()}, []string(nil), "yes"
	if own > limit {
		missed = append(missed, "time")
	}
	peak, least := s.peak[sendJob], fewest.peak[sendJob]
	if peak > 0 {
		cells[6] = inMegabytes(peak)
	}
	if grown {
		goals = append(goals, "growth "+strconv.FormatFloat(mailMemoryGoal, 'f', -1, 64))
		met = "not measured: memory"
	}
	if grown && peak > 0 && least > 0 {
		growth := float64(peak) / float64(least)
		cells[7], met = strconv.FormatFloat(growth, 'f', 2, 64), "yes"
		if growth > mailMemoryGoal {
			missed = append(missed, "memory")
		}
	}
	if len(missed) > 0 {
		met = "**missed: " + strings.Join(missed, ", ") + "**"
	}
	return append(cells, strings.Join(goals, ", "), met)
}
