"""Addresses of the lists: today, waiting for me, my team, cases, calendar."""

urlpatterns: list = []
