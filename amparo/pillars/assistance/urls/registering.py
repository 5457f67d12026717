"""Addresses of meeting somebody new."""

from django.urls import path

from ..views import registering

urlpatterns = [
    path("register/", registering.register, name="register"),
    path("register/alike/", registering.alike, name="alike"),
    path("register/institution/", registering.institutions, name="institutions"),
    path("register/<slug:kind>/<uuid:ref>/", registering.open_case, name="case-open"),
]
