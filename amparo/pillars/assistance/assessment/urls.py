"""Addresses of assessment."""

from django.urls import path

from .views import chain, flags, unmet_needs

app_name = "assessment"
urlpatterns = [
    path("flags/", flags.open_ones, name="flags"),
    path("cases/<uuid:ref>/flags/", flags.answered_ones, name="flags-answered"),
    path("cases/<uuid:ref>/flags/<uuid:flag>/", flags.answer, name="flag-answer"),
    path("cases/<uuid:ref>/chain/", chain.show, name="case-chain"),
    path("unmet-needs/", unmet_needs.index, name="unmet-needs"),
    path(
        "cases/<uuid:ref>/needs/<uuid:need>/unmet/",
        unmet_needs.state_reason,
        name="unmet-need-reason",
    ),
]
