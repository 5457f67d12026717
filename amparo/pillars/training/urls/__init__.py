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
]
