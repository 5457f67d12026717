"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from . import views

app_name = "linking"
urlpatterns = [
    path("", views.index, name="agreements"),
    path("<uuid:ref>/", views.show, name="agreement"),
    path("<uuid:ref>/start/", views.start, name="agreement-start"),
    path("<uuid:ref>/end/", views.end, name="agreement-end"),
    path("runs/<uuid:ref>/", views.run, name="run"),
    path("runs/<uuid:ref>/put-away/", views.put_away, name="run-away"),
]
