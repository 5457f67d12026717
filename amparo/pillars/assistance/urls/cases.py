"""Addresses of a case and of its plan, services and notes."""

urlpatterns: list = []
