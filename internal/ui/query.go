package ui

import (
	"errors"
	"fmt"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/jmespath-community/go-jmespath"
	"github.com/jmespath-community/go-jmespath/pkg/functions"
	"github.com/jmespath-community/go-jmespath/pkg/parsing"
)

// Query is a JMESPath expression that is asked of the JSON form of a result (CONTRACT section 1).
type Query struct {
	text       string
	expression jmespath.JMESPath
}

// ParseQuery reads the value of --query, before any work is done; the error is usage. An empty text
// is no query.
func ParseQuery(text string) (query *Query, err error) {
	if text == "" {
		return nil, nil
	}
	defer func() {
		if r := recover(); r != nil {
			query, err = nil, badQuery("ui.query", text, fmt.Errorf("%v", r))
		}
	}()
	exact := quoteWords(text)
	tree, err := jmespath.NewParser().Parse(exact)
	if err != nil {
		return nil, badQuery("ui.query", text, err)
	}
	known := map[string]bool{}
	for _, f := range functions.GetDefaultFunctions() {
		known[f.Name] = true
	}
	if err := checkFunctions(tree, known); err != nil {
		return nil, badQuery("ui.query", text, err)
	}
	expression, err := jmespath.Compile(exact)
	if err != nil {
		return nil, badQuery("ui.query", text, err)
	}
	return &Query{text, expression}, nil
}

// checkFunctions finds calls of functions that are not there, and expressions for functions (&name) that are
// given to none, which the library would only tell when the work is done, or never.
func checkFunctions(node parsing.ASTNode, known map[string]bool) error {
	calls := node.NodeType == parsing.ASTFunctionExpression
	if name, is := node.Value.(string); is && calls && !known[name] {
		return fmt.Errorf("there is no function %s", name)
	}
	if node.NodeType == parsing.ASTExpRef {
		return errors.New("& stands before what a function is given, as in sort_by(@, &name)")
	}
	for _, child := range node.Children {
		if calls && child.NodeType == parsing.ASTExpRef {
			child = child.Children[0]
		}
		if err := checkFunctions(child, known); err != nil {
			return err
		}
	}
	return nil
}

// search asks the query of a document; the error is usage. Where the command has changed something by then,
// the error says so: who reads "usage" would think that nothing was done.
func (q *Query) search(document any, kept bool) (result any, err error) {
	key := "ui.query.failed"
	if kept {
		key = "ui.query.failed-after"
	}
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, badQuery(key, q.text, fmt.Errorf("%v", r))
		}
	}()
	result, err = q.expression.Search(document)
	if err != nil {
		return nil, badQuery(key, q.text, err)
	}
	return result, nil
}

func badQuery(key, text string, why error) error {
	return fault.New(fault.Usage, key, "value", text, "why", why.Error()).About("--query").Because(why)
}
