"""Forms of advocacy asks."""
