package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

//go:embed schema.json.gz
var packed []byte

// The layout of `terraform providers schema -json`.
type document struct {
	Providers map[string]struct {
		Provider  jsonSchema            `json:"provider"`
		Resources map[string]jsonSchema `json:"resource_schemas"`
		Data      map[string]jsonSchema `json:"data_source_schemas"`
	} `json:"provider_schemas"`
}

type jsonSchema struct {
	Version int64     `json:"version"`
	Block   jsonBlock `json:"block"`
}

type jsonBlock struct {
	Attributes map[string]struct {
		Type                         any `json:"type"`
		Required, Optional, Computed bool
	} `json:"attributes"`
	BlockTypes map[string]struct {
		NestingMode string    `json:"nesting_mode"`
		Block       jsonBlock `json:"block"`
		MinItems    int64     `json:"min_items"`
		MaxItems    int64     `json:"max_items"`
	} `json:"block_types"`
}

func newProvider() (*provider, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	var d document
	if err := json.NewDecoder(z).Decode(&d); err != nil {
		return nil, err
	}
	p := &provider{resources: map[string]*tfprotov5.Schema{}, data: map[string]*tfprotov5.Schema{}}
	p.schema = &tfprotov5.GetProviderSchemaResponse{
		ResourceSchemas:    p.resources,
		DataSourceSchemas:  p.data,
		ServerCapabilities: &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true},
	}
	for _, one := range d.Providers {
		p.schema.Provider = toSchema(one.Provider)
		for n, s := range one.Resources {
			p.resources[n] = toSchema(s)
		}
		for n, s := range one.Data {
			p.data[n] = toSchema(s)
		}
	}
	addLater(p)
	return p, nil
}

func toSchema(s jsonSchema) *tfprotov5.Schema {
	return &tfprotov5.Schema{Version: s.Version, Block: toBlock(s.Block)}
}

func toBlock(b jsonBlock) *tfprotov5.SchemaBlock {
	out := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		out.Attributes = append(out.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: toType(a.Type), Required: a.Required, Optional: a.Optional, Computed: a.Computed})
	}
	modes := map[string]tfprotov5.SchemaNestedBlockNestingMode{
		"list":   tfprotov5.SchemaNestedBlockNestingModeList,
		"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
		"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	}
	for name, n := range b.BlockTypes {
		out.BlockTypes = append(out.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: modes[n.NestingMode], Block: toBlock(n.Block), MinItems: n.MinItems, MaxItems: n.MaxItems})
	}
	sort.Slice(out.Attributes, func(i, j int) bool { return out.Attributes[i].Name < out.Attributes[j].Name })
	sort.Slice(out.BlockTypes, func(i, j int) bool { return out.BlockTypes[i].TypeName < out.BlockTypes[j].TypeName })
	return out
}

func toType(t any) tftypes.Type {
	if s, ok := t.(string); ok {
		return map[string]tftypes.Type{"string": tftypes.String, "number": tftypes.Number, "bool": tftypes.Bool}[s]
	}
	pair := t.([]any)
	switch pair[0] {
	case "list":
		return tftypes.List{ElementType: toType(pair[1])}
	case "set":
		return tftypes.Set{ElementType: toType(pair[1])}
	case "map":
		return tftypes.Map{ElementType: toType(pair[1])}
	case "object":
		fields := map[string]tftypes.Type{}
		for k, v := range pair[1].(map[string]any) {
			fields[k] = toType(v)
		}
		return tftypes.Object{AttributeTypes: fields}
	}
	panic(fmt.Sprint("no such type: ", t))
}
