"""Addresses of the report of an event, and of the sentences that it quotes."""

from django.urls import path

from ..views import report

_REPORT = "trainings/<uuid:ref>/report"

urlpatterns = [
    path(f"{_REPORT}/", report.show, name="report"),
    path(f"{_REPORT}.pdf", report.pdf, name="report-pdf"),
    path(f"{_REPORT}.xlsx", report.xlsx, name="report-xlsx"),
    path(f"{_REPORT}/sentences/", report.clear, name="report-sentences"),
    path("reactions/<uuid:ref>/withhold/", report.withhold, name="reaction-withhold"),
]
