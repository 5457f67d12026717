"""Texts that somebody wrote after a training are blanked in the rows once they are erased."""

import pytest

from amparo.foundation.core.encryption.values import DataKey
from amparo.pillars.training.models import (
    ApplicationCommitment,
    NamedSupervisor,
    Reaction,
    SupervisorAnswer,
    TrainingFollowUp,
)
from amparo.pillars.training.models.application_plans import Planned, write_plan
from amparo.pillars.training.models.follow_ups import prepare_follow_up

pytestmark = pytest.mark.django_db

ANSWER = {"used": "some", "how_often": "monthly", "changed": "some", "support": ["advice"]}


def stored(model, name="text"):
    """What stands in the rows, sealed or not."""
    return [bytes(value or b"") for value in model.objects.values_list(name, flat=True)]


@pytest.fixture
def answered(event, enrol, office):
    """Somebody with a plan, an answer, a superior who answered too, and an opinion."""
    enrolment = enrol(event)
    write_plan(enrolment, [Planned("Use the sheet.", office.today())], by=None)
    NamedSupervisor.name(enrolment, by=None, email="chief@border.example", consents=True)
    follow_up = prepare_follow_up(enrolment, 3)
    follow_up.ask(by=None)
    follow_up.answer(**ANSWER, hindrances=["time"], text="At night there is no interpreter.")
    superior = SupervisorAnswer.prepare(follow_up)
    superior.ask(by=None)
    superior.answer(applies="often", changed="some", provides="no", text="She does it well.")
    Reaction.give(enrolment, useful=5, clear=4, able=3, text="Very good.", may_be_quoted=True)
    return enrolment


def test_plans_and_answers_are_blank_in_the_rows_and_stay_counted(answered, organizer):
    rows = (ApplicationCommitment, TrainingFollowUp, SupervisorAnswer)
    assert all(value for model in rows for value in stored(model))
    answered.participant.erase(by=organizer, reason="asked")
    assert [stored(model) for model in rows] == [[b""], [b""], [b""]]
    assert stored(NamedSupervisor, "email") == [b""]
    kept = TrainingFollowUp.objects.get()
    assert (kept.used, kept.is_answered, kept.chosen("hindrance")) == ("some", True, ["time"])
    assert ApplicationCommitment.objects.get().text == ""


def test_sentences_of_an_event_go_with_the_last_who_gave_one(answered, event, enrol, organizer):
    other = enrol(event, "Beto Sosa")
    silent = enrol(event, "Carla Ríos")
    Reaction.give(other, useful=3, clear=3, able=3, text="Too short.", may_be_quoted=True)
    keys = list(Reaction.objects.values_list("ref", flat=True))
    answered.participant.erase(by=organizer, reason="asked")
    assert all(stored(Reaction)), "One is left who may have written any of them."
    other.participant.erase(by=organizer, reason="asked")
    assert stored(Reaction) == [b"", b""]
    assert not Reaction.objects.filter(may_be_quoted=True).exists()
    assert not DataKey.objects.filter(owner_ref__in=keys).exists()
    assert sorted(Reaction.objects.values_list("useful", flat=True)) == [3, 5]
    silent.participant.erase(by=organizer, reason="asked")
