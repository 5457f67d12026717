"""Addresses of training, a file for each part."""

from . import (
    attendance,
    certificates,
    courses,
    events,
    follow_up,
    participants,
    registration,
    report,
    requirements,
    tests,
    trainers,
)

app_name = "training"
urlpatterns = [
    *courses.urlpatterns,
    *events.urlpatterns,
    *participants.urlpatterns,
    *registration.urlpatterns,
    *attendance.urlpatterns,
    *tests.urlpatterns,
    *certificates.urlpatterns,
    *requirements.urlpatterns,
    *trainers.urlpatterns,
    *follow_up.urlpatterns,
    *report.urlpatterns,
]
