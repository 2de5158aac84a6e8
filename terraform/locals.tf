# What a tier is made of, and how names and tags are formed.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  # What each costs: docs/costs.md. minimal has no VPC, so no NAT gateway and no Redis; its cache is objects in S3.
  tiers = {
    minimal   = { cache = false, nat_gateways = "none", zones = 2, node_type = "cache.t4g.micro", replicas = 0, multi_az = false }
    standard  = { cache = true, nat_gateways = "single", zones = 2, node_type = "cache.t4g.micro", replicas = 0, multi_az = false }
    resilient = { cache = true, nat_gateways = "per_zone", zones = 2, node_type = "cache.t4g.small", replicas = 1, multi_az = true }
  }
  tier = local.tiers[var.tier]

  # A paused environment keeps its data and pays for nothing by the hour.
  has_cache   = local.tier.cache && !var.paused
  own_network = local.has_cache && var.create_network
  vpc_id      = local.own_network ? module.network[0].vpc_id : var.vpc_id
  subnet_ids  = local.own_network ? module.network[0].subnet_ids : var.subnet_ids

  name          = "content-pipeline${var.name_suffix}"
  secret_prefix = "content-pipeline-${var.environment}${var.name_suffix}"
  # Bucket names are shared with the whole world, so they carry the environment even where nothing else needs to.
  bucket_suffix = var.name_suffix != "" ? var.name_suffix : "-${var.environment}"

  arn_prefix        = "arn:${data.aws_partition.current.partition}"
  place             = "${var.aws_region}:${data.aws_caller_identity.current.account_id}"
  state_machine_arn = "${local.arn_prefix}:states:${local.place}:stateMachine:${local.name}"

  kms_key_arn = var.kms_key_arn != null ? var.kms_key_arn : module.encryption[0].key_arn

  tags = merge(var.extra_tags, {
    Project     = "content-pipeline"
    Environment = var.environment
    Owner       = var.owner
    CostCenter  = var.cost_center
    ManagedBy   = "terraform"
  })

  is_prod = var.environment == "prod"
}

# The image by its digest: a tag is looked up now and pinned, so that what was planned is what runs.
locals {
  repository = regex("^(?P<account>[0-9]{12})\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?/(?P<name>.+)$", var.ecr_repository_url)
  image_uri  = var.package_zip != null ? null : "${var.ecr_repository_url}@${var.image_digest != null ? var.image_digest : one(data.aws_ecr_image.this[*].image_digest)}"
}

data "aws_ecr_image" "this" {
  count = var.image_digest == null && var.package_zip == null ? 1 : 0

  registry_id     = local.repository.account
  repository_name = local.repository.name
  image_tag       = var.image_tag
  most_recent     = var.image_tag == null ? true : null
}

# A state belongs to one environment. With the variables of another the plan stops here, before it replaces anything.
resource "terraform_data" "environment" {
  input = "${var.environment}${var.name_suffix}"

  lifecycle {
    # Keeps what the state was made with.
    ignore_changes = [input]

    postcondition {
      condition     = self.output == "${var.environment}${var.name_suffix}"
      error_message = "this state holds the environment ${self.output}, but the variables are of ${var.environment}${var.name_suffix}. Run terraform init -reconfigure -backend-config=environments/${var.environment}/backend.hcl first."
    }
  }
}
