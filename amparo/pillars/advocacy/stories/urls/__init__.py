"""Addresses of stories."""

app_name = "stories"
urlpatterns: list = []
