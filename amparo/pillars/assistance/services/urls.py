"""Addresses of services."""

from django.urls import path

from . import views

app_name = "services"
urlpatterns = [
    path("cases/<uuid:ref>/services/", views.index, name="case-services"),
    path("cases/<uuid:ref>/services/new/", views.new, name="service-new"),
    path("cases/<uuid:ref>/services/<uuid:service>/", views.show, name="service"),
    path(
        "cases/<uuid:ref>/services/<uuid:service>/receipt/",
        views.receipt,
        name="service-receipt",
    ),
    path("cases/<uuid:ref>/services/<uuid:service>/cancel/", views.cancel, name="service-cancel"),
]
