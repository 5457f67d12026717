"""The pattern page: every component of the house, once."""

from django.urls import path

from . import views

urlpatterns = [path("patterns/", views.patterns, name="patterns")]
