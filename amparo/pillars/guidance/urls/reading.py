"""Addresses of reading the library and its products."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
