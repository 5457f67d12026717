"""Addresses of registration: the waiting list and seats of an event, and one enrolment."""

from django.urls import path

from ..views import registration

_ONE = "trainings/enrolments/<uuid:ref>/"
urlpatterns = [
    path("trainings/<uuid:ref>/waiting/", registration.waiting, name="waiting"),
    path("trainings/<uuid:ref>/seats/", registration.seats, name="seats"),
    path(_ONE, registration.show, name="enrolment"),
    path(f"{_ONE}withdraw/", registration.withdraw, name="enrolment-withdraw"),
    path(f"{_ONE}move-down/", registration.move_down, name="enrolment-move-down"),
    path(f"{_ONE}put-first/", registration.put_first, name="enrolment-put-first"),
    path(f"{_ONE}give-seat/", registration.give_seat, name="enrolment-give-seat"),
    path(f"{_ONE}confirm/", registration.confirm, name="enrolment-confirm"),
    path(f"{_ONE}guardian/", registration.guardian, name="enrolment-guardian"),
]
