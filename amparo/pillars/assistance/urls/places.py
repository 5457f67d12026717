"""Addresses of what is known of a place."""

from django.urls import path

from ..views import known

urlpatterns = [
    path("known/", known.places, name="places-known"),
    path("known/<uuid:ref>/", known.place, name="place"),
    path("known/<uuid:ref>/observe/", known.observe, name="place-observe"),
    path(
        "known/<uuid:ref>/observations/<uuid:observation>/end/",
        known.end,
        name="place-observation-end",
    ),
]
