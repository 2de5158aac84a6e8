package main

import "github.com/hashicorp/terraform-plugin-go/tfprotov5"

// What later releases of the real provider added to the packed schema and the project relies on.
// passwords_wo: in hashicorp/aws since the release that merged its pull request 45988 (2026-04).
var added = map[string]map[string]any{
	"aws_elasticache_user": {"passwords_wo": "string", "passwords_wo_version": "number"},
}

// ephemeral resources, which the packed schema does not list.
var ephemeral = map[string]*tfprotov5.Schema{
	"aws_secretsmanager_random_password": {Block: &tfprotov5.SchemaBlock{Attributes: []*tfprotov5.SchemaAttribute{
		{Name: "password_length", Type: toType("number"), Optional: true},
		{Name: "exclude_characters", Type: toType("string"), Optional: true},
		{Name: "exclude_lowercase", Type: toType("bool"), Optional: true},
		{Name: "exclude_numbers", Type: toType("bool"), Optional: true},
		{Name: "exclude_punctuation", Type: toType("bool"), Optional: true},
		{Name: "exclude_uppercase", Type: toType("bool"), Optional: true},
		{Name: "include_space", Type: toType("bool"), Optional: true},
		{Name: "require_each_included_type", Type: toType("bool"), Optional: true},
		{Name: "region", Type: toType("string"), Optional: true, Computed: true},
		{Name: "random_password", Type: toType("string"), Computed: true},
	}}},
}

func addLater(p *provider) {
	for name, attributes := range added {
		block := p.resources[name].Block
		for attribute, kind := range attributes {
			block.Attributes = append(block.Attributes, &tfprotov5.SchemaAttribute{Name: attribute, Type: toType(kind), Optional: true})
		}
	}
	for _, s := range p.resources {
		for _, a := range s.Block.Attributes {
			a.WriteOnly = isWriteOnly(a.Name)
		}
	}
	p.schema.EphemeralResourceSchemas = ephemeral
}
