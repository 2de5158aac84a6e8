variables {
  name         = "content-pipeline-dev"
  nat_gateways = "single"
}

run "one_gateway_serves_all_zones" {
  assert {
    condition     = length(aws_subnet.private) == 2 && output.nat_gateway_count == 1 && length(aws_route.nat) == 2
    error_message = "two private subnets leave by one gateway"
  }
  assert {
    condition     = alltrue([for s in aws_subnet.public : !s.map_public_ip_on_launch])
    error_message = "nothing gets a public address by itself"
  }
  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "the default group admits nothing"
  }
  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway"
    error_message = "traffic to S3 goes by the free endpoint"
  }
  assert {
    condition     = length(setintersection(values(local.private), values(local.public))) == 0
    error_message = "ranges do not repeat"
  }
}

run "one_gateway_a_zone" {
  variables {
    nat_gateways = "per_zone"
    zone_count   = 3
  }
  assert {
    condition     = output.nat_gateway_count == 3 && length(output.subnet_ids) == 3
    error_message = "three zones, three gateways"
  }
}

run "no_gateway_no_way_out" {
  variables {
    nat_gateways = "none"
  }
  assert {
    condition     = output.nat_gateway_count == 0 && length(aws_eip.nat) == 0 && length(aws_internet_gateway.this) == 0 && length(aws_route.nat) == 0
    error_message = "nothing that costs by the hour, nothing that leads out"
  }
}

run "refuses_wrong_input" {
  command = plan
  variables {
    name                     = "Pipeline"
    cidr                     = "10.0.0.0/28"
    zone_count               = 1
    nat_gateways             = "two"
    flow_log_traffic         = "SOME"
    flow_log_retention_days  = 31
    kms_key_arn              = "key"
    permissions_boundary_arn = "boundary"
  }
  expect_failures = [
    var.name, var.cidr, var.zone_count, var.nat_gateways, var.flow_log_traffic, var.flow_log_retention_days, var.kms_key_arn,
    var.permissions_boundary_arn,
  ]
}
