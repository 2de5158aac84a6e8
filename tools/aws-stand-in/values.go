package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const (
	account = "123456789012"
	region  = "us-east-1"
)

// jsonAttributes hold JSON documents in the real provider, which refuses others.
var jsonAttributes = map[string]bool{
	"policy": true, "assume_role_policy": true, "definition": true, "dashboard_body": true,
	"event_pattern": true, "redrive_policy": true, "inline_policy": true,
}

func checkJSON(s *tfprotov5.Schema, config *tfprotov5.DynamicValue) []*tfprotov5.Diagnostic {
	v, err := config.Unmarshal(s.ValueType())
	if err != nil {
		return refuse(err.Error())
	}
	var fields map[string]tftypes.Value
	if err := v.As(&fields); err != nil {
		return refuse(err.Error())
	}
	var out []*tfprotov5.Diagnostic
	for name, f := range fields {
		var text *string
		if !jsonAttributes[name] || !f.IsKnown() || f.IsNull() || f.As(&text) != nil || text == nil || *text == "" {
			continue
		}
		if !json.Valid([]byte(*text)) {
			out = append(out, &tfprotov5.Diagnostic{
				Severity: tfprotov5.DiagnosticSeverityError, Summary: name + " is not valid JSON",
				Attribute: tftypes.NewAttributePath().WithAttributeName(name)})
		}
	}
	return out
}

// plan marks what AWS would compute as unknown when a resource is new, and keeps
// what is already known when it changes.
func plan(s *tfprotov5.Schema, tags map[string]string, priorDV, proposedDV *tfprotov5.DynamicValue) (*tfprotov5.DynamicValue, error) {
	proposed, err := proposedDV.Unmarshal(s.ValueType())
	if err != nil || proposed.IsNull() {
		return proposedDV, err
	}
	prior, err := priorDV.Unmarshal(s.ValueType())
	if err != nil {
		return proposedDV, err
	}
	var fields map[string]tftypes.Value
	if err := proposed.As(&fields); err != nil {
		return nil, err
	}
	dropWriteOnly(fields)
	mergeTags(fields, tags)
	if prior.IsNull() {
		fillBlock(s.Block, fields, func(a *tfprotov5.SchemaAttribute) tftypes.Value {
			return tftypes.NewValue(a.Type, tftypes.UnknownValue)
		})
	}
	return pack(s, fields)
}

// fillBlock replaces every computed attribute that is null, nested blocks included.
func fillBlock(b *tfprotov5.SchemaBlock, fields map[string]tftypes.Value, with func(*tfprotov5.SchemaAttribute) tftypes.Value) {
	for _, a := range b.Attributes {
		if a.Computed && fields[a.Name].IsNull() {
			fields[a.Name] = with(a)
		}
	}
	for _, n := range b.BlockTypes {
		v := fields[n.TypeName]
		if v.IsNull() || !v.IsKnown() {
			continue
		}
		if n.Nesting == tfprotov5.SchemaNestedBlockNestingModeSet {
			continue // its elements are their own identity: nothing may be filled in
		}
		if n.Nesting == tfprotov5.SchemaNestedBlockNestingModeSingle {
			var inner map[string]tftypes.Value
			if v.As(&inner) == nil {
				fillBlock(n.Block, inner, with)
				fields[n.TypeName] = tftypes.NewValue(v.Type(), inner)
			}
			continue
		}
		var items []tftypes.Value
		if v.As(&items) != nil {
			continue
		}
		for i, item := range items {
			var inner map[string]tftypes.Value
			if item.IsKnown() && !item.IsNull() && item.As(&inner) == nil {
				fillBlock(n.Block, inner, with)
				items[i] = tftypes.NewValue(item.Type(), inner)
			}
		}
		fields[n.TypeName] = tftypes.NewValue(v.Type(), items)
	}
}

// invent gives every unknown value one that looks like what AWS would return.
func invent(s *tfprotov5.Schema, typeName string, planned *tfprotov5.DynamicValue) (*tfprotov5.DynamicValue, error) {
	v, err := planned.Unmarshal(s.ValueType())
	if err != nil || v.IsNull() {
		return planned, err
	}
	var fields map[string]tftypes.Value
	if err := v.As(&fields); err != nil {
		return nil, err
	}
	name := nameOf(typeName, fields)
	full, err := tftypes.Transform(v, func(path *tftypes.AttributePath, at tftypes.Value) (tftypes.Value, error) {
		if at.IsKnown() {
			return at, nil
		}
		return madeUp(typeName, name, lastName(path), at.Type()), nil
	})
	if err != nil {
		return nil, err
	}
	dv, err := tfprotov5.NewDynamicValue(s.ValueType(), full)
	return &dv, err
}

func lastName(path *tftypes.AttributePath) string {
	steps := path.Steps()
	for i := len(steps) - 1; i >= 0; i-- {
		if n, ok := steps[i].(tftypes.AttributeName); ok {
			return string(n)
		}
	}
	return ""
}

