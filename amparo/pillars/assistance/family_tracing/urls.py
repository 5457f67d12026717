"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import clearance, matches, requests, reunifications, sought_persons

app_name = "family_tracing"
REUNION = "cases/<uuid:ref>/reunifications/<uuid:reunification>/"
urlpatterns = [
    path("tracing/", requests.index, name="requests"),
    path("tracing/new/", requests.new, name="request-new"),
    path("tracing/over/", clearance.over, name="over"),
    path("tracing/clear/", clearance.clear, name="clear"),
    path("tracing/clearings/<uuid:ref>/confirm/", clearance.cleared, name="cleared"),
    path("tracing/matches/<uuid:ref>/", matches.show, name="match"),
    path("tracing/matches/<uuid:ref>/verify/<slug:side>/", matches.verify, name="match-verify"),
    path("tracing/matches/<uuid:ref>/tell/", matches.tell, name="match-tell"),
    path("tracing/matches/<uuid:ref>/set-aside/", matches.set_aside, name="match-set-aside"),
    path("tracing/matches/<uuid:ref>/prepare/", matches.prepare, name="match-prepare"),
    path("tracing/<uuid:ref>/", requests.show, name="request"),
    path("tracing/<uuid:ref>/edit/", requests.edit, name="request-edit"),
    path("tracing/<uuid:ref>/consent/", requests.consent, name="request-consent"),
    path("tracing/<uuid:ref>/consent/take-back/", requests.take_back, name="request-take-back"),
    path("tracing/<uuid:ref>/paper/", requests.printed, name="request-paper"),
    path("tracing/<uuid:ref>/close/", requests.close, name="request-close"),
    path("tracing/<uuid:ref>/reopen/", requests.reopen, name="request-reopen"),
    path("tracing/<uuid:ref>/steps/new/", sought_persons.action, name="action-new"),
    path("tracing/<uuid:ref>/sought/new/", sought_persons.new, name="sought-new"),
    path("tracing/<uuid:ref>/sought/<uuid:sought>/", sought_persons.edit, name="sought"),
    path(
        "tracing/<uuid:ref>/sought/<uuid:sought>/candidates/",
        sought_persons.candidates,
        name="candidates",
    ),
    path(
        "tracing/<uuid:ref>/sought/<uuid:sought>/candidates/<uuid:person>/propose/",
        sought_persons.propose,
        name="match-propose",
    ),
    path("cases/<uuid:ref>/family/search/", requests.new_in_case, name="case-request-new"),
    path(REUNION, reunifications.show, name="reunification"),
    path(f"{REUNION}checks/<uuid:check>/", reunifications.check, name="reunification-check"),
    path(f"{REUNION}plan/", reunifications.plan, name="reunification-plan"),
    path(f"{REUNION}hand-over/", reunifications.hand_over, name="reunification-hand-over"),
    path(f"{REUNION}call-off/", reunifications.call_off, name="reunification-call-off"),
    path(f"{REUNION}paper/", reunifications.paper, name="reunification-paper"),
]
