"""Two files of one person are read together by who may open both, and part as they were."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.models import (
    AuditEntry,
    ErasureRecord,
    Notification,
    RestrictedGroupAccess,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Consent, Contact, Merge, PersonAccessGrant
from amparo.foundation.people.search.search import search

from .support import grant_to_team, register_person, restrict_to_group

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def again(cast, rosa):
    """Rosa once more, as somebody at the border wrote her name."""
    return register_person(
        cast, given_names="Roza", family_names="Kispe", birth_year=1992, sex="female",
        contacts=[{"kind": "phone", "value": "+591 71112222"}], safe_contact="Never before noon",
    )  # fmt: skip


@pytest.fixture
def third(cast):
    """And once more."""
    return register_person(
        cast, given_names="Rosita", family_names="Kispi",
        contacts=[{"kind": "phone", "value": "+591 78889999"}],
    )  # fmt: skip


@pytest.fixture
def merge(rosa, again, caseworker):
    return rosa.merge(again, by=caseworker, because="She showed the same passport")


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


def url(person, **more):
    return reverse("person", args=[person.ref], query=more or None)


def send(client, where, **data):
    return client.post(where, data | {"once": str(uuid4())})


def shows(client, person, text, **more):
    return text in client.get(url(person, **more)).content.decode()


def test_the_kept_file_shows_what_lies_in_both(here, rosa, merge):
    page = here.get(url(rosa)).content.decode()
    assert "This record is merged with…" in page
    assert all(
        text in page for text in ("Roza Kispe", "71112222", "70012345", "Never before noon")
    )


def test_what_was_read_with_it_was_opened_too(here, again, rosa, merge):
    here.get(url(rosa))
    opened = AuditEntry.objects.filter(event="person.seen").values_list("record_ref", flat=True)
    assert set(opened) == {rosa.ref, again.ref}


def test_the_joined_file_leads_to_the_kept_one_with_a_word(here, rosa, again, merge):
    answer = here.get(url(again), follow=True)
    assert answer.redirect_chain[-1][0] == url(rosa, duplicate=again.ref)
    assert "The file that you looked for was joined to this one" in answer.content.decode()


def test_it_can_still_be_seen_by_itself(here, again, merge):
    page = here.get(url(again, **{"by-itself": ""})).content.decode()
    assert "Roza Kispe" in page
    assert "70012345" not in page
    assert "You see it by itself" in page


@pytest.mark.parametrize("text", ["Rosa Quispe", "Roza Kispe", "+591 71112222"])
def test_a_search_finds_the_kept_file_once(caseworker, rosa, merge, text):
    assert search(caseworker, text) == [rosa]


def test_nothing_moves(rosa, again, merge, caseworker):
    assert Contact.objects.get(person=again).value == "+591 71112222"
    assert [each.value for each in rosa.contacts.all()] == ["+591 70012345"]
    assert rosa.consents.count() == again.consents.count() == 1


def test_a_consent_taken_back_in_one_file_stands_in_the_other(rosa, again, merge, caseworker):
    Consent.objects.of(rosa).get().withdraw(by=caseworker, statement="No more")
    assert not rosa.consents_to("case_management")
    assert again.consents_to("case_management")


def test_parting_brings_each_back_as_it_is(here, rosa, again, merge, caseworker):
    rosa.add_contact(by=caseworker, kind="phone", value="+591 73334444")
    again.change(by=caseworker, given_names="Rosalía")
    merge.undo(by=caseworker, because="They stood before us together")
    assert search(caseworker, "Rosalía Kispe")[0] == again
    assert not shows(here, rosa, "71112222")
    assert shows(here, rosa, "73334444")
    assert shows(here, again, "Rosalía Kispe")
    assert not shows(here, again, "73334444")


def test_after_parting_they_can_be_joined_again(rosa, again, merge, caseworker):
    merge.undo(by=caseworker, because="Not sure any more")
    other_way = again.merge(rosa, by=caseworker, because="She came back, it is her")
    assert search(caseworker, "Rosa Quispe") == [again]
    assert [merge.state, other_way.state] == ["parted", "in_force"]


def test_a_chain_is_read_from_its_head_and_parts_in_the_middle(third, rosa, again, caseworker):
    again.merge(third, by=caseworker, because="Her sister told us")
    middle = rosa.merge(again, by=caseworker, because="One passport")
    assert search(caseworker, "78889999") == [rosa]
    middle.undo(by=caseworker, because="Two passports")
    assert search(caseworker, "78889999") == [again]
    assert again.pk not in {each.pk for each in search(caseworker, "70012345")}


def test_no_chain_closes_into_a_ring(third, rosa, again, merge, caseworker):
    with pytest.raises(Refusal, match="joined already"):
        again.merge(rosa, by=caseworker, because="The other way round")
    with pytest.raises(Refusal, match="cannot be joined now"):
        third.merge(again, by=caseworker, because="Also her")


def test_a_phone_that_retries_joins_and_parts_once(rosa, again, merge, caseworker):
    assert rosa.merge(again, by=caseworker, because="She showed the same passport") == merge
    merge.undo(by=caseworker, because="A mistake")
    merge.undo(by=caseworker, because="A mistake")
    deeds = AuditEntry.objects.filter(event__in=["merge.made", "merge.parted"])
    assert sorted(deeds.values_list("event", flat=True)) == ["merge.made", "merge.parted"]


def test_the_ledger_holds_no_more_than_refs(merge, rosa, again):
    line = AuditEntry.objects.get(event="merge.made")
    assert (line.record_ref, line.file_ref, line.details) == (merge.ref, rosa.ref, {})
    assert AuditEntry.objects.get(event="person.joined").file_ref == again.ref


def test_nobody_joins_without_a_reason(rosa, again, caseworker):
    with pytest.raises(Refusal):
        rosa.merge(again, by=caseworker, because="  ")
    with pytest.raises(Refusal):
        rosa.merge(rosa, by=caseworker, because="The same")


class TestWhoMaySee:
    """Joining widens nothing: who opens one of the files finds that one, as if alone."""

    @pytest.fixture
    def colleague_of_one(self, cast, again, other_team):
        """A colleague of the other office, who holds the second file and not the first."""
        grant_to_team(again, other_team)
        return cast.stranger

    def test_who_opens_one_alone_finds_that_one(
        self, client, colleague_of_one, rosa, again, merge
    ):
        client.force_login(colleague_of_one)
        assert client.get(url(rosa)).status_code == 404
        page = client.get(url(again))
        assert page.status_code == 200
        assert "70012345" not in page.content.decode()
        assert "joined" not in page.content.decode()
        assert search(colleague_of_one, "Roza Kispe") == [again]
        assert client.get(merge.get_absolute_url()).status_code == 404

    def test_a_restricted_file_is_seen_by_its_group_alone(
        self, client, cast, rosa, again, merge, caseworker
    ):
        restrict_to_group(again, "trafficking", cast.office)
        client.force_login(caseworker)
        assert not shows(client, rosa, "71112222")
        assert not shows(client, rosa, "joined with")
        assert search(caseworker, "Roza Kispe") != [again]
        client.force_login(cast.keeper)
        assert shows(client, rosa, "71112222")

    def test_a_link_is_followed_only_through_files_one_may_open(
        self, cast, third, rosa, again, merge, caseworker
    ):
        again.merge(third, by=caseworker, because="Her sister told us")
        restrict_to_group(again, "trafficking", cast.office)
        assert search(caseworker, "78889999") == [third]

    def test_who_may_not_open_a_link_learns_nothing_of_it(self, cast, third, again, merge):
        grant_to_team(again, cast.other_team)
        grant_to_team(third, cast.other_team)
        with pytest.raises(Refusal, match="cannot be joined now"):
            third.merge(again, by=cast.stranger, because="It is her")


class TestTwoPeople:
    """Where a group or another office is concerned, a second person looks at both files."""

    @pytest.fixture
    def asked(self, cast, rosa, again, other_team, caseworker, supervisor):
        grant_to_team(again, other_team)
        return rosa.merge(again, by=caseworker, because="She told us")

    def test_another_office_waits_for_a_second_yes(self, here, asked, rosa, again, supervisor):
        assert asked.is_waiting
        assert search(asked.by, "Roza Kispe")[0] == again
        assert Notification.objects.get(event="merge.asked").user == supervisor
        assert shows(here, rosa, "A second person decides")

    def test_so_does_a_restricted_group(self, cast, rosa, again):
        restrict_to_group(again, "trafficking", cast.office)
        hold_by_name = f"user:{cast.keeper.pk}"
        PersonAccessGrant.objects.create(record=again, grantee=hold_by_name, why="case:0")
        assert rosa.merge(again, by=cast.keeper, because="She told me").is_waiting

    def test_the_second_person_joins_them(self, client, asked, supervisor, rosa, again):
        client.force_login(supervisor)
        assert "Decision" in client.get(asked.get_absolute_url()).content.decode()
        send(client, reverse("people:merge-confirm", args=[asked.ref]))
        assert search(supervisor, "Roza Kispe") == [rosa]
        assert Notification.objects.get(event="merge.confirmed").user == asked.by

    def test_or_leaves_them_and_says_why(self, client, asked, supervisor, again):
        client.force_login(supervisor)
        where = reverse("people:merge-refuse", args=[asked.ref])
        assert send(client, where).status_code == 422
        send(client, where, because="Another mother")
        asked.refresh_from_db()
        assert (asked.state, asked.confirmation.because) == ("refused", "Another mother")
        assert again in search(supervisor, "Roza Kispe")

    def test_nobody_is_their_own_second(self, here, asked):
        assert send(here, reverse("people:merge-confirm", args=[asked.ref])).status_code == 403
        with pytest.raises(Refusal, match="Somebody else"):
            asked.confirm(by=asked.by)

    def test_who_opens_one_file_alone_is_not_asked(self, client, cast, asked):
        far = cast._user("pilar", "Pilar", "supervisor", office=cast.other_office)
        client.force_login(far)
        where = reverse("people:merge-confirm", args=[asked.ref])
        assert send(client, where).status_code == 404

    def test_what_was_asked_can_be_taken_back(self, asked, caseworker, supervisor):
        asked.undo(by=caseworker, because="I looked again")
        with pytest.raises(Refusal, match="already decided"):
            asked.confirm(by=supervisor)


class TestThePages:
    def test_the_other_file_is_looked_for_compared_and_joined(self, here, rosa, again):
        seek = reverse("people:merge-search", args=[rosa.ref])
        join = reverse("people:merge-new", args=[rosa.ref, again.ref])
        assert join in here.post(seek, {"q": "Roza Kispe"}).content.decode()
        page = here.get(join).content.decode()
        assert "Quispe Mamani" in page
        assert "Kispe" in page
        assert send(here, join, keep=str(again.ref)).status_code == 422
        send(here, join, keep=str(again.ref), because="One passport")
        merge = Merge.objects.get()
        assert (merge.kept, merge.duplicate, merge.because) == (again, rosa, "One passport")

    def test_parting_says_what_stops_and_what_goes_on(self, here, merge, again):
        where = reverse("people:merge-undo", args=[merge.ref])
        assert "What continues" in here.get(where).content.decode()
        answer = send(here, where, because="Two passports")
        assert answer.headers["Location"] == reverse("people:person", args=[again.ref])

    def test_a_changed_telephone_of_the_joined_file_comes_back_with_both(
        self, here, rosa, again, merge
    ):
        contact = Contact.objects.get(person=again)
        answer = here.post(
            reverse("people:contact", args=[contact.ref]),
            {"kind": "phone", "value": "+591 75556666", "once": str(uuid4())},
            headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{url(rosa)}"},
        )
        page = answer.content.decode()
        assert "75556666" in page
        assert "70012345" in page


class TestErasing:
    """One of two joined files is erased: the other stays, by itself, with nothing of the first."""

    @pytest.mark.parametrize("gone", ["rosa", "again"])
    def test_the_other_stands_alone(self, gone, request, rosa, again, merge, supervisor, office):
        person = request.getfixturevalue(gone)
        stays = again if person == rosa else rosa
        person.forget(by=supervisor, asked_by=supervisor, office=office, reason="mistake")
        assert not Merge.objects.exists()
        assert ErasureRecord.objects.filter(ref=person.ref).exists()
        parted = AuditEntry.objects.get(event="person.parted")
        assert (parted.file_ref, parted.details) == (stays.ref, {"reason": "erased"})
        assert stays.contacts.exists()

    def test_leave_for_the_group_given_later_shows_both(self, cast, rosa, again, merge, client):
        restrict_to_group(again, "gbv", cast.office)
        client.force_login(cast.caseworker)
        assert not shows(client, rosa, "71112222")
        RestrictedGroupAccess.give(to=cast.caseworker, group="gbv", office=cast.office, by=None)
        assert shows(client, rosa, "71112222")
