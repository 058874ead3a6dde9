package main

import "time"

// job is something that is measured; it reads as the report says it.
type job string

// The jobs that dpor and sqlite3 both do, in their order: each begins with what the one before left.
const (
	importJob job = "import the subscriptions"
	applyJob  job = "apply, every place is new"
	againJob  job = "apply again, nothing changes"
	listJob   job = "list everything as CSV"
)

// The jobs that dpor does alone, beside `dpor version`.
const (
	listOfOneJob job = "list --mpn, 100 rows"
	addJob       job = "add one"
	hundredJob   job = "apply 100 changes"
)

// sendJob is what dpor and smtplib of Python both do, where that is measured.
const sendJob job = "send, a message a row"

// bothDo are the jobs that dpor and sqlite3 both do.
func bothDo() []job { return []job{importJob, applyJob, againJob, listJob} }

// dporDoes are the jobs that dpor does alone.
func dporDoes() []job { return []job{listOfOneJob, addJob, hundredJob} }

// megabyte is what memory is told in.
const megabyte = 1_000_000

// goal is what a job is to keep to.
type goal struct {
	ratio  float64       // at most so much of the time of what it is compared with; 0: no matter
	over   time.Duration // or at most so much longer than that
	memory int64         // at most so many bytes of its own; 0: no matter
}

// growthGoal is how many times as long a job may take where there is ten times as much.
const growthGoal = 12.0

func goalOf(j job) goal {
	return map[job]goal{
		importJob:    {ratio: 0.5, memory: 256 * megabyte},
		applyJob:     {ratio: 0.3, memory: 256 * megabyte},
		againJob:     {ratio: 0.15, memory: 256 * megabyte},
		listJob:      {ratio: 0.2, memory: 64 * megabyte},
		listOfOneJob: {ratio: 1.7},
		addJob:       {over: 15 * time.Millisecond, memory: 64 * megabyte},
		hundredJob:   {over: 60 * time.Millisecond, memory: 64 * megabyte},
	}[j]
}
