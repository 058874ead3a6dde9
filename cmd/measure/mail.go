package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// smtplib is the name of what dpor is compared with where it sends messages.
const smtplib = "smtplib"

// associationsFile tells a partner for every subscription. Unlike a desired state it owes a message a row.
const associationsFile = "associations.csv"

// pythonProgram is Python, that of the system before others that may be in PATH: those are often a script
// that looks for one. Empty where there is none.
func pythonProgram() string {
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// measureMail measures how long it takes to send a message a row, and how much memory that is.
func (b bench) measureMail(ctx context.Context, folder string, rows int) (size, error) {
	s := newSize(rows)
	data := newDataSet(rows)
	folder = filepath.Join(folder, strconv.Itoa(rows))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return s, err
	}
	if err := data.writeFiles(folder); err != nil {
		return s, err
	}
	if err := writeFile(filepath.Join(folder, associationsFile), data.writeAssociations); err != nil {
		return s, err
	}
	office, err := openPostOffice()
	if err != nil {
		return s, err
	}
	defer office.close()
	ours := dpor{processes: b.processes, program: b.dpor, folder: folder, data: data, environ: []string{
		"DPOR_SMTP_HOST=127.0.0.1", "DPOR_SMTP_PORT=" + strconv.Itoa(office.port()), "DPOR_SMTP_TLS=none",
		"DPOR_SMTP_FROM=por@contoso.example",
	}}
	for n := range b.runs {
		if err := ours.owe(ctx); err != nil {
			return s, err
		}
		send := []func(context.Context, int) (outcome, error){ours.send}
		who := []string{onlyDpor}
		if b.python != "" {
			send, who = append(send, b.smtplib(ours)), append(who, smtplib)
		}
		for i := range send {
			i = (i + n) % len(send)
			o, err := send[i](ctx, office.port())
			if err != nil {
				return s, err
			}
			if taken, again := office.emptied(); taken != rows || again > 0 {
				return s, fmt.Errorf("%s: the server has %d different messages, not %d, and %d came again", who[i], taken, rows, again)
			}
			fmt.Fprintf(b.progress, "%d messages, run %d of %d: %s %s\n", rows, n+1, b.runs, who[i], spoken(o.took))
			s.add(sendJob, who[i], o)
		}
	}
	return s, nil
}

func (d dataSet) writeAssociations(w *csv.Writer) {
	_ = w.Write([]string{"type", "subscriptionId", "partnerId"})
	for _, i := range d.order {
		_ = w.Write([]string{"dpor", guidText(d.places[i].id), partnerID(d.places[i].partner)})
	}
}

// owe makes a new ledger that owes a message a row, and keeps what one of them says for smtplib to send.
func (d dpor) owe(ctx context.Context) error {
	if err := d.prepare(ctx); err != nil {
		return err
	}
	if _, err := d.run(ctx, never, "prepared.txt", "import", subscriptionsFile, associationsFile); err != nil {
		return err
	}
	var one struct{ Text, HTML string }
	if _, err := d.answer(ctx, never, &one, "notify", "show", "1"); err != nil {
		return err
	}
	content, err := json.Marshal(one)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.folder, "message.json"), content, 0o644)
}

// send sends what is owed.
func (d dpor) send(ctx context.Context, _ int) (outcome, error) {
	var told struct{ Sent int }
	o, err := d.answer(ctx, often, &told, "notify", "send")
	if err == nil && told.Sent != d.data.rows {
		err = fmt.Errorf("dpor sent %d messages of %d", told.Sent, d.data.rows)
	}
	return o, err
}

// smtplib sends as many messages that say the same, over one connection, with what Python has for that. It
// keeps no account of them.
func (b bench) smtplib(d dpor) func(context.Context, int) (outcome, error) {
	return func(ctx context.Context, port int) (outcome, error) {
		return b.processes.run(ctx, process{
			program: b.python, args: []string{"-I", "-", strconv.Itoa(port), strconv.Itoa(d.data.rows)},
			folder: d.folder, input: smtplibScript, output: "printed.txt", watch: often,
		})
	}
}

const smtplibScript = `
import json, smtplib, sys
from email.message import EmailMessage

port, messages = int(sys.argv[1]), int(sys.argv[2])
with open("message.json", encoding="utf-8") as f:
    words = json.load(f)
with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as server:
    for n in range(messages):
        m = EmailMessage()
        m["From"] = "por@contoso.example"
        m["To"] = f"mail@partner{n}.example"
        m["Subject"] = f"You are now the partner of record of subscription {n}"
        m["Message-ID"] = f"<{n}.measured@dpor.invalid>"
        m.set_content(words["Text"])
        m.add_alternative(words["HTML"], subtype="html")
        server.send_message(m)
`
