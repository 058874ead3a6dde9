package evidence

// kind is one kind of document. The first extension is its name in messages; a kind without any is
// known in order to be named, and refused.
type kind struct {
	name       string
	extensions []string
	mediaType  string
	fits       func(sample) bool
	// text is true where the kind has no mark of its own: content with the mark of another kind is
	// not looked at as text, though it may read as such.
	text bool
}

// known makes a kind that is kept.
func known(mediaType string, fits func(sample) bool, extensions ...string) kind {
	return kind{name: extensions[0], extensions: extensions, mediaType: mediaType, fits: fits}
}

// plain makes a kind of text that is kept.
func plain(mediaType string, fits func(sample) bool, extensions ...string) kind {
	k := known(mediaType, fits, extensions...)
	k.text = true
	return k
}

// kinds is every kind of document, those with a mark of their own first (CONTRACT section 8). What
// partners could upload in 2015 is here but for video, sound and Photoshop (DOMAIN 1.8); OpenDocument,
// newer images and plain text have been added.
func kinds() []kind {
	const (
		office = "application/vnd.openxmlformats-officedocument."
		open   = "application/vnd.oasis.opendocument."
	)
	return []kind{
		known("application/pdf", isPDF, "pdf"),
		known("application/msword", holds("WordDocument"), "doc"),
		known("application/vnd.ms-excel", holds("Workbook", "Book"), "xls"),
		known("application/vnd.ms-powerpoint", holds("PowerPoint Document"), "ppt"),
		known("application/vnd.ms-outlook", holds("__properties_version1.0"), "msg"),
		known(office+"wordprocessingml.document", packs("word/"), "docx"),
		known(office+"spreadsheetml.sheet", packs("xl/"), "xlsx"),
		known(office+"presentationml.presentation", packs("ppt/"), "pptx"),
		known(open+"text", declares(open+"text"), "odt"),
		known(open+"spreadsheet", declares(open+"spreadsheet"), "ods"),
		known(open+"presentation", declares(open+"presentation"), "odp"),
		known("application/vnd.ms-xpsdocument", isXPS, "xps"),
		known("application/oxps", isXPS, "oxps"),
		known("application/rtf", begins(`{\rtf`), "rtf"),
		known("image/png", begins("\x89PNG\r\n\x1a\n"), "png"),
		known("image/jpeg", begins("\xff\xd8\xff"), "jpg", "jpeg", "jpe", "jfif"),
		known("image/gif", begins("GIF87a", "GIF89a"), "gif"),
		known("image/bmp", isBMP, "bmp", "dib"),
		known("image/tiff", begins("II*\x00", "MM\x00*", "II+\x00", "MM\x00+"), "tif", "tiff"),
		known("image/webp", isWebP, "webp"),
		known("image/heic", isHEIC, "heic"),
		plain("message/rfc822", isMail, "eml"),
		plain("multipart/related", isWebArchive, "mht", "mhtml"),
		plain("text/html", isHTML, "html", "htm"),
		plain("text/plain", isText, "txt", "log"),
		plain("text/csv", isText, "csv"),
		plain("text/markdown", isText, "md"),
		{name: "zip", fits: begins("PK\x03\x04", "PK\x05\x06")},
		{name: "exe", fits: begins("MZ")},
	}
}
