"""Addresses of commitments and of reports on them."""

from django.urls import path

from ..views import commitments

urlpatterns = [
    path("commitments/", commitments.index, name="commitments"),
    path("commitments/<uuid:ref>/", commitments.show, name="commitment"),
    path("commitments/documents/<uuid:ref>/", commitments.document, name="document"),
]
