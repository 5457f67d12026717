"""Addresses of case forms."""

from django.urls import path

from .views import completed_forms, form_drafts, form_screen

app_name = "case_forms"
urlpatterns = [
    path("cases/<uuid:ref>/forms/", completed_forms.index, name="case-forms"),
    path("cases/<uuid:ref>/forms/<uuid:version>/", completed_forms.new, name="form-fill"),
    path("cases/<uuid:ref>/forms/<uuid:version>/draft/", form_drafts.hold, name="form-draft"),
    path(
        "cases/<uuid:ref>/forms/<uuid:version>/again/", form_drafts.begin_again, name="form-again"
    ),
    path(
        "cases/<uuid:ref>/forms/<uuid:version>/screen/", form_screen.form_page, name="form-screen"
    ),
    path("cases/<uuid:ref>/form-files/<uuid:file>/", completed_forms.file, name="form-file"),
    path("filled/<uuid:ref>/", completed_forms.show, name="form-filled"),
]
