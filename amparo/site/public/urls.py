"""Addresses that say nothing: whoever looks over a shoulder learns no need from them."""

from django.urls import path

from . import keeping, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("n/<int:number>/", views.services, name="services"),
    path("s/<uuid:ref>/", views.service, name="service"),
    path("t/", views.numbers, name="numbers"),
    path("r/", views.rights, name="rights"),
    path("k/", views.kept, name="kept"),
    path("o/", keeping.keep, name="keep"),
    path("o/c/", keeping.copy, name="copy"),
    path("w.js", keeping.worker, name="worker"),
]
