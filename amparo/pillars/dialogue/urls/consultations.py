"""Addresses of consultations of migrants and communities."""

from django.urls import path

from ..views import consultations

_ONE = "consultations/<uuid:ref>/"

urlpatterns = [
    path("consultations/", consultations.index, name="consultations"),
    path("consultations/new/", consultations.new, name="consultation-new"),
    path("consultations/code/", consultations.receipt, name="contribution-receipt"),
    path(_ONE, consultations.show, name="consultation"),
    path(f"{_ONE}edit/", consultations.edit, name="consultation-edit"),
    path(f"{_ONE}open/", consultations.start, name="consultation-open"),
    path(f"{_ONE}close/", consultations.close, name="consultation-close"),
    path(f"{_ONE}heard/", consultations.heard, name="consultation-heard"),
    path(f"{_ONE}answer/", consultations.answer, name="consultation-answer"),
    path(f"{_ONE}report/", consultations.report, name="consultation-report"),
    path(f"{_ONE}contributions/new/", consultations.contribute, name="contribution-new"),
    path(f"{_ONE}commitments/", consultations.link, name="consultation-link"),
    path(
        f"{_ONE}commitments/<uuid:link>/remove/", consultations.unlink, name="consultation-unlink"
    ),
]
