"""Addresses of courses and their versions."""

from django.urls import path

from ..views import courses

urlpatterns = [
    path("courses/", courses.index, name="courses"),
    path("courses/<uuid:ref>/", courses.show, name="course"),
]
