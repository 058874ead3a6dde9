package mail

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
)

// decoded is the content of a part.
func decoded(t tester, encoding string, from io.Reader) string {
	t.Helper()
	switch encoding {
	case "base64":
		from = base64.NewDecoder(base64.StdEncoding, from)
	case "quoted-printable":
		from = quotedprintable.NewReader(from)
	default:
		t.Fatalf("the encoding %q", encoding)
	}
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(content)
}
