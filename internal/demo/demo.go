// Package demo owns the sample exports of `dpor demo` and the command lines it shows. It must not run
// them: package cli does.
package demo

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed samples
var samples embed.FS

// The records of the samples that the command lines name.
const (
	tenant       = "7a1c5c7e-2f4b-4d1e-9c33-6b8f0d2e4a10"
	subscription = "0b0f6a52-54a3-4c4e-8d1b-6f3d2c9a7e01"
	partner      = "4391507"
)

// Lines are the command lines of the demo, after "dpor", in their order.
func Lines() [][]string {
	return [][]string{
		{"init", "--user", "admin@contoso.example", "--role", "global-admin", "--tenant", tenant},
		{"import", "customers.csv", "partners.csv", "graph-subscriptions.json"},
		{"check-id", partner},
		{"add-por", "--subscription", subscription, "--mpn", partner, "--yes"},
		{"add-por", "--all-unassigned", "--mpn", partner, "--comment", "Fabrikam runs it all", "--yes"},
		{"list"},
		{"history", "--subscription", subscription},
		{"profile", "add", "partner", "--user", "bo@fabrikam.example", "--role", "incentives-admin", "--mpn", partner},
		{"profile", "use", "partner"},
		{"claim", "new", "-f", "claim.yaml", "--output", "yaml", "--query", "{claim: claimId, status: status, workloads: workloads}"},
		{"claim", "attach", "CLM-1", "proof-of-execution.txt", "-o", "yaml", "--query", "evidence[].{file: fileName, type: mediaType}"},
		{"claim", "submit", "CLM-1", "--yes", "-o", "yaml", "--query", "{status: status, attestedBy: attestation.by}"},
		{"claim", "review", "CLM-1", "-o", "yaml", "--query", "status"},
		{"claim", "approve", "CLM-1", "-o", "yaml", "--query", "status"},
		{"history", "--claim", "CLM-1"},
		{"list", "--type", "cpor"},
		{"list", "notifications"},
	}
}

// Unpack writes the sample exports into a folder and gives their names.
func Unpack(folder string) ([]string, error) {
	files, err := fs.ReadDir(samples, "samples")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		content, err := fs.ReadFile(samples, "samples/"+f.Name())
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, f.Name()), content, 0o600); err != nil {
			return nil, err
		}
		names = append(names, f.Name())
	}
	return names, nil
}
