"""Addresses of assessment."""

from django.urls import path

from .views import flags

app_name = "assessment"
urlpatterns = [
    path("cases/<uuid:ref>/flags/<uuid:flag>/", flags.answer, name="flag-answer"),
]
