"""Addresses of what is kept, held and deleted."""

from django.urls import path

from ..views import retention

urlpatterns = [
    path("kept/", retention.index, name="due"),
    path("cases/<uuid:ref>/delete/", retention.delete_case, name="case-delete"),
    path("cases/<uuid:ref>/hold/", retention.hold, name="case-hold"),
    path("kept/people/<uuid:ref>/delete/", retention.delete_person, name="person-delete"),
    path("kept/deletions/<uuid:ref>/", retention.show, name="deletion"),
    path("kept/holds/<uuid:ref>/release/", retention.release, name="hold-release"),
]
