"""Addresses of requests for help."""

from django.urls import path

from ..views import help

urlpatterns = [
    path("help/", help.index, name="help"),
    path("help/clear/", help.clear, name="help-clear"),
    path("help/clearings/<uuid:ref>/confirm/", help.cleared, name="help-cleared"),
    path("help/<uuid:ref>/", help.show, name="help-request"),
    path("help/<uuid:ref>/take/", help.take, name="help-take"),
    path("help/<uuid:ref>/set-aside/", help.set_aside, name="help-set-aside"),
    path("help/<uuid:ref>/heed/", help.heed, name="help-heed"),
    path("help/<uuid:ref>/pass/", help.pass_on, name="help-pass"),
    path("help/<uuid:ref>/close/", help.close, name="help-close"),
    path("help/<uuid:ref>/case/", help.into_case, name="help-case"),
]
