"""Addresses of learning record stores."""

urlpatterns: list = []
