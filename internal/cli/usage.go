package cli

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// usageTemplate is how a command's usage is laid out; cobra fills it in. Its words come out of the
// catalogue like every other.
const usageTemplate = `@usage
{{- if .HasAvailableSubCommands}}
  {{.CommandPath}} @command
{{- end}}
{{- if and .Runnable (or (not .HasAvailableSubCommands) (gt (len .Example) 0))}}
  {{.UseLine}}
{{- end}}
{{- if gt (len .Aliases) 0}}

@aliases
  {{.NameAndAliases}}
{{- end}}
{{- if .HasExample}}

@examples
{{.Example}}
{{- end}}
{{- if .HasAvailableSubCommands}}
{{- $all := .Commands}}
{{- if eq (len .Groups) 0}}

@commands
{{- range $all}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{- else}}
{{- range $group := .Groups}}

{{.Title}}
{{- range $all}}{{if and (eq .GroupID $group.ID) .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{- end}}
{{- end}}
{{- end}}
{{- if .HasAvailableLocalFlags}}

@flags
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableInheritedFlags}}

@global
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableSubCommands}}

@more
{{- end}}
`

// usageIn is the template in a language.
func usageIn(texts *catalogue.Texts) string {
	words := []string{"usage", "commands", "command", "aliases", "examples", "flags", "global", "more"}
	// The name of the command is put in by cobra, after us.
	command := map[string]any{"CommandPath": "{{.CommandPath}}"}
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, "@"+w, texts.Text("help."+w, command))
	}
	return strings.NewReplacer(pairs...).Replace(usageTemplate)
}
