"""Addresses of training: attendance."""

urlpatterns: list = []
