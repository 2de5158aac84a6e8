package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// policyDocument renders the data source aws_iam_policy_document as IAM JSON.
func policyDocument(fields map[string]tftypes.Value) (string, error) {
	var statements []any
	var sources []tftypes.Value
	for _, key := range []string{"source_policy_documents", "override_policy_documents"} {
		if f := fields[key]; f.IsKnown() && !f.IsNull() && f.As(&sources) == nil {
			for _, src := range sources {
				var body string
				var doc struct{ Statement []any }
				if src.As(&body) == nil && json.Unmarshal([]byte(body), &doc) == nil {
					statements = append(statements, doc.Statement...)
				}
			}
		}
	}
	var blocks []tftypes.Value
	if f := fields["statement"]; !f.IsNull() {
		if err := f.As(&blocks); err != nil {
			return "", err
		}
	}
	for _, b := range blocks {
		var st map[string]tftypes.Value
		if err := b.As(&st); err != nil {
			return "", err
		}
		out := map[string]any{"Effect": "Allow"}
		for key, target := range map[string]string{"sid": "Sid", "effect": "Effect"} {
			var s *string
			if st[key].As(&s) == nil && s != nil {
				out[target] = *s
			}
		}
		for key, target := range map[string]string{"actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource"} {
			if items := texts(st[key]); len(items) > 0 {
				out[target] = items
			}
		}
		for key, target := range map[string]string{"principals": "Principal", "not_principals": "NotPrincipal"} {
			group := map[string]any{}
			for _, p := range objects(st[key]) {
				var kind string
				_ = p["type"].As(&kind)
				group[kind] = texts(p["identifiers"])
			}
			if all, ok := group["*"]; ok && len(group) == 1 && fmt.Sprint(all) == "[*]" {
				out[target] = "*"
			} else if len(group) > 0 {
				out[target] = group
			}
		}
		conditions := map[string]map[string]any{}
		for _, c := range objects(st["condition"]) {
			var test, variable string
			_, _ = c["test"].As(&test), c["variable"].As(&variable)
			if conditions[test] == nil {
				conditions[test] = map[string]any{}
			}
			conditions[test][variable] = texts(c["values"])
		}
		if len(conditions) > 0 {
			out["Condition"] = conditions
		}
		statements = append(statements, out)
	}
	body, err := json.MarshalIndent(map[string]any{"Version": "2012-10-17", "Statement": statements}, "", "  ")
	return string(body), err
}

func texts(v tftypes.Value) []string {
	var items []tftypes.Value
	var out []string
	if !v.IsKnown() || v.IsNull() || v.As(&items) != nil {
		return nil
	}
	for _, i := range items {
		var s string
		if i.IsKnown() && i.As(&s) == nil {
			out = append(out, s)
		}
	}
	return out
}

func objects(v tftypes.Value) []map[string]tftypes.Value {
	var items []tftypes.Value
	var out []map[string]tftypes.Value
	if !v.IsKnown() || v.IsNull() || v.As(&items) != nil {
		return nil
	}
	for _, i := range items {
		var m map[string]tftypes.Value
		if i.As(&m) == nil {
			out = append(out, m)
		}
	}
	return out
}
