"""Nouns in the path; the verb is the last word and is always POSTed."""

from . import (
    cases,
    emergencies,
    help,
    lists,
    places,
    received,
    referrals,
    registering,
    registers,
    retention,
    rights,
    steps,
    transfers,
)

app_name = "assistance"
urlpatterns = [
    *lists.urlpatterns,
    *registering.urlpatterns,
    *cases.urlpatterns,
    *referrals.urlpatterns,
    *emergencies.urlpatterns,
    *steps.urlpatterns,
    *registers.urlpatterns,
    *places.urlpatterns,
    *received.urlpatterns,
    *retention.urlpatterns,
    *rights.urlpatterns,
    *transfers.urlpatterns,
    *help.urlpatterns,
]
