# tflint's own Terraform rules; the rules for AWS are a plug-in that is not in the registries used here.
config {
  call_module_type = "local"
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}

# main, variables and outputs are joined by files named after what they hold (lifecycle, replication, access …).
rule "terraform_standard_module_structure" {
  enabled = false
}
