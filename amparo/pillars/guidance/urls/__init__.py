"""Addresses of guidance: reading, writing, translating, and what is said of texts."""

from . import reading, remarks, self_assessment, translation, writing

app_name = "guidance"
urlpatterns = [
    *writing.urlpatterns,
    *translation.urlpatterns,
    *remarks.urlpatterns,
    *self_assessment.urlpatterns,
    *reading.urlpatterns,
]
