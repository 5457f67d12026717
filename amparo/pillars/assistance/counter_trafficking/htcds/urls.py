"""Addresses of files of HTCDS, those that come and those that go."""

from django.urls import path

from . import views

urlpatterns = [
    path("htcds/", views.index, name="htcds"),
    path("htcds/files/new/", views.new, name="htcds-new"),
    path("htcds/files/<uuid:ref>/", views.show, name="htcds-file"),
    path("htcds/files/<uuid:ref>/bring/", views.bring, name="htcds-bring"),
    path("htcds/files/<uuid:ref>/go-on/", views.go_on, name="htcds-go-on"),
    path("htcds/made/new/", views.make, name="htcds-make"),
    path("htcds/made/<uuid:ref>/take/", views.take, name="htcds-take"),
]
