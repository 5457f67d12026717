"""Addresses of evidence."""

from django.urls import path

from .views import computations, home, indicators

app_name = "evidence"
urlpatterns = [
    path("evidence/", home.show, name="home"),
    path("evidence/compute/", computations.new, name="compute"),
    path("evidence/indicators/", indicators.index, name="indicators"),
    path("evidence/indicators/<slug:code>/", indicators.show, name="indicator"),
    path("evidence/indicators/<slug:code>/define/", indicators.define, name="indicator-define"),
]
