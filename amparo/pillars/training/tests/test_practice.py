"""The practice that a course asks for: recorded by trainers, corrected with a reason, counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models import Device, OutboxEntry
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.training.issuing import Known, candidates
from amparo.pillars.training.models import AttendanceEntry, Enrolment, Participant, PracticeEntry
from amparo.pillars.training.offline import taken_along
from amparo.pillars.training.participant_disclosure import own_data
from amparo.pillars.training.practice_records import practice_of
from amparo.pillars.training.presenters.practice import practice_section

pytestmark = pytest.mark.django_db
OBSERVED = "Refers a person with consent, in the role play."


@pytest.fixture
def event(make_event, course_version):
    course_version.texts.create(part="practice", language="en", text=OBSERVED)
    course_version.requires_practice, course_version.min_score = True, None
    course_version.save()
    return make_event()


@pytest.fixture(autouse=True)
def on_the_day(event):
    last = event.sessions.last()
    with at(last.starts_at + timedelta(hours=1)):
        yield


@pytest.fixture
def page(client, event, trainer):
    client.force_login(trainer)
    return reverse("training:practice", args=[event.ref])


def outcome_of(enrolment) -> str:
    answer = practice_of(enrolment.event).get(enrolment.pk)
    return answer.outcome if answer else ""


def attend(*enrolments) -> None:
    for each in enrolments:
        for session in each.event.sessions.all():
            AttendanceEntry.write(
                session, each, by=None, how="tick", is_present=True, source="desk",
                command=uuid4(),
            )  # fmt: skip


def said(event, outcome, *people, scope="ticked"):
    return {
        "on": event.office.today().isoformat(), "scope": scope, "outcome": outcome,
        "people": [str(each.ref) for each in people],
    }  # fmt: skip


def test_a_whole_list_is_recorded_with_single_exceptions(client, page, event, enrol):
    ana, beto, cira, dora = (enrol(event, name) for name in ("Ana", "Beto", "Cira", "Dora"))
    attend(ana, beto, cira)
    shown = client.get(page).content.decode()
    assert OBSERVED in shown
    assert "Ana" in shown
    assert client.post(page, said(event, "not_met", beto)).status_code == 303
    done = client.post(page, said(event, "met", cira, scope="others"), follow=True)
    assert [outcome_of(each) for each in (ana, beto, cira, dora)] == ["met", "not_met", "", ""]
    # Of Dora nobody recorded that she came: she met nothing by a list.
    assert "1 was left out" in done.content.decode()


def test_only_a_practice_that_was_seen_and_met_makes_eligible(event, enrol, trainer, organizer):
    met, failed, unseen, unknown = (enrol(event, name) for name in "ABCD")
    attend(met, failed, unseen, unknown)
    for each, outcome in ((met, "met"), (failed, "not_met"), (unseen, "not_seen")):
        PracticeEntry.write(
            each, by=trainer, outcome=outcome, on=event.office.today(), source="page"
        )
    ready = [each.enrolment for each in candidates(event, Known.of(event)) if each.is_ready]
    assert ready == [met]


def test_a_trainer_records_at_own_events_alone_and_never_for_themselves(
    client, page, event, enrol, make_event, trainer, organizer, office
):
    other = make_event(subtitle="Of somebody else")
    assert client.get(reverse("training:practice", args=[other.ref])).status_code == 404
    self_taught = Participant.objects.create(office=office, name="Iván", user=trainer)
    own = Enrolment.enrol(event, self_taught, by=organizer)
    answer = client.post(page, said(event, "met", own))
    assert answer.status_code == 422
    assert "Somebody else records your own practice." in answer.content.decode()
    correct = reverse("training:practice-correct", args=[event.ref, own.ref])
    corrected = {"outcome": "met", "on": event.office.today().isoformat(), "because": "I did."}
    assert client.post(correct, corrected).status_code == 422
    attend(own)
    client.post(page, said(event, "met", scope="others"))
    assert not PracticeEntry.objects.exists()


def test_a_correction_needs_a_reason_and_stands_above_all(client, page, event, enrol, organizer):
    ana = enrol(event, "Ana")
    client.post(page, said(event, "not_met", ana))
    correct = reverse("training:practice-correct", args=[event.ref, ana.ref])
    told = {"outcome": "met", "on": event.office.today().isoformat(), "because": " "}
    assert client.post(correct, told).status_code == 422
    assert client.post(correct, told | {"because": "Mixed up numbers."}).status_code == 303
    again = client.post(page, said(event, "not_met", ana), follow=True).content.decode()
    assert "known otherwise" in again
    assert outcome_of(ana) == "met"
    listed = client.get(reverse("training:practice-corrections", args=[event.ref]))
    assert "Mixed up numbers." in listed.content.decode()
    told = [row for part in own_data(ana.participant).sections for row in part.rows]
    assert ("Reason", "Mixed up numbers.") in told


def test_who_only_reads_figures_sees_nobody(client, cast, page, event, enrol):
    enrol(event, "Ana")
    client.force_login(cast.training_observer)
    assert client.get(page).status_code == 403


@pytest.mark.parametrize(
    ("days", "words"), [(2, "still to come"), (-30, "had not begun")], ids=["ahead", "before"]
)
def test_a_day_without_the_training_is_refused(event, enrol, trainer, days, words):
    with pytest.raises(Refusal, match=words):
        PracticeEntry.write(
            enrol(event), by=trainer, outcome="met", source="page",
            on=event.office.today() + timedelta(days=days),
        )  # fmt: skip
    assert not PracticeEntry.objects.exists()


# Without a network


def mark(event, seq, number, outcome, **fields) -> OutboxCommand:
    return OutboxCommand(
        key=uuid4(), seq=seq, made_at=now(), verb="practice.mark", about=event.ref,
        fields={"number": number, "outcome": outcome} | fields,
    )  # fmt: skip


def test_marks_of_a_device_in_any_order_and_twice_are_one_answer(event, enrol, trainer):
    ana = enrol(event, "Ana")
    device = Device.register(by=trainer, kind=Device.Kind.FIELD, name="Samsung")[0]
    [told] = taken_along(user=trainer)["events"]
    assert told["practice"] == {"text": OBSERVED, "known": []}
    first, last = mark(event, 1, 1, "met"), mark(event, 2, 1, "not_met")
    for each in (last, first, last, first):
        assert OutboxEntry.receive(device, each, str(each.key)).state == "done"
    assert PracticeEntry.objects.count() == 2
    assert outcome_of(ana) == "not_met"
    [told] = taken_along(user=trainer)["events"]
    assert told["practice"]["known"] == [[1, "not_met"]]


def test_what_is_wrong_is_refused_in_words(event, enrol, trainer):
    enrol(event, "Ana")
    device = Device.register(by=trainer, kind=Device.Kind.FIELD, name="Samsung")[0]
    for seq, (number, outcome, words) in enumerate(
        [(44, "met", "Number 44"), (1, "perfect", "Outcome"), (0, "met", "Number")], 1
    ):
        entry = OutboxEntry.receive(device, mark(event, seq, number, outcome), "d")
        assert entry.state == "refused"
        assert words in entry.text


def test_what_a_former_trainer_sends_waits_for_the_organizer(event, enrol, trainer, organizer):
    ana = enrol(event, "Ana")
    device = Device.register(by=trainer, kind=Device.Kind.FIELD, name="Samsung")[0]
    event.trainers.update(until=now())
    waits = OutboxEntry.receive(device, mark(event, 1, 1, "met"), "d")
    assert waits.state == "review"
    assert list(OutboxEntry.objects.waiting().accessible_to(organizer, "settle")) == [waits]
    waits.accept(by=organizer)
    assert outcome_of(ana) == "met"


def test_the_page_of_an_event_shows_figures_to_its_trainers_alone(event, enrol, trainer, cast):
    for name, outcome in (("Ana", "met"), ("Beto", "not_met"), ("Cira", "")):
        seat = enrol(event, name)
        if outcome:
            today = event.office.today()
            PracticeEntry.write(seat, by=trainer, outcome=outcome, on=today, source="page")
    section = practice_section(event, trainer)
    figures = section["figures"]
    assert (figures.met, figures.not_met, figures.not_seen, figures.unrecorded) == (1, 1, 0, 1)
    shown = render_to_string("training/event_practice.html", {"practice": section, "event": event})
    assert OBSERVED in shown
    assert practice_section(event, cast.training_observer) is None
