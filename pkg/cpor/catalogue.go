package cpor

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/nearest"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Item is a workload or product that can be claimed. Which there are has changed over the years, so
// that they are data (DOMAIN 1.3).
type Item struct {
	ID      string // as the claim keeps it
	Name    string // as people know it
	Area    Area
	Aliases []string
	// Products are the products of subscriptions that a claim of the area can be for.
	Products []string
}

// ItemFields is the table of an item's fields.
func ItemFields() []record.Field[Item] {
	return []record.Field[Item]{
		record.TextField("workload", func(i *Item) *string { return &i.ID }),
		record.TextField("name", func(i *Item) *string { return &i.Name }),
		record.WordField("solutionArea", Areas(), "", func(i *Item) *Area { return &i.Area }),
		record.ListField("aliases", func(i *Item) *[]string { return &i.Aliases }),
		record.ListField("products", func(i *Item) *[]string { return &i.Products }),
	}
}

// Catalogue is what can be claimed.
type Catalogue []Item

// Find is the item of an area that a text names, by ID, name or alias in any letter case.
func (c Catalogue) Find(area Area, text string) (Item, bool) {
	for _, item := range c {
		if item.Area != area {
			continue
		}
		for _, known := range append([]string{item.ID, item.Name}, item.Aliases...) {
			if known != "" && strings.EqualFold(known, strings.TrimSpace(text)) {
				return item, true
			}
		}
	}
	return Item{}, false
}

// Of are the items of an area.
func (c Catalogue) Of(area Area) []Item {
	var list []Item
	for _, item := range c {
		if item.Area == area {
			list = append(list, item)
		}
	}
	return list
}

// Name is how people know a workload; the ID itself where the catalogue lacks it.
func (c Catalogue) Name(area Area, id string) string {
	if item, ok := c.Find(area, id); ok && item.Name != "" {
		return item.Name
	}
	return id
}

// covers tells whether subscriptions of a product can be claimed in an area.
func (c Catalogue) covers(area Area, p record.Product) bool {
	for _, item := range c.Of(area) {
		for _, known := range item.Products {
			if strings.EqualFold(known, string(p)) {
				return true
			}
		}
	}
	return false
}

// normal are the workloads by their IDs, each once. The error is invalid for one that the catalogue
// lacks, and names the nearest.
func (c Catalogue) normal(area Area, workloads []string) (list []string, problems []*fault.Error) {
	seen := map[string]bool{}
	for _, text := range workloads {
		item, ok := c.Find(area, text)
		if !ok {
			var known []string
			for _, i := range c.Of(area) {
				known = append(append(known, i.ID), i.Aliases...)
				if i.Name != "" {
					known = append(known, i.Name)
				}
			}
			problems = append(problems, problem("claim.workload", "workloads", "workload", text, "area", string(area), "near", nearest.Nearest(text, known)))
			continue
		}
		if !seen[item.ID] {
			seen[item.ID] = true
			list = append(list, item.ID)
		}
	}
	return list, problems
}
