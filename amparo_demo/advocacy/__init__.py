"""Demo of advocacy."""
