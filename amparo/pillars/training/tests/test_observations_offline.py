"""A trainer is observed by a colleague who was named for it, also without a network."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models import Device, OutboxEntry
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.training.models import (
    EventObserver,
    EventTrainer,
    Observation,
    ObservationScore,
    Participant,
    Trainer,
)
from amparo.pillars.training.models.observations import rubric_edition
from amparo.pillars.training.offline import taken_along

pytestmark = pytest.mark.django_db
ITEMS = ObservationScore.Item.values


@pytest.fixture
def observed(office, event, organizer):
    """A trainer of the pool who trains at the event."""
    learner = Participant.objects.create(office=office, name="Iván Rueda")
    EventTrainer.objects.create(event=event, participant=learner, name=learner.name)
    return Trainer.record(learner, by=organizer, languages="es")


@pytest.fixture
def named(cast, observed, event, organizer):
    return EventObserver.appoint(observed, event, by=organizer, user=cast.trainer)


@pytest.fixture
def device(cast):
    return Device.register(by=cast.trainer, kind=Device.Kind.FIELD, name="Samsung")[0]


@pytest.fixture(autouse=True)
def on_the_day(event):
    with at(event.sessions.first().starts_at + timedelta(hours=1)):
        yield


def command(named, *, seq=1, each=2, **fields) -> OutboxCommand:
    told = {"rubric": rubric_edition(), "points": dict.fromkeys(ITEMS, each), "note": "Clear."}
    return OutboxCommand(
        key=uuid4(), seq=seq, made_at=now(), verb="observation.give", about=named.ref,
        fields=told | fields,
    )  # fmt: skip


def test_the_rubric_goes_along_for_whom_one_is_to_observe(named, cast, organizer):
    [told] = taken_along(user=cast.trainer)["observations"]
    assert (told["ref"], told["trainer"]) == (str(named.ref), "Iván Rueda")
    assert told["items"] == ITEMS
    assert taken_along(user=organizer)["observations"] == []
    named.remove(by=organizer)
    assert taken_along(user=cast.trainer)["observations"] == []


def test_twice_and_in_another_order_is_one_observation(named, device, cast, organizer):
    first, second = command(named, seq=1), command(named, seq=2, each=3)
    states = [
        OutboxEntry.receive(device, each, str(each.key)).state
        for each in (first, first, second, first)
    ]
    assert states == ["done", "done", "refused", "done"]
    observation = Observation.objects.get()
    assert set(observation.points) == {2}
    assert (observation.note, observation.by, observation.observer) == (
        "Clear.",
        cast.trainer,
        named,
    )
    # What was refused keeps its words, at the office too.
    refused = OutboxEntry.objects.get(key=second.key)
    assert "recorded already" in refused.text
    assert refused.fields_of_body["points"][ITEMS[0]] == 3
    assert taken_along(user=cast.trainer)["observations"] == []


def test_who_no_longer_is_to_observe_waits_for_the_organizer(named, device, organizer):
    named.remove(by=organizer)
    waits = OutboxEntry.receive(device, command(named), "d")
    assert (waits.state, Observation.objects.count()) == ("review", 0)
    assert list(OutboxEntry.objects.waiting().accessible_to(organizer, "settle")) == [waits]
    assert any("2 · mostly" in value for _label, value in waits.described_fields)
    waits.accept(by=organizer)
    assert Observation.objects.get().observer == named


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rubric": "before"}, "The rubric was changed"),
        ({"points": {ITEMS[0]: 2}}, "Judge every item"),
        ({"points": dict.fromkeys(ITEMS, 4)}, "Points"),
        ({"points": dict.fromkeys(["gone", *ITEMS[1:]], 2)}, "Judge every item"),
    ],
    ids=["changed", "half", "too-many", "unknown"],
)
def test_what_is_wrong_is_refused_in_words_and_nothing_is_lost(named, device, fields, words):
    entry = OutboxEntry.receive(device, command(named, **fields), "d")
    assert (entry.state, Observation.objects.count()) == ("refused", 0)
    assert words in entry.text
    assert entry.fields_of_body["note"] == "Clear."


def test_a_cancelled_event_is_refused_in_words(named, device, event, organizer):
    event.cancel(by=organizer, because="No room.")
    entry = OutboxEntry.receive(device, command(named), "d")
    assert entry.state == "refused"
    assert "was cancelled" in entry.text


def test_a_clock_before_the_training_gives_the_day_of_arrival(named, device, event):
    late = command(named)
    late.made_at = now() - timedelta(days=400)
    assert OutboxEntry.receive(device, late, "d").state == "done"
    assert Observation.objects.get().on == event.office.today()


def test_a_named_observer_opens_the_rubric_on_the_page_of_that_trainer_alone(
    client, cast, named, observed, event, make_event, organizer, office
):
    assert Notification.objects.filter(user=cast.trainer, event="eventobserver.named").exists()
    stranger = Participant.objects.create(office=office, name="Eva Luna")
    other = Trainer.record(stranger, by=organizer, languages="es")
    client.force_login(cast.trainer)
    listed = client.get(reverse("training:observations")).content.decode()
    assert "Iván Rueda" in listed
    assert client.get(reverse("training:trainer", args=[other.ref])).status_code == 404
    assert client.get(reverse("training:trainer", args=[observed.ref])).status_code == 200
    told = dict.fromkeys(ITEMS, 2) | {
        "event": event.ref,
        "on": event.office.today().isoformat(),
        "note": "",
    }
    url = reverse("training:trainer-observe", args=[observed.ref])
    assert client.post(url, told).status_code == 303
    assert Observation.objects.get().observer == named
    assert client.post(url, told).status_code == 422


def test_nobody_is_named_to_observe_themselves_or_elsewhere(
    client, cast, office, event, make_event, organizer, observed
):
    own = Participant.objects.create(office=office, name="Own", user=cast.trainer)
    EventTrainer.objects.create(event=event, user=cast.trainer)
    trainer = Trainer.record(own, by=organizer, languages="es")
    with pytest.raises(Refusal, match="Somebody else observes you"):
        EventObserver.appoint(trainer, event, by=organizer, user=cast.trainer)
    with pytest.raises(Refusal, match="not a trainer of this event"):
        EventObserver.appoint(observed, make_event(), by=organizer, user=cast.trainer)
    client.force_login(organizer)
    url = reverse("training:trainer-observer-new", args=[observed.ref])
    for _tap in range(2):
        client.post(url, {"event": event.ref, "user": cast.trainer.ref})
    assert EventObserver.objects.count() == 1
