"""Addresses of training: tests."""

urlpatterns: list = []
