"""Addresses of meeting somebody new."""

urlpatterns: list = []
