"""Addresses of completions from outside and of their imports."""

from django.urls import path

from ..views import completions

_VERSION, _IMPORT = "course-versions/<uuid:ref>/completions/", "completion-imports/<uuid:ref>/"

urlpatterns = [
    path(_VERSION, completions.index, name="course-completions"),
    path(f"{_VERSION}import/", completions.create, name="completion-import-new"),
    path(_IMPORT, completions.show, name="completion-import"),
    path(f"{_IMPORT}columns/", completions.columns, name="completion-import-columns"),
    path(f"{_IMPORT}choices/", completions.choices, name="completion-import-choices"),
    path(f"{_IMPORT}apply/", completions.apply, name="completion-import-apply"),
    path("completions/<uuid:ref>/withdraw/", completions.withdraw, name="completion-withdraw"),
]
