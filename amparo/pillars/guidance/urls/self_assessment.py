"""Addresses of self-assessment of institutions against a standard."""

from django.urls import path

from ..views import self_assessment

_ROUND = "guidance/self-assessments/<uuid:ref>/"
urlpatterns = [
    path(
        "guidance/editions/<uuid:ref>/self-assessments/", self_assessment.index,
        name="self-assessments",
    ),
    path(
        "guidance/editions/<uuid:ref>/self-assessments/new/", self_assessment.open_round,
        name="self-assessment-new",
    ),
    path(_ROUND, self_assessment.show, name="self-assessment"),
    path(f"{_ROUND}link/", self_assessment.make_link, name="self-assessment-invite"),
    path(f"{_ROUND}link/end/", self_assessment.end_link, name="self-assessment-link-end"),
    path(f"{_ROUND}items/<int:item>/", self_assessment.plan, name="improvement-new"),
    path(
        "guidance/improvements/<uuid:ref>/done/", self_assessment.finish, name="improvement-done"
    ),
    path("s/<slug:token>/", self_assessment.by_link, name="self-assessment-link"),
]  # fmt: skip
