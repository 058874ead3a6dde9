package cli

import (
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/record"
)

func newConfig(s *shell) *cobra.Command {
	cmd := &cobra.Command{
		Use:         "config",
		Short:       "config.short",
		Long:        "config.long",
		Annotations: annotated(none),
		Args:        cobra.ArbitraryArgs,
		RunE:        group,
	}
	cmd.AddCommand(newConfigPath(s), newConfigList(s), newConfigGet(s), newConfigSet(s))
	return cmd
}

func newConfigPath(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "path",
		Short:       "config-path.short",
		Annotations: annotated(none, anyConfig, makesConfig),
		Args:        arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			path, err := config.FilePath(s.input)
			if err != nil {
				return err
			}
			return s.single("path", path)
		},
	}
}

// single prints one value: bare where people and shells read it, else as an object.
func (s *shell) single(key, value string) error {
	if s.printer.Format == ui.Table && s.printer.Query == nil {
		return s.printer.Bare(value)
	}
	return ui.One(s.printer, ui.View[string]{Columns: []ui.Column[string]{{
		Key: key, Type: record.Text, InTable: true, Text: func(v *string) string { return *v },
	}}}, value)
}

func newConfigList(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "list",
		Aliases:     []string{"ls"},
		Short:       "config-list.short",
		Long:        "config-list.long",
		Annotations: annotated(none),
		Args:        arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			rows, err := config.List(s.input)
			if err != nil {
				return err
			}
			return ui.List(s.printer, view.Settings(), ui.Rows(rows))
		},
	}
}

func newConfigGet(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "get KEY",
		Short:       "config-get.short",
		Annotations: annotated(none),
		Args:        arguments(1, 1),
		ValidArgs:   settingKeys(),
		RunE: func(_ *cobra.Command, args []string) error {
			row, err := config.Get(s.input, args[0])
			if err != nil {
				return err
			}
			if s.printer.Format == ui.Table && s.printer.Query == nil {
				return s.printer.Bare(row.Value)
			}
			return ui.One(s.printer, view.Settings(), row)
		},
	}
}

func newConfigSet(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "set KEY VALUE",
		Short:       "config-set.short",
		Long:        "config-set.long",
		Example:     "  dpor config set output json\n  dpor config set output ''",
		Annotations: annotated(none, makesConfig, anyConfig),
		Args:        arguments(2, 2),
		ValidArgs:   settingKeys(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.saved(config.Set(cmd.Context(), s.input, args[0], args[1])); err != nil {
				return err
			}
			row, err := config.Get(s.input, args[0])
			if err != nil {
				return err
			}
			if row.Source != config.File && args[1] != "" {
				s.printer.Warn("config-set.overruled", "key", row.Key, "value", row.Value, "source", string(row.Source))
			}
			return ui.One(s.printer, view.Settings(), row)
		},
	}
}

func settingKeys() []string {
	var keys []string
	for _, set := range config.Settings() {
		keys = append(keys, set.Key)
	}
	return keys
}
