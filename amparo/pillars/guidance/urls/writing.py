"""Addresses of writing, publishing and withdrawing."""

from django.urls import path

from ..views import writing

urlpatterns = [
    path("guidance/conflicts/<uuid:ref>/", writing.conflict, name="text-conflict"),
]
