output "bucket_name" {
  description = "Name of the results bucket."
  value       = aws_s3_bucket.this["results"].id
}

output "bucket_names" {
  description = "Names of the buckets by purpose: results, content, artifacts, logs."
  value       = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.id }
}

output "bucket_arns" {
  description = "ARNs of the buckets by purpose: results, content, artifacts, logs."
  value       = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.arn }
}
