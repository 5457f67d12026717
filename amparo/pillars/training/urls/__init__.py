"""Addresses of training, a file for each part."""

from . import (
    attendance,
    certificates,
    completions,
    courses,
    events,
    follow_up,
    participants,
    practice,
    record_stores,
    registration,
    report,
    requirements,
    tests,
    trainers,
)

app_name = "training"
urlpatterns = [
    *courses.urlpatterns,
    *completions.urlpatterns,
    *events.urlpatterns,
    *participants.urlpatterns,
    *registration.urlpatterns,
    *attendance.urlpatterns,
    *practice.urlpatterns,
    *tests.urlpatterns,
    *certificates.urlpatterns,
    *requirements.urlpatterns,
    *trainers.urlpatterns,
    *follow_up.urlpatterns,
    *record_stores.urlpatterns,
    *report.urlpatterns,
]
