"""Addresses of the steps of a case, from screening to closure, and of its papers."""

from django.urls import include, path

from ..views import (
    alerts,
    assessments,
    attachments,
    closures,
    conferences,
    followups,
    incidents,
    observations,
    papers,
    risk,
    screenings,
)

of_a_case = [
    path("screenings/", screenings.last, name="screening-last"),
    path("screenings/next/", screenings.go_on, name="screening-next"),
    path("screenings/new/", screenings.new, name="screening-new"),
    path("screenings/<uuid:screening>/", screenings.show, name="screening"),
    path("screenings/<uuid:screening>/more/", screenings.more, name="screening-more"),
    path("assessments/", assessments.last, name="assessment-last"),
    path("assessments/new/", assessments.new, name="assessment-new"),
    path("assessments/<uuid:assessment>/", assessments.show, name="assessment"),
    path("observations/new/", observations.new, name="observation-new"),
    path("observations/<uuid:observation>/", observations.again, name="observation"),
    path("observations/<uuid:observation>/end/", observations.end, name="observation-end"),
    path("risk/", risk.decision, name="risk-decide"),
    path("risk/<uuid:assessment>/review/", risk.review, name="risk-review"),
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/new/", incidents.new, name="incident-new"),
    path("follow-ups/new/", followups.new, name="followup-new"),
    path("conferences/new/", conferences.new, name="conference-new"),
    path("alerts/new/", alerts.new, name="alert-new"),
    path("alerts/<uuid:alert>/resolve/", alerts.resolve, name="alert-resolve"),
    path("closures/new/", closures.new, name="closure-new"),
    path("closures/reopen/", closures.reopen, name="closure-reopen"),
    path("attachments/", attachments.index, name="attachments"),
    path("attachments/new/", attachments.new, name="attachment-new"),
    path("attachments/<uuid:attachment>/", attachments.download, name="attachment"),
    path("attachments/<uuid:attachment>/remove/", attachments.remove, name="attachment-remove"),
    path("print/", papers.printed, name="case-print"),
    path("summary.pdf", papers.pdf, name="case-pdf"),
]
urlpatterns = [
    path("cases/<uuid:ref>/", include(of_a_case)),
    path("how-risk-is-proposed/", risk.rule, name="risk-rule"),
]
