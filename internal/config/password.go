package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

const (
	// passwordKey is what the key of the password would be. It is no setting, because the file and the
	// list of settings are shown to others; it has an environment variable all the same.
	passwordKey     = "smtp.password"
	passwordFileKey = "smtp.password-file"
	// longestPassword is how long a password may be, in bytes.
	longestPassword = 4096
)

func isPassword(key string) bool { return strings.EqualFold(key, passwordKey) }

// MailPassword is the password for the SMTP server: DPOR_SMTP_PASSWORD where that is set, else what
// the file of smtp.password-file holds, without the line end; empty where there is neither (CONTRACT
// section 10). The error is not-found where the file is not there, internal where it cannot be read,
// invalid where it is no plain file or does not hold one line of 1 to 4096 bytes. No error repeats what the file holds.
func (c Config) MailPassword(env func(string) string) (string, error) {
	if password := env(EnvName(passwordKey)); password != "" {
		return password, nil
	}
	path := c.Mail.PasswordFile
	if path == "" {
		return "", nil
	}
	content, err := beginning(path)
	switch {
	case errors.Is(err, errNoFile):
		return "", fault.New(fault.Invalid, "config.password.file", "file", path).About(path)
	case errors.Is(err, fs.ErrNotExist):
		return "", fault.New(fault.NotFound, "config.password.missing", "file", path, "setting", passwordFileKey).About(path).Because(err)
	case err != nil:
		return "", fault.New(fault.Internal, "config.password.read", "file", path, "reason", reason(err), "setting", passwordFileKey).About(path).Because(err)
	}
	password := bytes.TrimSuffix(content, []byte("\n"))
	if len(password) < len(content) {
		password = bytes.TrimSuffix(password, []byte("\r"))
	}
	password = bytes.TrimPrefix(password, []byte("\ufeff")) // which editors put there unasked
	switch {
	case len(password) == 0:
		return "", fault.New(fault.Invalid, "config.password.empty", "file", path).About(path)
	case bytes.IndexByte(password, 0) >= 0: // UTF-16, or no text at all
		return "", fault.New(fault.Invalid, "config.password.text", "file", path).About(path)
	case bytes.ContainsAny(password, "\r\n"):
		return "", fault.New(fault.Invalid, "config.password.lines", "file", path).About(path)
	case len(password) > longestPassword:
		return "", fault.New(fault.Invalid, "config.password.long", "file", path, "most", longestPassword).About(path)
	}
	return string(password), nil
}

// errNoFile tells that a path leads to no plain file: whoever reads a pipe may wait for ever.
var errNoFile = errors.New("no plain file")

// beginning is as much of a file as tells whether it is longer than a password with its line end.
func beginning(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errNoFile
	}
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(len("\ufeff")+longestPassword+len("\r\n")+1)))
}

// PasswordExposed tells whether others than its owner can read, write or run a password file. It is
// false on Windows, whose permissions are no such bits, and where there is no such file.
func PasswordExposed(file string) bool { return exposed(runtime.GOOS, file) }

func exposed(system, file string) bool {
	if system == "windows" {
		return false
	}
	info, err := os.Stat(file)
	return err == nil && info.Mode().Perm()&0o077 != 0
}
