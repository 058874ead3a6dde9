// Package arch owns the rules of the house, as tests that read the project's own files: which package
// may import which, which library belongs to whom, who may exit, print and ask the time, how files and
// tests are named, and that every sentence in the code is in the catalogue and every place named in
// the documentation is there.
//
// It reads source text and builds nothing, so that a rule is checked for every platform at once. It
// must not know a rule of the field.
package arch
