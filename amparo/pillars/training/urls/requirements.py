"""Addresses of required competencies and their waivers."""

from django.urls import path

from ..views import requirements

_ONE = "requirements/<uuid:ref>/"

urlpatterns = [
    path("requirements/", requirements.index, name="requirements"),
    path("requirements/new/", requirements.new, name="requirement-new"),
    path(_ONE, requirements.show, name="requirement"),
    path(f"{_ONE}end/", requirements.end, name="requirement-end"),
    path(f"{_ONE}staff/<uuid:user>/waive/", requirements.waive, name="requirement-waive"),
    path(f"{_ONE}waivers/<uuid:waiver>/end/", requirements.end_waiver, name="waiver-end"),
]
