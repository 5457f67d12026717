"""Addresses of the import and export of commitments."""

urlpatterns: list = []
