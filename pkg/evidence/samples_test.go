package evidence_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// compound is the beginning of a compound file with a stream of a name.
func compound(stream string) string {
	var entry strings.Builder
	for _, c := range stream + "\x00" {
		entry.WriteString(string([]byte{byte(c), 0}))
	}
	return ole + strings.Repeat("\x00", 512-len(ole)) + entry.String()
}

// packed is a ZIP file with entries of these names; what follows a "=" is in the entry.
func packed(t *testing.T, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, entry := range entries {
		name, content, _ := strings.Cut(entry, "=")
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// example is a small file of a kind: what it may be called, and by which name messages know the kind.
type example struct {
	kind, mediaType string
	extensions      []string
	content         string
}

// examples has one of every kind that is kept. Text may have any extension of texts.
func examples(t *testing.T) []example {
	const (
		office = "application/vnd.openxmlformats-officedocument."
		open   = "application/vnd.oasis.opendocument."
		types  = "[Content_Types].xml=<Types/>"
	)
	one := func(kind, mediaType, content string) example {
		return example{kind, mediaType, []string{kind}, content}
	}
	return []example{
		one("pdf", "application/pdf", "%PDF-1.4\n%%EOF\n"),
		one("doc", "application/msword", compound("WordDocument")),
		one("xls", "application/vnd.ms-excel", compound("Workbook")),
		one("ppt", "application/vnd.ms-powerpoint", compound("PowerPoint Document")),
		one("msg", "application/vnd.ms-outlook", compound("__properties_version1.0")),
		one("docx", office+"wordprocessingml.document", packed(t, types, "word/document.xml")),
		one("xlsx", office+"spreadsheetml.sheet", packed(t, types, "xl/workbook.xml")),
		one("pptx", office+"presentationml.presentation", packed(t, types, "ppt/presentation.xml")),
		one("odt", open+"text", packed(t, "mimetype="+open+"text")),
		one("ods", open+"spreadsheet", packed(t, "mimetype="+open+"spreadsheet")),
		one("odp", open+"presentation", packed(t, "mimetype="+open+"presentation")),
		{"xps", "application/vnd.ms-xpsdocument", []string{"xps"}, packed(t, types, "FixedDocumentSequence.fdseq")},
		one("rtf", "application/rtf", `{\rtf1 work done}`),
		one("png", "image/png", "\x89PNG\r\n\x1a\n\x00"),
		{"jpg", "image/jpeg", []string{"jpg", "jpeg", "jpe", "jfif"}, "\xff\xd8\xff\xe0\x00"},
		one("gif", "image/gif", "GIF89a"),
		{"bmp", "image/bmp", []string{"bmp", "dib"}, "BM\x1a\x00\x00\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x28\x00\x00\x00"},
		{"tif", "image/tiff", []string{"tif", "tiff"}, "II*\x00"},
		one("webp", "image/webp", "RIFF\x04\x00\x00\x00WEBP"),
		one("heic", "image/heic", "\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00heic"),
		{"eml", "message/rfc822", []string{"eml", "txt", "log", "csv", "md"}, "From: Kim <kim@fabrikam.com>\r\nSubject: Done\r\n\r\nAll is live."},
		{"mht", "multipart/related", []string{"mht", "mhtml", "txt", "log", "csv", "md"}, "MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n--x"},
		{"html", "text/html", []string{"html", "htm", "txt", "log", "csv", "md"}, "\xef\xbb\xbf\n<!DOCTYPE html><p>Åtgärdat</p>"},
		{"txt", "text/plain", []string{"txt", "log", "csv", "md"}, "Åtgärdat\r\n"},
	}
}
