"""Addresses of translation and its review."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
