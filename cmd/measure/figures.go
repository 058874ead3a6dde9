package main

import (
	"slices"
	"time"
)

// versionCommand is what the jobs of milliseconds are compared with: what dpor needs to start at all.
const versionCommand = "dpor version"

// size is what was measured on data of one size.
type size struct {
	rows int
	took map[job]map[string][]time.Duration // by who did it
	peak map[job]int64                      // of dpor; none where nobody could look
}

func newSize(rows int) size {
	return size{rows: rows, took: map[job]map[string][]time.Duration{}, peak: map[job]int64{}}
}

// add takes in how long somebody took for a job, and how much memory that was.
func (s size) add(j job, who string, o outcome) {
	if s.took[j] == nil {
		s.took[j] = map[string][]time.Duration{}
	}
	s.took[j][who] = append(s.took[j][who], o.took)
	s.look(j, who, o)
}

// look takes in how much memory a job was, and not how long it took.
func (s size) look(j job, who string, o outcome) {
	if who == onlyDpor && o.peak > 0 {
		s.peak[j] = max(s.peak[j], o.peak)
	}
}

// median is how long somebody took for a job; false where they did not do it.
func (s size) median(j job, who string) (time.Duration, bool) {
	all := slices.Sorted(slices.Values(s.took[j][who]))
	if len(all) == 0 {
		return 0, false
	}
	half := len(all) / 2
	if len(all)%2 == 0 {
		return (all[half-1] + all[half]) / 2, true
	}
	return all[half], true
}

// row is what the report says of one job.
type row struct {
	job      job
	own      time.Duration
	hasOwn   bool
	other    time.Duration // of what dpor is compared with
	hasOther bool
	sorted   time.Duration // of SQLite with the rows sorted first; 0 where nobody did that
	peak     int64         // 0: nobody could look
	growth   float64       // 0: a tenth of the size was not measured
}

// rowOf puts together what is known of a job; tenth is what was measured on a tenth of the size.
func rowOf(s size, tenth *size, j job, other string) row {
	r := row{job: j, peak: s.peak[j]}
	r.own, r.hasOwn = s.median(j, onlyDpor)
	r.other, r.hasOther = s.median(j, other)
	r.sorted, _ = s.median(j, sortedSQLite)
	if tenth != nil {
		if before, measured := tenth.median(j, onlyDpor); measured && before > 0 {
			r.growth = float64(r.own) / float64(before)
		}
	}
	return r
}

// ratio is how much of the other's time dpor took; 0 where there are not two to compare.
func (r row) ratio() float64 { return r.to(r.other) }

func (r row) to(other time.Duration) float64 {
	if !r.hasOwn || other == 0 {
		return 0
	}
	return float64(r.own) / float64(other)
}

// verdict says which parts of the goal were missed, and which nobody could measure.
func (r row) verdict() (missed, unknown []string) {
	judge := func(what string, known, kept bool) {
		switch {
		case !known:
			unknown = append(unknown, what)
		case !kept:
			missed = append(missed, what)
		}
	}
	g := goalOf(r.job)
	if g.ratio > 0 {
		judge("time", r.ratio() > 0, r.ratio() <= g.ratio)
	}
	if g.over > 0 {
		judge("time", r.hasOwn && r.hasOther, r.own-r.other <= g.over)
	}
	if g.memory > 0 {
		judge("memory", r.peak > 0, r.peak <= g.memory)
	}
	if r.growth > 0 {
		judge("growth", true, r.growth <= growthGoal)
	}
	return missed, unknown
}
