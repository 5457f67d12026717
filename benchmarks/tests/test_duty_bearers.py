"""The benchmark of duty bearers measures what it says, in a small country."""

import pytest

from amparo.pillars.assistance.assessment.models import UnmetNeed
from amparo.pillars.dialogue.models import Commitment
from benchmarks import duty_bearers, service_data

pytestmark = [
    pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("at_scale"),
]  # fmt: skip


def test_all_that_is_measured_is_there(monkeypatch, settings):
    monkeypatch.setattr(service_data, "WHOLE", 20)
    monkeypatch.setattr(service_data, "TEAMS_INVITED", 2)
    monkeypatch.setattr(duty_bearers, "COMMITMENTS", 60)
    monkeypatch.setattr(duty_bearers, "ROUNDS", 3)
    figures = duty_bearers.duty_bearer_figures(300)
    assert UnmetNeed.objects.count() == 300
    assert Commitment.objects.count() == 60
    assert [row["rows"] for row in figures["work"]] == [300, 60]
    assert all(row["queries"] for row in figures["figures"])
