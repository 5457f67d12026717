"""Addresses of assessment."""

from django.urls import path

from .views import flags

app_name = "assessment"
urlpatterns = [
    path("flags/", flags.open_ones, name="flags"),
    path("cases/<uuid:ref>/flags/", flags.answered_ones, name="flags-answered"),
    path("cases/<uuid:ref>/flags/<uuid:flag>/", flags.answer, name="flag-answer"),
]
