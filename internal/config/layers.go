package config

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/viper"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// load reads the file and puts the layers over each other. It goes on after an error, because the
// error has to be told in the language and form of the layers that are right; the first is returned.
func (t table) load(in Input) (Config, []Row, error) {
	var config Config
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}

	file, err := FilePath(in)
	keep(err)
	found, err := t.readFile(in, file)
	keep(err)
	config.File, config.Profiles = file, found.profiles

	m := machineOf(in)
	v := viper.New()
	_ = v.MergeConfigMap(found.values) // of a map in memory it reports no error
	rows := make([]Row, 0, len(t))
	for _, s := range t {
		row, err := s.resolve(v, in, m, func(value string) *fault.Error { return found.refuse(s, file, value) })
		keep(err)
		if s.Kind == Path && row.Source == File && !filepath.IsAbs(row.Value) {
			// Relative to the file, not to the folder a command happens to run in: the same file
			// must always mean the same ledger.
			row.Value = filepath.Join(filepath.Dir(file), row.Value)
		}
		s.put(&config, row.Value)
		rows = append(rows, row)
	}
	for i, s := range t {
		if s.settle != nil && rows[i].Source == Default {
			rows[i].Value = s.settle(&config)
		}
	}
	return config, rows, first
}

// resolve puts the layers of one setting into viper, weakest first, and takes out the strongest. A
// bad value gives the default beside the error.
func (s Setting) resolve(v *viper.Viper, in Input, m machine, inFile func(string) *fault.Error) (Row, error) {
	source, name := Default, ""
	if v.InConfig(s.Key) {
		source = File
	}
	if value := in.Env(EnvName(s.Key)); value != "" {
		source, name = Environment, EnvName(s.Key)
		v.Set(s.Key, value)
	}
	if s.override != "" && in.Env(s.override) != "" {
		source, name = Environment, s.override
		v.Set(s.Key, s.forced)
	}
	if value, given := in.Flags[s.Key]; given {
		source, name = Flag, "--"+s.Key
		v.Set(s.Key, value)
	}
	if source == Default {
		value, err := s.otherwise(m)
		return Row{s.Key, value, Default}, err
	}

	text := v.GetString(s.Key)
	value, ok := s.parse(text)
	if ok && s.Kind == Path {
		value = m.expand(value)
	}
	if ok {
		return Row{s.Key, value, source}, nil
	}
	value, _ = s.otherwise(m) // the bad value is the error to tell
	if source == File {
		return Row{s.Key, value, Default}, inFile(text)
	}
	return Row{s.Key, value, Default}, s.refuse(fault.Usage, name, text)
}

func (s Setting) otherwise(m machine) (string, error) {
	if s.derive != nil {
		return s.derive(m)
	}
	return s.Default, nil
}

// readFile is what the configuration file says: nothing where there is none, unless it was named by
// --config and the command is not one that makes it.
func (t table) readFile(in Input, file string) (contents, error) {
	if file == "" {
		return contents{}, nil
	}
	d, err := read(file)
	if err != nil {
		return contents{}, err
	}
	if _, named := in.Flags["config"]; named && !d.there && !in.Create {
		return contents{}, fault.New(fault.NotFound, "config.file.missing", "file", file).About(file)
	}
	return d.check(t, in.Roles)
}

// refuse is the error for a bad value of a setting in the file.
func (c contents) refuse(s Setting, file, value string) *fault.Error {
	if s.Kind == Days {
		value = badDay(value)
	}
	line := c.line(s.Key, value)
	if s.Kind == Host {
		value = withoutUser(value)
	}
	return s.refuse(fault.Invalid, located(s.Key, file, line), value).About(file).In(file, line, s.Key, value)
}

// line is where a part of a setting's value stands: the line of its item where that is a list.
func (c contents) line(key, part string) int {
	nodes := c.nodes[key]
	for _, n := range nodes {
		if strings.Contains(n.Value, part) {
			return n.Line
		}
	}
	return nodes[0].Line
}

// located names a key and where it stands, in a form that needs no translation.
func located(key, file string, line int) string {
	return fmt.Sprintf("%s (%s:%d)", key, file, line)
}
