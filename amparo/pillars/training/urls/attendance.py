"""Addresses of training: attendance."""

from django.urls import path

from ..views import attendance

_SHEET = "trainings/<uuid:ref>/attendance/"
_SESSION = f"{_SHEET}<uuid:session>/"

urlpatterns: list = [
    path(_SHEET, attendance.show, name="attendance"),
    path(f"{_SHEET}corrections/", attendance.corrections, name="attendance-corrections"),
    path(f"{_SHEET}per-diem-paid/", attendance.per_diem_paid, name="attendance-per-diem-paid"),
    path(f"{_SHEET}lists/<uuid:signed_list>/", attendance.signed_list, name="signed-list"),
    path(_SESSION, attendance.session, name="session-attendance"),
    path(f"{_SESSION}code/", attendance.code, name="session-code"),
    path(f"{_SESSION}badge/", attendance.badge, name="session-badge"),
    path(f"{_SESSION}count/", attendance.count, name="session-count"),
    path(f"{_SESSION}list/", attendance.list_new, name="signed-list-new"),
    path(f"{_SESSION}<uuid:enrolment>/correct/", attendance.correct, name="attendance-correct"),
]
