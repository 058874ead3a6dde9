package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// besides is how often the jobs of milliseconds are done for each run that was asked for.
const besides = 10

// beside measures the jobs of milliseconds and `dpor version` in turn, and then looks once at how much
// memory they have, untimed.
func (b bench) beside(ctx context.Context, d dpor, s size) error {
	for n := range b.runs * besides {
		if err := d.turn(ctx, n, never, s.add); err != nil {
			return err
		}
	}
	return d.turn(ctx, 0, veryOften, s.look)
}

// told takes what came of a job that somebody did.
type told func(j job, who string, o outcome)

// turn does each of the jobs of milliseconds once, and leaves the places as they were.
func (d dpor) turn(ctx context.Context, n int, watch watching, tell told) error {
	version, err := d.run(ctx, watch, "printed.txt", "version")
	if err != nil {
		return err
	}
	for _, j := range dporDoes() {
		tell(j, versionCommand, version)
	}
	hundred, err := d.handful(ctx, watch, hundredFile)
	if err != nil {
		return err
	}
	tell(hundredJob, onlyDpor, hundred)
	list, err := d.listOfOne(ctx, watch)
	if err != nil {
		return err
	}
	tell(listOfOneJob, onlyDpor, list)
	add, err := d.addOne(ctx, n, watch)
	if err != nil {
		return err
	}
	tell(addJob, onlyDpor, add)
	back, err := d.handful(ctx, watch, backFile)
	if err != nil {
		return err
	}
	tell(hundredJob, onlyDpor, back)
	return nil
}

// handful applies a file that changes the partner of so many places as a handful has.
func (d dpor) handful(ctx context.Context, watch watching, file string) (outcome, error) {
	told, o, err := d.apply(ctx, watch, file)
	if err == nil && told.Changed != handful {
		err = fmt.Errorf("%s: dpor changed %d places of %d", file, told.Changed, handful)
	}
	return o, err
}

// listOfOne lists the places of the newcomer, who has to hold the handful.
func (d dpor) listOfOne(ctx context.Context, watch watching) (outcome, error) {
	o, err := d.run(ctx, watch, "one.csv", "list", "--mpn", partnerID(d.data.newcomer()), "-o", "csv")
	if err != nil {
		return o, err
	}
	printed, err := os.ReadFile(filepath.Join(d.folder, "one.csv"))
	if lines := bytes.Count(printed, []byte("\n")); err == nil && lines != handful+1 {
		err = fmt.Errorf("dpor listed %d places of one partner, not %d", lines-1, handful)
	}
	return o, err
}

// addOne puts the partner in one place, another one each time, after taking it out of there, which is
// not timed.
func (d dpor) addOne(ctx context.Context, n int, watch watching) (outcome, error) {
	p := d.data.places[d.data.order[handful+n%(d.data.rows-handful)]]
	if _, err := d.run(ctx, never, "printed.txt", "remove", "--yes", "--subscription", guidText(p.id)); err != nil {
		return outcome{}, err
	}
	var told struct{ Result string }
	o, err := d.answer(ctx, watch, &told, "add", "--subscription", guidText(p.id), "--mpn", partnerID(p.partner))
	if err == nil && told.Result != "added" {
		err = fmt.Errorf("dpor add said %q", told.Result)
	}
	return o, err
}
