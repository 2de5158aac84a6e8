output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "subnet_ids" {
  description = "Ids of the private subnets, one a zone."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
}

output "nat_gateway_count" {
  description = "Number of NAT gateways, each of which costs by the hour."
  value       = length(aws_nat_gateway.this)
}
