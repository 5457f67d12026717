"""A child leaves the country only by a document of the other parent or guardian, not by words."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.pathways.models import CheckOverride
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import Booking, Counselling, ExitPermission
from tests.support.shared_start import shared_start

from . import ways

pytestmark = pytest.mark.django_db


@shared_start
@translation.override("en")
def ready(cast):
    """All is settled but the permission for Nayeli."""
    return ways.settle(ways.planned(ways.begin_with_child(cast)), rules.EXIT_PERMISSION)


@pytest.fixture
def child(ready, nayeli):
    return ready.travellers.get(person=nayeli)


@pytest.fixture
def booked(ready):
    ways.settle(ready)
    Booking.make(ready, by=ready.case.owner)
    ready.refresh_from_db()
    return ready


def check_of(journey, child):
    return ways.check(journey, rules.EXIT_PERMISSION, child.person)


def why_refused(journey):
    with pytest.raises(Refusal) as refused:
        Booking.make(journey, by=journey.case.owner)
    return str(refused.value)


def still_booked(journey):
    return Booking.objects.in_force().filter(journey=journey).exists()


def test_without_it_nothing_is_booked_and_the_child_is_named(ready, nayeli):
    assert f"{nayeli.name}: No exit permission of the parent" in why_refused(ready)


def test_words_and_documents_alone_do_not_settle_it(ready, child, supervisor):
    with pytest.raises(Refusal, match="No exit permission"):
        ready.settle(
            check_of(ready, child),
            by=supervisor,
            met=True,
            text="ok",
            paper=ways.paper(ready.case),
        )
    with pytest.raises(Refusal):
        CheckOverride.ask(check_of(ready, child), by=supervisor, because="He agrees by telephone.")


def test_with_the_permission_it_is_settled_and_booked(ready, child, caseworker):
    ways.permitted(child)
    ready.settle(check_of(ready, child), by=caseworker, met=True, text="I read it.")
    assert Booking.make(ready, by=caseworker).is_in_force


@pytest.mark.parametrize("basis", ["sole", "deceased"])
def test_where_nobody_has_to_permit_it_a_document_shows_why(ready, child, caseworker, basis):
    ways.permitted(child, basis=basis, given_by="")
    ready.settle(check_of(ready, child), by=caseworker, met=True, text="I read it.")
    assert Booking.make(ready, by=caseworker).is_in_force


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"given_by": " "}, "Write the name of who permits it"),
        ({"basis": "guardian"}, "shows that they are the guardian"),
        ({"issuer": " "}, "Write who issued the document"),
        ({"days": 1}, "is in the future"),
        ({"until": -1}, "a day that has passed"),
    ],
)
def test_what_is_missing_is_said(child, said, text):
    today = child.file.office.today()
    fields = {key: value for key, value in said.items() if key not in ("days", "until")}
    if "days" in said:
        fields["issued_on"] = today + timedelta(days=said["days"])
    if "until" in said:
        fields["valid_until"] = today + timedelta(days=said["until"])
    with pytest.raises(Refusal, match=text):
        ways.permitted(child, **fields)
    assert not ExitPermission.objects.exists()


def test_a_document_of_another_case_is_refused(cast, child):
    other = cast.open_case(person=cast._person(given_names="Elena"))
    with pytest.raises(Refusal, match="not in the case"):
        ways.permitted(child, document=ways.paper(other))


def test_sent_twice_it_is_one(child):
    assert ways.permitted(child) == ways.permitted(child)
    assert AuditEntry.objects.filter(event="return.exit_permitted").count() == 1


def test_it_holds_on_the_day_they_arrive(ready, child):
    arrives = ready.arrives_on()
    ways.permitted(child, valid_until=arrives - timedelta(days=1))
    assert "Ask for a new one" in check_of(ready, child).missing[0]
    ways.permitted(child, valid_until=arrives)
    assert check_of(ready, child).missing == []


def test_without_a_last_day_it_counts_as_long_as_the_office_has_set(ready, child, supervisor):
    issued = ready.case.office.today() - timedelta(days=60)
    ways.permitted(child, issued_on=issued)
    assert check_of(ready, child).missing == []
    limits = {"return.exit_permission": 30}
    CaseSettings.of(ready.case.office).change(by=supervisor, time_limits=limits)
    assert "Ask for a new one" in check_of(ready, child).missing[0]


def test_taken_back_nothing_stays_booked(booked, caseworker):
    kept = ExitPermission.objects.get()
    with pytest.raises(Refusal, match="Write why"):
        kept.withdraw(by=caseworker, because=" ")
    kept.withdraw(by=caseworker, because="The father took it back.")
    assert not still_booked(booked)
    kept.withdraw(by=caseworker, because="Sent twice.")
    assert ExitPermission.objects.get().withdrawn_reason == "The father took it back."


def test_a_document_that_is_taken_out_shows_nothing(booked, caseworker):
    ExitPermission.objects.get().document.remove(by=caseworker, because="It is another child’s.")
    Booking.objects.get().end(by=caseworker, why="cancelled")
    assert "not in the case any more" in why_refused(booked)


def test_whose_age_nobody_knows_counts_as_a_child(cast, supervisor):
    person = cast._person(given_names="Elena", birth_date=None, birth_year=None)
    journey = ways.begun(cast.open_case(person=person))
    check = ways.check(journey, rules.EXIT_PERMISSION, person)
    assert "Their age is not known" in check.missing[0]
    person.change(by=journey.case.owner, birth_year=1980)
    assert ways.check(journey, rules.EXIT_PERMISSION, person).missing == []


def test_an_adult_needs_none(journey):
    assert not journey.checks.filter(kind=rules.EXIT_PERMISSION).exists()


@pytest.mark.parametrize("name", ["Rosa Quispe Mamani", "ROSA QUISPE", "rosa quíspe"])
@pytest.mark.parametrize("basis", ["mother", "guardian"])
def test_a_parent_or_guardian_who_travels_along_does_not_count(child, name, basis):
    said = {"guardianship": ways.paper(child.file)} if basis == "guardian" else {}
    with pytest.raises(Refusal, match="travels on this return"):
        ways.permitted(child, basis=basis, given_by=name, **said)
    assert not ExitPermission.objects.exists()


def test_the_mother_on_record_does_not_count_under_another_name(child):
    rosa = child.file.person
    rosa.change(by=child.file.owner, sex="female")
    with pytest.raises(Refusal, match="the parent or guardian who stays"):
        ways.permitted(child, basis="mother", given_by="Maria Flores")
    ways.permitted(child, basis="guardian", given_by="Maria Flores",
                   guardianship=ways.paper(child.file))  # fmt: skip


def test_who_joins_the_journey_after_permitting_it_does_not_count(cast, ready, child):
    father = cast._person(given_names="Juan", family_names="Mamani")
    ready.case.add_dependant(father, "partner", by=ready.case.owner)
    ways.permitted(child)
    assert check_of(ready, child).missing == []
    ready.add_traveller(father, by=ready.case.owner)
    assert "travels on this return" in check_of(ready, child).missing[0]


def test_who_counselled_them_does_not_record_it(client, ready, child):
    counsellor = ready.case.owner
    with pytest.raises(Refusal, match="A colleague who did not counsel them"):
        ways.permitted(child, by=counsellor)
    client.force_login(counsellor)
    page = client.get(f"/returns/{ready.ref}/travellers/{child.ref}/exit-permission/")
    assert page.status_code == 200
    assert "A colleague who did not counsel them" in page.content.decode()


def test_what_a_later_counsellor_recorded_counts_no_more(ready, child, supervisor):
    ways.permitted(child, by=supervisor)
    Counselling.hold(ready, by=supervisor, held_on=ready.case.office.today(), language="es",
                     explained=ways.CHECKS)  # fmt: skip
    assert "recorded by who counselled them" in check_of(ready, child).missing[0]


def test_a_day_of_the_document_in_the_future_is_refused_at_its_field(
    client, ready, child, supervisor
):
    client.force_login(supervisor)
    said = {
        "basis": "authority", "given_by": "Court 3", "issuer": "Court 3",
        "issued_on": (ready.case.office.today() + timedelta(days=3)).isoformat(),
        "document": ways.paper(ready.case).ref.hex,
    }  # fmt: skip
    page = client.post(f"/returns/{ready.ref}/travellers/{child.ref}/exit-permission/", said)
    assert page.status_code == 422
    assert "issued_on" in page.context["form"].errors


def test_on_the_page_it_is_recorded_and_ended(client, ready, child, supervisor):
    client.force_login(supervisor)
    page = client.get(f"/returns/{ready.ref}/").content.decode()
    address = f"/returns/{ready.ref}/travellers/{child.ref}/exit-permission/"
    assert address in page
    said = {
        "basis": "father", "given_by": "Juan Mamani", "issuer": "Notary 14",
        "issued_on": ready.case.office.today().isoformat(),
        "document": ways.paper(ready.case).ref.hex,
    }  # fmt: skip
    assert client.post(address, said | {"document": ""}).status_code == 422
    assert client.post(address, said | {"given_by": ""}).status_code == 422
    assert client.post(address, said).status_code == 303
    kept = ExitPermission.objects.get()
    assert "Juan Mamani" in client.get(f"/returns/{ready.ref}/").content.decode()
    ended = client.post(
        f"/returns/{ready.ref}/exit-permissions/{kept.ref}/end/", {"because": "He took it back."}
    )
    assert ended.status_code == 303
    assert "Juan Mamani" not in client.get(f"/returns/{ready.ref}/").content.decode()


def test_for_a_stranger_it_does_not_exist(client, ready, child, stranger):
    kept = ways.permitted(child)
    client.force_login(stranger)
    for path in (f"travellers/{child.ref}/exit-permission/", f"exit-permissions/{kept.ref}/end/"):
        assert client.post(f"/returns/{ready.ref}/{path}").status_code == 404
