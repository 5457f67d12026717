"""Addresses of training: the practice that a course asks for."""

from django.urls import path

from ..views import practice

_SHEET = "trainings/<uuid:ref>/practice/"

urlpatterns: list = [
    path(_SHEET, practice.show, name="practice"),
    path(f"{_SHEET}corrections/", practice.corrections, name="practice-corrections"),
    path(f"{_SHEET}<uuid:enrolment>/correct/", practice.correct, name="practice-correct"),
]
