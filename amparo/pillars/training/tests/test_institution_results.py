"""The page of an institution says what followed the trainings of its people."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import DutyBearer, Provider
from amparo.foundation.links.extension_points import institution_figures
from amparo.pillars.training.institution_results import results_of
from amparo.pillars.training.models import TrainingEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(office):
    police = Organization.objects.create(name="Policía de Frontera", kind="government")
    Provider.list(police, by=None)
    DutyBearer.objects.create(organization=police)
    return police


@pytest.fixture
def held(event, enrol, police):
    for at in range(6):
        enrol(event, f"Agente {at}", organization=police)
    for each in event.sessions.all():
        each.starts_at -= timedelta(days=60)
        each.ends_at -= timedelta(days=60)
        each.save()
    TrainingEvent.objects.filter(pk=event.pk).update(state="held")
    return event


def test_its_page_shows_each_figure_with_times_of_equal_length(held, police, organizer, office):
    [result] = results_of(police, organizer)["results"]
    assert result.people == 6
    assert len(result.lines) == len(institution_figures)
    assert result.windows.has_begun
    assert not result.windows.is_whole
    assert all(line.comparison.before.of is None for line in result.lines), "nothing was referred"


def test_fewer_than_five_participants_are_not_counted_out(event, enrol, police, organizer, held):
    event.enrolments.filter(number__gt=4).update(state="withdrawn")
    [result] = results_of(police, organizer)["results"]
    assert result.people is None


def test_nobody_else_reads_it(held, police, cast):
    assert results_of(police, cast.caseworker) is None
    assert results_of(police, cast.trainer) is None
    assert results_of(police, cast.training_observer) is not None


def test_the_page_of_the_institution_holds_it(client, held, police, organizer):
    client.force_login(organizer)
    page = client.get(reverse("directory:provider", args=[police.provider.ref])).content.decode()
    assert held.number in page
    assert "training-results" in page
