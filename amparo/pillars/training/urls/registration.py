"""Addresses of training: registration."""

urlpatterns: list = []
