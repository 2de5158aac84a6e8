package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func isWriteOnly(attribute string) bool {
	return strings.HasSuffix(attribute, "_wo") && !strings.HasPrefix(attribute, "has_")
}

// dropWriteOnly leaves nothing of a write-only argument for plan or state to remember.
func dropWriteOnly(fields map[string]tftypes.Value) {
	for name, value := range fields {
		if isWriteOnly(name) {
			fields[name] = tftypes.NewValue(value.Type(), nil)
		}
	}
}

func defaultTags(config tftypes.Value) map[string]string {
	var provider map[string]tftypes.Value
	if config.As(&provider) != nil {
		return nil
	}
	tags := map[string]string{}
	for _, block := range objects(provider["default_tags"]) {
		for key, value := range tagsOf(block["tags"]) {
			tags[key] = value
		}
	}
	return tags
}

// mergeTags sets tags_all to the provider's tags under the resource's own, as the real provider does.
func mergeTags(fields map[string]tftypes.Value, defaults map[string]string) {
	all, taggable := fields["tags_all"]
	if !taggable || (!fields["tags"].IsNull() && !fields["tags"].IsFullyKnown()) {
		return
	}
	merged := map[string]tftypes.Value{}
	for _, tags := range []map[string]string{defaults, tagsOf(fields["tags"])} {
		for key, value := range tags {
			merged[key] = tftypes.NewValue(tftypes.String, value)
		}
	}
	fields["tags_all"] = tftypes.NewValue(all.Type(), merged)
}

func tagsOf(v tftypes.Value) map[string]string {
	var items map[string]tftypes.Value
	out := map[string]string{}
	if !v.IsKnown() || v.IsNull() || v.As(&items) != nil {
		return out
	}
	for key, item := range items {
		var text string
		if item.IsKnown() && item.As(&text) == nil {
			out[key] = text
		}
	}
	return out
}

// openEphemeral answers with a password that a test can look for where none may be.
func openEphemeral(s *tfprotov5.Schema, config *tfprotov5.DynamicValue) (*tfprotov5.DynamicValue, error) {
	v, err := config.Unmarshal(s.ValueType())
	if err != nil {
		return nil, err
	}
	var fields map[string]tftypes.Value
	if err := v.As(&fields); err != nil {
		return nil, err
	}
	fields["region"] = tftypes.NewValue(tftypes.String, region)
	fields["random_password"] = tftypes.NewValue(tftypes.String, "stand-in-password-that-no-state-may-hold")
	return pack(s, fields)
}
