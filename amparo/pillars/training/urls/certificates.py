"""Addresses of training: certificates."""

urlpatterns: list = []
