package view

import (
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Health says how something is.
type Health string

// How something can be.
const (
	Well   Health = "ok"
	Advice Health = "warning"
	Fault  Health = "error"
	Mended Health = "fixed"
)

// Finding is one thing that the doctor looked at.
type Finding struct {
	Check   string
	Health  Health
	Message string
	Hint    string // what to type next; may be empty
}

// Findings is what the doctor found.
func Findings() ui.View[Finding] {
	type f = Finding
	return ui.View[f]{Columns: []ui.Column[f]{
		shown("check", record.Word, func(r *f) string { return r.Check }),
		shown("status", record.Word, func(r *f) string { return string(r.Health) }),
		shown("message", record.Text, func(r *f) string { return r.Message }),
		shown("hint", record.Text, func(r *f) string { return r.Hint }),
	}}
}
