"""Addresses of broadcasts."""

app_name = "broadcasts"
urlpatterns: list = []
