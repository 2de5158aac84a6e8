# Who may speak with the cache, and as whom.

# Groups of the functions: they may open connections outward, to the cache and (through NAT) to the web.
resource "aws_security_group" "functions" {
  #checkov:skip=CKV2_AWS_5:attached to the functions, in another module
  name        = "${var.replication_group_id}-functions"
  description = "Functions of the content pipeline that use the cache"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.replication_group_id}-functions" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "cache" {
  name        = var.replication_group_id
  description = "The cache: admits the functions and nobody else"
  vpc_id      = var.vpc_id
  tags        = { Name = var.replication_group_id }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "cache" {
  security_group_id            = aws_security_group.cache.id
  description                  = "Redis protocol over TLS from the functions"
  referenced_security_group_id = aws_security_group.functions.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_vpc_security_group_egress_rule" "to_cache" {
  security_group_id            = aws_security_group.functions.id
  description                  = "To the cache"
  referenced_security_group_id = aws_security_group.cache.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

# The pages that the pipeline reads are anywhere on the web, so the address cannot be narrowed; the ports can. The program
# itself refuses private and link-local addresses.
resource "aws_vpc_security_group_egress_rule" "web" {
  for_each = { https = 443, http = 80 }

  security_group_id = aws_security_group.functions.id
  description       = "Web pages, model APIs and AWS (${each.key})"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

# The password is made here and now, sent to both places by write-only arguments, and forgotten: neither plan nor state
# holds it. Raise password_version to send a new one.
ephemeral "aws_secretsmanager_random_password" "user" {
  password_length     = 64
  exclude_punctuation = true
}

resource "aws_elasticache_user" "pipeline" {
  user_id   = "${var.replication_group_id}-pipeline"
  user_name = "pipeline"
  engine    = var.engine
  # The commands that the program sends, on the keys that it prefixes; no KEYS, FLUSHALL, CONFIG or SCRIPT.
  access_string = "on ~winnow:* -@all +@connection +@read +@write +@transaction +@scripting -@dangerous +info +cluster|slots"

  passwords_wo         = ephemeral.aws_secretsmanager_random_password.user.random_password
  passwords_wo_version = var.password_version
}

# Every user group has to have a user named default: this one may do nothing and cannot log in.
resource "aws_elasticache_user" "default" {
  user_id       = "${var.replication_group_id}-default"
  user_name     = "default"
  engine        = var.engine
  access_string = "off ~* -@all"

  # Redis wants a password even from who is locked out; this one is thrown away.
  passwords_wo         = ephemeral.aws_secretsmanager_random_password.user.random_password
  passwords_wo_version = 1
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = var.replication_group_id
  engine        = var.engine
  user_ids      = [aws_elasticache_user.default.user_id, aws_elasticache_user.pipeline.user_id]
}

resource "aws_secretsmanager_secret" "user" {
  #checkov:skip=CKV2_AWS_57:raised by password_version, which changes cache and secret in one apply, without a function that could
  name                    = "${var.secret_name_prefix}/redis"
  description             = "How the content pipeline logs in to ${var.replication_group_id}"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_window_days
}

resource "aws_secretsmanager_secret_version" "user" {
  secret_id = aws_secretsmanager_secret.user.id
  secret_string_wo = jsonencode({
    username = aws_elasticache_user.pipeline.user_name
    password = ephemeral.aws_secretsmanager_random_password.user.random_password
    host     = aws_elasticache_replication_group.this.primary_endpoint_address
    port     = local.port
  })
  secret_string_wo_version = var.password_version
}
