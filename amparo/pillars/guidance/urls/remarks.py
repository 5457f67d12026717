"""Addresses of guidance beside a step, and remarks on it."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
