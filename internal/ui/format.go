package ui

import (
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Format is how results are written (CONTRACT section 1).
type Format string

// The formats.
const (
	Table  Format = "table"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	CSV    Format = "csv"
	TSV    Format = "tsv"
	YAML   Format = "yaml"
)

// Formats are the formats, the default first.
func Formats() []Format { return []Format{Table, JSON, NDJSON, CSV, TSV, YAML} }

// ParseFormat reads the value of --output; the error is usage.
func ParseFormat(s string) (Format, error) {
	if f := Format(s); slices.Contains(Formats(), f) {
		return f, nil
	}
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return "", fault.New(fault.Usage, "ui.format", "value", s, "formats", strings.Join(names, ", ")).About("--output")
}

// machine tells whether errors are read by a program (CONTRACT section 1).
func (f Format) machine() bool { return f == JSON || f == NDJSON }