func nameOf(typeName string, fields map[string]tftypes.Value) string {
	for _, key := range []string{"name", "function_name", "bucket", "replication_group_id", "alarm_name", "dashboard_name", "role", "rule", "key"} {
		var text *string
		if f, ok := fields[key]; ok && f.IsKnown() && !f.IsNull() && f.As(&text) == nil && text != nil {
			return *text
		}
	}
	sum := sha256.Sum256([]byte(typeName + fmt.Sprint(fields)))
	return fmt.Sprintf("%x", sum[:6])
}

func madeUp(typeName, name, attribute string, t tftypes.Type) tftypes.Value {
	switch {
	case t.Is(tftypes.String):
		return tftypes.NewValue(t, madeUpText(typeName, name, attribute))
	case t.Is(tftypes.Bool):
		return tftypes.NewValue(t, false)
	case t.Is(tftypes.Number):
		return tftypes.NewValue(t, big.NewFloat(0))
	case t.Is(tftypes.Map{}):
		return tftypes.NewValue(t, map[string]tftypes.Value{})
	case t.Is(tftypes.Object{}):
		return tftypes.NewValue(t, nil)
	}
	return tftypes.NewValue(t, []tftypes.Value{})
}

func madeUpText(typeName, name, attribute string) string {
	kind := strings.TrimPrefix(typeName, "aws_")
	service, rest, _ := strings.Cut(kind, "_")
	switch {
	case attribute == "invoke_arn":
		return fmt.Sprintf("arn:aws:apigateway:%s:lambda:path/2015-03-31/functions/arn:aws:lambda:%s:%s:function:%s/invocations", region, region, account, name)
	case attribute == "arn" || strings.HasSuffix(attribute, "_arn") || (attribute == "id" && (kind == "sns_topic" || kind == "sfn_state_machine")):
		switch kind {
		case "s3_bucket":
			return "arn:aws:s3:::" + name
		case "iam_role":
			return fmt.Sprintf("arn:aws:iam::%s:role/%s", account, name)
		case "iam_policy":
			return fmt.Sprintf("arn:aws:iam::%s:policy/%s", account, name)
		case "lambda_function":
			return fmt.Sprintf("arn:aws:lambda:%s:%s:function:%s", region, account, name)
		case "sfn_state_machine":
			return fmt.Sprintf("arn:aws:states:%s:%s:stateMachine:%s", region, account, name)
		case "sns_topic":
			return fmt.Sprintf("arn:aws:sns:%s:%s:%s", region, account, name)
		case "sqs_queue":
			return fmt.Sprintf("arn:aws:sqs:%s:%s:%s", region, account, name)
		case "cloudwatch_log_group":
			return fmt.Sprintf("arn:aws:logs:%s:%s:log-group:%s", region, account, name)
		case "secretsmanager_secret":
			return fmt.Sprintf("arn:aws:secretsmanager:%s:%s:secret:%s-AbCdEf", region, account, name)
		}
		return fmt.Sprintf("arn:aws:%s:%s:%s:%s/%s", service, region, account, strings.ReplaceAll(rest, "_", "-"), name)
	case attribute == "account_id" || attribute == "owner_id" || attribute == "registry_id":
		return account
	case attribute == "region":
		return region
	case strings.HasSuffix(attribute, "digest"):
		return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(name)))
	case attribute == "repository_url":
		return fmt.Sprintf("%s.dkr.ecr.%s.amazonaws.com/%s", account, region, name)
	case strings.Contains(attribute, "endpoint_address"):
		return name + ".abc123.use1.cache.amazonaws.com"
	case attribute == "bucket_regional_domain_name" || attribute == "bucket_domain_name":
		return name + ".s3.amazonaws.com"
	}
	return name
}

func readData(s *tfprotov5.Schema, typeName string, config *tfprotov5.DynamicValue) (*tfprotov5.DynamicValue, error) {
	v, err := config.Unmarshal(s.ValueType())
	if err != nil {
		return nil, err
	}
	var fields map[string]tftypes.Value
	if err := v.As(&fields); err != nil {
		return nil, err
	}
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	list := func(items ...string) tftypes.Value {
		var vs []tftypes.Value
		for _, i := range items {
			vs = append(vs, text(i))
		}
		return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, vs)
	}
	switch typeName {
	case "aws_partition":
		fields["partition"], fields["dns_suffix"], fields["id"] = text("aws"), text("amazonaws.com"), text("aws")
	case "aws_region":
		fields["name"], fields["region"], fields["id"] = text(region), text(region), text(region)
	case "aws_availability_zones":
		fields["names"] = list(region+"a", region+"b", region+"c")
		fields["zone_ids"] = list("use1-az1", "use1-az2", "use1-az3")
	case "aws_iam_policy_document":
		doc, err := policyDocument(fields)
		if err != nil {
			return nil, err
		}
		fields["json"], fields["minified_json"] = text(doc), text(doc)
	}
	name := nameOf(typeName, fields)
	fillBlock(s.Block, fields, func(a *tfprotov5.SchemaAttribute) tftypes.Value {
		return madeUp(typeName, name, a.Name, a.Type)
	})
	return pack(s, fields)
}

func pack(s *tfprotov5.Schema, fields map[string]tftypes.Value) (*tfprotov5.DynamicValue, error) {
	dv, err := tfprotov5.NewDynamicValue(s.ValueType(), tftypes.NewValue(s.ValueType(), fields))
	return &dv, err
}
