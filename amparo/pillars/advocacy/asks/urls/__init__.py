"""Addresses of advocacy asks."""

app_name = "asks"
urlpatterns: list = []
