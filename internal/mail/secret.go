package mail

import (
	"fmt"
	"io"
)

// Secret is a text that is nowhere to be seen: formatted in any way it is "…", and encoded it is nothing.
// The zero Secret is none.
type Secret struct{ text *string } // a pointer, because a private field of another struct prints as it is

// Hidden makes a secret of a text; of the empty text, none.
func Hidden(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Format writes "…", or nothing where there is no secret.
func (s Secret) Format(to fmt.State, _ rune) {
	if s.text != nil {
		_, _ = io.WriteString(to, "…")
	}
}

func (s Secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}
