"""Addresses of training: courses, events, registration, attendance, tests, certificates."""

from . import attendance, certificates, courses, events, follow_up, registration, tests

app_name = "training"
urlpatterns = [
    *courses.urlpatterns,
    *events.urlpatterns,
    *registration.urlpatterns,
    *attendance.urlpatterns,
    *tests.urlpatterns,
    *certificates.urlpatterns,
    *follow_up.urlpatterns,
]
