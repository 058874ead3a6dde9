// Package fault is the only error vocabulary of dpor: a code that scripts rely on, the key of a
// sentence that people read, and where in the input the trouble is.
//
// It owns the codes and their exit numbers (CONTRACT section 2). It must not know how a sentence
// is worded (the catalogue does), where it is printed, or a rule of the field.
package fault

// Code names a kind of failure as scripts see it in error.code.
type Code string

// The codes of CONTRACT section 2.
const (
	OK        Code = "ok"
	Internal  Code = "internal"
	Usage     Code = "usage"
	NotFound  Code = "not-found"
	Conflict  Code = "conflict"
	Forbidden Code = "forbidden"
	Invalid   Code = "invalid"
	Busy      Code = "busy"
	Corrupt   Code = "corrupt"
	Remote    Code = "remote"
	Partial   Code = "partial"
	Changes   Code = "changes"
	Unsure    Code = "unsure"
	Cancelled Code = "cancelled"
)

// Exit is one line of the exit code table: the number a process ends with and when.
type Exit struct {
	Number int
	Code   Code
	When   string
}

var exits = []Exit{
	{0, OK, "done, or nothing to do"},
	{1, Internal, "a defect of dpor, or an I/O fault with no better name"},
	{2, Usage, "unknown command, bad flag or argument, a question that cannot be asked"},
	{3, NotFound, "a subscription, partner, customer, claim, request or file is not there"},
	{4, Conflict, "another partner holds the place; it changed since you looked; a move the state does not allow"},
	{5, Forbidden, "this role or tenant may not do that"},
	{6, Invalid, "input data breaks a rule: a bad row, a bad ID, a missing field, missing evidence"},
	{7, Busy, "the ledger is held by another process past --wait, or another sender is at work"},
	{8, Corrupt, "the ledger, its journal or its evidence is damaged or foreign, or newer than this program"},
	{9, Remote, "a mail server failed, refused or cannot be reached"},
	{10, Partial, "--continue went on past refused rows"},
	{11, Changes, "apply --dry-run --exit-code found differences"},
	{12, Unsure, "the disk failed while committing: the change may or may not be kept; run the same command again, that is safe"},
	{130, Cancelled, "Ctrl-C, or \"no\" at a confirmation"},
}

// Exits is the whole table, in the order of the numbers; the documentation is rendered from it.
func Exits() []Exit { return append([]Exit(nil), exits...) }

// Exit is the process exit number of the code; an unknown code is internal (1).
func (c Code) Exit() int {
	for _, e := range exits {
		if e.Code == c {
			return e.Number
		}
	}
	return 1
}
