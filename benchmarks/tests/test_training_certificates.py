"""The benchmarks of certificates and of a room measure what they say, with a few people."""

import pytest
from django.core.cache import cache

from benchmarks import training_registration
from benchmarks.attendance import attendance_figures
from benchmarks.training_certificates import certificate_figures

pytestmark = pytest.mark.django_db


def test_certificates_are_issued_printed_and_checked():
    figures = certificate_figures(3)
    assert [(each["what"], each["rows"]) for each in figures["work"]] == [
        ("issue", 3), ("papers", 3), ("badges", 3), ("check", 3), ("lapse", 3),
    ]  # fmt: skip


def test_a_room_signs_in_and_is_marked(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]  # what the benchmark sets is undone with it
    cache.clear()
    monkeypatch.setattr(training_registration, "CLIENTS", 1)
    figures = attendance_figures(2)
    assert [(each["what"], each["rows"]) for each in figures["work"]] == [
        ("Sign in by code", 2), ("Marks of a device", 2), ("Counted", 1),
    ]  # fmt: skip


def test_a_room_in_which_somebody_is_missing_is_never_measured(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    cache.clear()
    monkeypatch.setattr(training_registration, "CLIENTS", 1)
    monkeypatch.setattr("benchmarks.attendance._sign_in", lambda *_told: None)
    monkeypatch.setattr("benchmarks.attendance._deliver", lambda *_told: None)
    with pytest.raises(SystemExit, match="2 of 2 are not recorded"):
        attendance_figures(2)
