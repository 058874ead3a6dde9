package config

import (
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// parse reads a value into the one form that it is listed and kept in; ok is false for a bad one.
func (s Setting) parse(value string) (canonical string, ok bool) {
	value = strings.TrimSpace(value)
	switch s.Kind {
	case Word:
		for _, w := range s.Words {
			if strings.EqualFold(w, value) {
				return w, true
			}
		}
		return "", false
	case Truth:
		switch strings.ToLower(value) {
		case "1", "true", "yes":
			return "true", true
		case "0", "false", "no":
			return "false", true
		}
		return "", false
	case Duration:
		d, err := time.ParseDuration(value)
		return d.String(), err == nil && d >= 0 && !(s.needed && d == 0)
	case Name:
		return parseName(value)
	case Period:
		p, err := day.ParsePeriod(value)
		return p.String(), err == nil && !(s.needed && p.IsZero())
	case Days:
		return parseDays(value)
	case Number:
		n, err := strconv.Atoi(value)
		canonical = strconv.Itoa(n)
		// What is written otherwise, as 025, other readers of YAML take for another number.
		return canonical, err == nil && canonical == value && s.Least <= n && n <= s.Most
	case Sender:
		return value, isSender(value)
	case Host:
		return value, address.IsHost(value)
	default:
		return value, value != ""
	}
}

// refuse is the error for a bad value; name says what it was given by: a flag, a variable or a place
// in the file.
func (s Setting) refuse(code fault.Code, name, value string) *fault.Error {
	switch {
	case strings.TrimSpace(value) == "":
		return fault.New(code, "config.value.empty", "name", name).About(name)
	case s.Kind == Duration:
		return fault.New(code, "config.value.duration", "name", name, "value", value, "none", !s.needed).About(name)
	case s.Kind == Name:
		return fault.New(code, "config.value.name", "name", name, "value", value).About(name)
	case s.Kind == Period:
		return fault.New(code, "config.value.period", "name", name, "value", value, "none", !s.needed).About(name)
	case s.Kind == Days:
		return fault.New(code, "config.value.days", "name", name, "value", badDay(value)).About(name)
	case s.Kind == Number:
		return fault.New(code, "config.value.number", "name", name, "value", value, "least", s.Least, "most", s.Most).About(name)
	case s.Kind == Sender:
		return fault.New(code, "config.value.sender", "name", name, "value", value).About(name)
	case s.Kind == Host:
		return fault.New(code, "config.value.host", "name", name, "value", withoutUser(value)).About(name)
	default:
		return fault.New(code, "config.value.word", "name", name, "value", value, "words", strings.Join(s.Words, ", ")).About(name)
	}
}

// withoutUser is a text without what stands before an "@": in the address of a server that is a user, and maybe
// a password.
func withoutUser(text string) string {
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		return "…" + text[at:]
	}
	return text
}

// isSender tells whether a text is one e-mail address that messages can come from, with or without a name. Line
// breaks and other control characters are none of it, even in the disguise that mail has for names: a header of
// the message would end there.
func isSender(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && !strings.ContainsFunc(text, unicode.IsControl) && address.IsSender(a.Name, a.Address)
}

// parseName reads the name of a profile: 1 to 40 lower case letters, digits, hyphens and
// underscores; upper case is lowered. Nothing else is let in because viper lowers map keys and
// because a dot would nest.
func parseName(name string) (string, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if len(name) < 1 || len(name) > 40 {
		return "", false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return "", false
		}
	}
	return name, true
}
