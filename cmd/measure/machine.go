package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// thisMachine says in a few words what the figures were measured on: what can be found out of the
// processor, the cores, the system, the file system of the folder, and how busy the machine was.
func (p processes) thisMachine(ctx context.Context, folder string) string {
	words := []string{p.processor(ctx), fmt.Sprintf("%d cores", runtime.NumCPU()), runtime.GOOS + "/" + runtime.GOARCH}
	if release := first("/proc/sys/kernel/osrelease"); release != "" {
		words[2] += " " + release
	}
	if kind := fileSystem(string(content("/proc/mounts")), folder); kind != "" {
		words = append(words, kind)
	}
	if load := first("/proc/loadavg"); load != "" {
		words = append(words, "load "+load+" at the start")
	}
	return strings.Join(words, ", ")
}

// processor is the model of the processor, where the system tells it.
func (p processes) processor(ctx context.Context) string {
	for line := range strings.Lines(string(content("/proc/cpuinfo"))) {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	if runtime.GOOS == "darwin" {
		if model, err := p.text(ctx, "sysctl", "-n", "machdep.cpu.brand_string"); err == nil {
			return model
		}
	}
	return "unknown processor"
}

// fileSystem is the kind of file system that a folder lies in, of a list as Linux has it: device,
// place, kind, and more.
func fileSystem(mounts, folder string) (kind string) {
	longest := -1
	for line := range strings.Lines(mounts) {
		words := strings.Fields(line)
		if len(words) < 3 {
			continue
		}
		place := strings.TrimSuffix(words[1], "/")
		if (folder == place || strings.HasPrefix(folder, place+"/")) && len(place) > longest {
			longest, kind = len(place), words[2]
		}
	}
	return kind
}

// first is the first word of a file, none where there is no such file.
func first(file string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(string(content(file))), " ")
	return word
}

// content is what a file of the system says; nothing where the system has no such file.
func content(file string) []byte {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return b
}
