"""Addresses of help requests."""

from django.urls import path

from . import views

app_name = "help_requests"
urlpatterns = [
    path("help/", views.index, name="help"),
    path("help/<uuid:ref>/", views.show, name="help-request"),
    path("help/<uuid:ref>/take/", views.take, name="help-take"),
    path("help/<uuid:ref>/set-aside/", views.set_aside, name="help-set-aside"),
    path("help/<uuid:ref>/heed/", views.heed, name="help-heed"),
    path("help/<uuid:ref>/pass/", views.pass_on, name="help-pass"),
    path("help/<uuid:ref>/close/", views.close, name="help-close"),
    path("help/<uuid:ref>/case/", views.into_case, name="help-case"),
]
