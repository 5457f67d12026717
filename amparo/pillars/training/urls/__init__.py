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

app_name = "training"
urlpatterns = [
    *courses.urlpatterns,
    *events.urlpatterns,
    *registration.urlpatterns,
    *attendance.urlpatterns,
    *tests.urlpatterns,
    *certificates.urlpatterns,
    *requirements.urlpatterns,
    *trainers.urlpatterns,
]
