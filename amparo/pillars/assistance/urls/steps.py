"""Addresses of the steps of a case, from screening to closure."""

urlpatterns: list = []
