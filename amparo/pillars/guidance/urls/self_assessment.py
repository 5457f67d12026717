"""Addresses of self-assessment of institutions against a standard."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
