"""Addresses of assessment."""

from django.urls import path

from .views import (
    assessments,
    chain,
    flags,
    observations,
    place_context,
    risk,
    unmet_needs,
)

app_name = "assessment"
urlpatterns = [
    path("cases/<uuid:ref>/assessments/", assessments.last, name="assessment-last"),
    path("cases/<uuid:ref>/assessments/new/", assessments.new, name="assessment-new"),
    path("cases/<uuid:ref>/assessments/<uuid:assessment>/", assessments.show, name="assessment"),
    path("cases/<uuid:ref>/observations/new/", observations.new, name="observation-new"),
    path(
        "cases/<uuid:ref>/observations/<uuid:observation>/", observations.again, name="observation"
    ),
    path(
        "cases/<uuid:ref>/observations/<uuid:observation>/end/",
        observations.end,
        name="observation-end",
    ),
    path("cases/<uuid:ref>/risk/", risk.decision, name="risk-decide"),
    path("cases/<uuid:ref>/risk/<uuid:assessment>/review/", risk.review, name="risk-review"),
    path("how-risk-is-proposed/", risk.rule, name="risk-rule"),
    path("known/", place_context.places, name="places-known"),
    path("known/<uuid:ref>/", place_context.place, name="place"),
    path("known/<uuid:ref>/observe/", place_context.observe, name="place-observe"),
    path(
        "known/<uuid:ref>/observations/<uuid:observation>/end/",
        place_context.end,
        name="place-observation-end",
    ),
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
