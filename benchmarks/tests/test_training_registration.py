"""The benchmark of registration measures what it says, for a small training."""

import pytest
from django.core.cache import cache

from amparo.pillars.training.models import TrainingEvent
from benchmarks import training_registration

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_all_that_is_measured_is_there(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]  # what the benchmark sets is undone with it
    cache.clear()
    monkeypatch.setattr(training_registration, "CLIENTS", 1)
    monkeypatch.setattr(training_registration, "A_SECOND", 1000)
    figures = training_registration.registration_figures(12)
    event = TrainingEvent.objects.get()
    assert figures["seats"] == {
        "seats": 8, "enrolled": 8, "waiting": 7, "withdrawn": 0, "repeated": 1,
    }  # fmt: skip
    assert (event.seats_taken, event.waiting) == (8, 7)
    assert all(row["queries"] and row["p95"] for row in figures["figures"])


def test_a_seat_too_many_is_never_measured(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]  # what the benchmark sets is undone with it
    cache.clear()
    monkeypatch.setattr(training_registration, "CLIENTS", 1)
    monkeypatch.setattr(training_registration, "A_SECOND", 1000)
    monkeypatch.setattr(training_registration, "_measure", _lose_count)
    with pytest.raises(SystemExit, match="counted 0 taken"):
        training_registration.registration_figures(8)


def _lose_count(*_what):
    TrainingEvent.objects.update(seats_taken=0)
    return {}
