"""Addresses of training events."""

from django.urls import path

from ..views import events

urlpatterns = [
    path("trainings/", events.index, name="events"),
    path("trainings/<uuid:ref>/", events.show, name="event"),
]
