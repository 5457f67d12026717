"""Addresses of training, from courses to certificates and what requires them."""

from . import (
    attendance,
    certificates,
    courses,
    events,
    registration,
    requirements,
    tests,
    trainers,
)
"""Addresses of training, a file for each part."""

from . import attendance, certificates, courses, events, participants, registration, tests

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
]
