package evidence

import (
	"path"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// unknown is what content looks like that is of no kind.
const unknown = "unknown"

// Recognise gives the media type of a document that its name and its content agree on. The error is
// invalid: "evidence.empty", "evidence.large", "evidence.type" where the name says no kind that is
// kept, or "evidence.content" where the content is not what the name says (CONTRACT section 8).
func Recognise(fileName string, content []byte) (mediaType string, err error) {
	if err := CheckSize(fileName, uint64(len(content))); err != nil {
		return "", err
	}
	extension := strings.ToLower(strings.TrimPrefix(path.Ext(fileName), "."))
	all := kinds()
	var extensions []string
	for _, k := range all {
		extensions = append(extensions, k.extensions...)
	}
	if !slices.Contains(extensions, extension) {
		return "", fault.New(fault.Invalid, "evidence.type", "name", fileName, "types", strings.Join(extensions, ", ")).About(fileName)
	}
	mediaType, found := compare(all, extension, examine(content))
	if mediaType == "" {
		return "", fault.New(fault.Invalid, "evidence.content", "name", fileName, "type", extension, "found", found).About(fileName)
	}
	return mediaType, nil
}

// compare gives the media type of the kind that an extension names, where the content fits it, else
// the name of the first kind that the content looks like.
func compare(all []kind, extension string, s sample) (mediaType, found string) {
	found = unknown
	marked := false
	for _, k := range all {
		if k.text && marked || !k.fits(s) {
			continue
		}
		if slices.Contains(k.extensions, extension) {
			return k.mediaType, k.name
		}
		if found == unknown {
			found = k.name
		}
		marked = marked || !k.text
	}
	return "", found
}
