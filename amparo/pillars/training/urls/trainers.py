"""Addresses of trainers, their grades, and the cascade of a course."""

from django.urls import path

from ..views import trainers

_ONE = "trainers/<uuid:ref>/"

urlpatterns = [
    path("trainers/", trainers.index, name="trainers"),
    path("trainers/new/", trainers.new, name="trainer-new"),
    path(_ONE, trainers.show, name="trainer"),
    path(f"{_ONE}edit/", trainers.edit, name="trainer-edit"),
    path(f"{_ONE}observe/", trainers.observe, name="trainer-observe"),
    path(f"{_ONE}observers/new/", trainers.observer_new, name="trainer-observer-new"),
    path(
        f"{_ONE}observers/<uuid:observer>/remove/",
        trainers.observer_remove,
        name="trainer-observer-remove",
    ),
    path("observations/", trainers.observations, name="observations"),
    path(f"{_ONE}grade/", trainers.advance, name="trainer-grade"),
    path(f"{_ONE}grades/<uuid:grade>/end/", trainers.withdraw_grade, name="trainer-grade-end"),
    path("courses/<uuid:ref>/cascade/", trainers.cascade, name="cascade"),
]
