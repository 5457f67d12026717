"""Addresses of consultations of migrants and communities."""

urlpatterns: list = []
