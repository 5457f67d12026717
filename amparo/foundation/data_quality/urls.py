"""Addresses of data quality: what a colleague is asked, and the answer."""

from django.urls import path

from . import views

app_name = "data_quality"
urlpatterns = [
    path("data-quality/", views.index, name="issues"),
    path("data-quality/<uuid:ref>/", views.answer, name="issue"),
]
