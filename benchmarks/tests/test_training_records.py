"""The benchmark of learning records measures what it says, with a few of them."""

import pytest

from amparo.pillars.training.models import (
    AttendanceEntry,
    Certificate,
    Enrolment,
    HeldCompetency,
    Participant,
)
from benchmarks import training_reading

pytestmark = [
    pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("at_scale"),
]  # fmt: skip


def test_all_that_is_measured_is_there(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]  # what the benchmark sets is undone with it
    monkeypatch.setattr(training_reading, "ROUNDS", 3)
    figures = training_reading.record_figures(480)
    assert figures["records"] == 480
    assert Enrolment.objects.count() == 480 + 30
    assert Participant.objects.count() == 120
    assert 120 < Certificate.objects.count() < 180
    assert 0 < HeldCompetency.objects.count() <= Certificate.objects.count()
    assert 400 < AttendanceEntry.objects.count() < 510
    persons, participations, night = (row["rows"] for row in figures["work"])
    assert 400 < persons == participations < night
    assert all(row["queries"] and row["p95"] for row in figures["figures"])
