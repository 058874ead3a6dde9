package app

// Meter is told how far long work has come.
type Meter interface {
	// Begin begins a stage of so many parts; one that was there has ended.
	Begin(stage Stage, parts int)
	// Add says that so many more parts are done.
	Add(parts int)
	// End says that all stages have ended.
	End()
}

// Stage is a part of long work that people know.
type Stage string

// The stages. Reading is counted in bytes, handing over in messages, the others in rows.
const (
	Reading     Stage = "reading"
	Deciding    Stage = "deciding"
	Writing     Stage = "writing"
	HandingOver Stage = "handing-over"
)

// unseen is the meter that nobody looks at.
type unseen struct{}

func (unseen) Begin(Stage, int) {}
func (unseen) Add(int)          {}
func (unseen) End()             {}

func (e Engine) meter() Meter {
	if e.Meter == nil {
		return unseen{}
	}
	return e.Meter
}
