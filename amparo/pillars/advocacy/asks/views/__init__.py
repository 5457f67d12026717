"""Pages of advocacy asks."""
