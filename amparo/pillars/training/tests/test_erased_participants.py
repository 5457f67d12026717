"""Of somebody whose data were erased every page of training still opens, and tells nothing."""

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import at
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.models import (
    AttendanceEntry,
    Certificate,
    EventTrainer,
    Observation,
    ObservationScore,
    Participant,
    PracticeEntry,
    Trainer,
)

pytestmark = pytest.mark.django_db
SAID = "Said of somebody"


@pytest.fixture
def event(make_event, course_version):
    course_version.requires_practice = True
    course_version.save()
    return make_event()


def test_pages_open_after_an_erasure_and_say_nothing_of_them(
    client, event, enrol, organizer, office
):
    ana, guest = (
        enrol(event, "Ana Vidal"),
        Participant.objects.create(office=office, name="Beatriz"),
    )
    EventTrainer.appoint(event, by=organizer, participant=guest)
    trainer = Trainer.record(guest, by=organizer)
    session = event.sessions.first()
    with at(event.sessions.last().ends_at):
        AttendanceEntry.correct(session, ana, by=organizer, is_present=True, because=SAID)
        PracticeEntry.correct(ana, by=organizer, outcome="met", on=office.today(), because=SAID)
        Certificate.issue(ana, by=organizer, standing=Standing(90, None, ()), exception=SAID)
        Observation.record(
            trainer, event, by=organizer, on=office.today(), note=SAID,
            points=dict.fromkeys(ObservationScore.Item.values, 2),
        )  # fmt: skip
        for each in (ana.participant, guest):
            each.erase(by=organizer, reason="asked")
        client.force_login(organizer)
        for name, ref in (
            ("attendance-corrections", event.ref), ("practice-corrections", event.ref),
            ("practice", event.ref), ("trainer", trainer.ref), ("event", event.ref),
            ("certificates-to-issue", event.ref),
        ):  # fmt: skip
            page = client.get(reverse(f"training:{name}", args=[ref]))
            assert page.status_code == 200, name
            assert SAID not in page.content.decode()
            assert "Beatriz" not in page.content.decode()
    assert PracticeEntry.objects.get().because == ""
    assert Observation.objects.get().note == ""
