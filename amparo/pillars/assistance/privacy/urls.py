"""Addresses of privacy."""

from django.urls import path

from .views import access_histories, help_requests, requests, retention

app_name = "privacy"
urlpatterns = [
    path("people/<uuid:ref>/history/", access_histories.of_person, name="person-history"),
    path(
        "people/<uuid:ref>/history/letter/", access_histories.letter, name="person-history-letter"
    ),
    path("cases/<uuid:ref>/openings/", access_histories.of_case, name="case-openings"),
    path("help/clear/", help_requests.request_deletion, name="help-clear"),
    path("help/clearings/<uuid:ref>/confirm/", help_requests.delete, name="help-cleared"),
    path("kept/", retention.index, name="due"),
    path("cases/<uuid:ref>/delete/", retention.delete_case, name="case-delete"),
    path("cases/<uuid:ref>/hold/", retention.hold, name="case-hold"),
    path("kept/people/<uuid:ref>/delete/", retention.delete_person, name="person-delete"),
    path("kept/deletions/<uuid:ref>/", retention.show, name="deletion"),
    path("kept/holds/<uuid:ref>/release/", retention.release, name="hold-release"),
    path("rights/", requests.index, name="rights"),
    path("people/<uuid:ref>/rights/new/", requests.hear, name="rights-new"),
    path("rights/<uuid:ref>/", requests.show, name="rights-request"),
    path("rights/<uuid:ref>/answer/", requests.answer, name="rights-answer"),
    path("rights/<uuid:ref>/prepare/", requests.prepare, name="rights-prepare"),
    path("rights/<uuid:ref>/answer.pdf", requests.letter, name="rights-letter"),
    path("rights/exports/<uuid:ref>/take/", requests.take, name="rights-take"),
]
