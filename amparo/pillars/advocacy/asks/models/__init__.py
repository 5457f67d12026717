"""Records of advocacy asks."""
