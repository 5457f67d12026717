"""Addresses of writing, publishing and withdrawing."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
