"""Travel documents are seen by somebody, and hold on the day they arrive."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import Booking, TravelDocument
from tests.support.shared_start import shared_start

from . import ways

pytestmark = pytest.mark.django_db


@shared_start
@translation.override("en")
def ready(cast):
    """All is settled, and her passport was issued; nobody has seen it."""
    journey = ways.settle(ways.planned(ways.begin(cast)))
    TravelDocument.objects.all().delete()
    TravelDocument.track(
        journey.travellers.get(), by=journey.case.owner, kind="passport", status="issued"
    )
    return journey


@pytest.fixture
def rosa(ready):
    return ready.travellers.get()


def why_refused(journey):
    with pytest.raises(Refusal) as refused:
        Booking.make(journey, by=journey.case.owner)
    return str(refused.value)


def test_what_nobody_has_seen_counts_for_nothing(ready, rosa):
    said = why_refused(ready)
    assert f"{rosa.person.name}: Passport: nobody has seen it yet" in said


def test_it_holds_on_the_day_they_arrive(ready, rosa):
    arrives = ready.arrives_on()
    ways.seen(rosa, good_until=arrives - timedelta(days=1))
    assert f"{rosa.person.name}: Passport: it runs out on" in why_refused(ready)
    ways.seen(rosa, good_until=arrives)
    assert Booking.make(ready, by=ready.case.owner).is_in_force


def test_a_flight_that_arrives_a_day_later_asks_again(ready, rosa):
    ways.seen(rosa, good_until=ready.arrives_on())
    Booking.make(ready, by=ready.case.owner)
    leg = ready.legs.get()
    leg.change(
        by=ready.case.owner, leaves_at=leg.leaves_at, because="Snow",
        arrives_at=leg.arrives_at + timedelta(days=1),
    )  # fmt: skip
    assert not Booking.objects.in_force().exists()


def test_without_a_document_it_says_so_and_who(ready, rosa):
    TravelDocument.track(rosa, by=ready.case.owner, kind="passport", status="applied")
    assert f"{rosa.person.name}: No travel document is issued yet" in why_refused(ready)


def test_one_that_does_not_run_out_holds(ready, rosa):
    ways.seen(rosa, good_until=None, never_expires=True)
    assert ways.check(ready, rules.DOCUMENTS, rosa.person).missing == []


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"good_until": None}, "does not run out"),
        ({"status": "applied"}, "not issued yet"),
        ({"days": 1}, "once you have seen it"),
    ],
)
def test_what_does_not_make_sense_is_refused(rosa, said, text):
    fields = {key: value for key, value in said.items() if key != "days"}
    if "days" in said:
        fields["seen_on"] = rosa.file.office.today() + timedelta(days=said["days"])
    with pytest.raises(Refusal, match=text):
        ways.seen(rosa, **fields)


def test_who_saw_it_and_when_stands_on_the_page(client, ready, rosa, caseworker):
    client.force_login(caseworker)
    address = f"/returns/{ready.ref}/travellers/{rosa.ref}/document/"
    today = ready.case.office.today()
    said = {"kind": "passport", "status": "issued", "seen_on": today.isoformat()}
    assert client.post(address, said).status_code == 422
    assert "Nobody has seen it yet" in client.get(f"/returns/{ready.ref}/").content.decode()
    later = (today + timedelta(days=900)).isoformat()
    assert client.post(address, said | {"good_until": later}).status_code == 303
    kept = TravelDocument.objects.get(is_latest=True)
    assert (kept.seen_on, kept.by) == (today, caseworker)
    page = client.get(f"/returns/{ready.ref}/").content.decode()
    assert "Seen on" in page


def test_a_supervisor_may_still_let_them_go_without(client, ready, rosa, caseworker, supervisor):
    """The embassy hands it over at the airport: two people answer for that."""
    from amparo.pillars.assistance.pathways.models import CheckOverride

    check = ways.check(ready, rules.DOCUMENTS, rosa.person)
    check.decide(by=caseworker, met=False, text="At the embassy.")
    CheckOverride.ask(check, by=caseworker, because="The consul meets her.").answer_it(
        by=supervisor, agreed=True, because="He confirmed it in writing."
    )
    assert Booking.make(ready, by=caseworker).is_in_force
