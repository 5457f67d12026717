"""Addresses of rumours."""

app_name = "rumours"
urlpatterns: list = []
