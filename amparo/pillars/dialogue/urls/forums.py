"""Addresses of forums, meetings and their calendar."""

urlpatterns: list = []
