// Command dpor keeps the Digital Partner of Record of a customer's subscriptions.
package main

import (
	"os"

	"github.com/dpor-cli/dpor/internal/dporcmd"
)

func main() { os.Exit(dporcmd.Main()) }
