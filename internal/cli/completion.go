package cli

import (
	"io"

	"github.com/spf13/cobra"
)

func newCompletion(s *shell) *cobra.Command {
	shells := map[string]func(*cobra.Command, io.Writer) error{
		"bash":       func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
		"fish":       func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) },
	}
	names := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:         "completion bash|zsh|fish|powershell",
		Short:       "completion.short",
		Long:        "completion.long",
		Example:     "  source <(dpor completion bash)\n  dpor completion fish > ~/.config/fish/completions/dpor.fish",
		Annotations: annotated(none, anyConfig),
		Args:        arguments(1, 1),
		ValidArgs:   names,
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := oneOf(args[0], names)
			if err != nil {
				return err
			}
			return s.printer.Document(func(w io.Writer) error { return shells[name](cmd.Root(), w) })
		},
	}
}
