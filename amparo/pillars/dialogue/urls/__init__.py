"""Addresses of dialogue: commitments, their import, forums and meetings, consultations."""

from . import commitments, consultations, forums, imports

app_name = "dialogue"
urlpatterns = [
    *imports.urlpatterns,
    *commitments.urlpatterns,
    *forums.urlpatterns,
    *consultations.urlpatterns,
]
