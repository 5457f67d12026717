"""Two files side by side: people say whether they are one person's, and nobody else does."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import (
    DeduplicationRun,
    DuplicateCandidate,
    Merge,
    Person,
    PersonAccessGrant,
)

pytestmark = pytest.mark.django_db

# One pair in ten is read by two: these are told apart by their number.
ONE_READER, TWO_READERS = uuid.UUID(int=21), uuid.UUID(int=20)


@pytest.fixture
def pair(cast, rosa, data_officer):
    again = cast._person(given_names="Rossa", family_names="Kispe", sex="female")
    return DuplicateCandidate.objects.create(
        ref=ONE_READER, one=rosa, other=again, run=DeduplicationRun.ask(by=data_officer),
        likelihood=700, evidence={"bits": 14.0, "name": "most", "given": "same"}, mark="1" * 40,
    )  # fmt: skip


@pytest.fixture
def sampled(pair):
    DuplicateCandidate.objects.filter(pk=pair.pk).update(ref=TWO_READERS)
    return DuplicateCandidate.objects.get(pk=pair.pk)


def say(client, reader, pair, answer, reason=""):
    client.force_login(reader)
    url = f"/people/duplicates/{pair.ref}/decide/"
    return client.post(url, {"answer": answer, "reason": reason})


def test_both_files_stand_side_by_side_with_the_reasons(client, caseworker, pair):
    client.force_login(caseworker)
    page = client.get(f"/people/duplicates/{pair.ref}/").content.decode()
    assert "Quispe" in page
    assert "Kispe" in page
    assert "The same given name" in page


def open_pair(client, reader, pair):
    client.force_login(reader)
    page = client.get(f"/people/duplicates/{pair.ref}/").content.decode()
    return unescape(re.sub(r"<[^>]+>", "", page.partition("<main")[2].partition("</main")[0]))


def test_the_verdict_is_a_sentence_with_the_strongest_reasons(client, caseworker, pair):
    pair.evidence = {
        "bits": 30.0, "name": "same", "given": "same", "birth": "day", "document": "same",
    }  # fmt: skip
    pair.save()
    page = open_pair(client, caseworker, pair)
    assert re.search(r"Probably one person: “[^”]+”, and nothing clear speaks against it\.", page)
    pair.evidence = {"bits": -5.0, "name": "one", "given": "other", "birth": "far"}
    pair.save()
    assert "Probably two people: “" in open_pair(client, caseworker, pair)


def test_where_when_and_with_whom_each_was_registered(client, caseworker, pair, family, office):
    page = open_pair(client, caseworker, pair)
    assert office.name in page
    with_whom = [
        member.person.name
        for member in family.members.exclude(person=pair.one).select_related("person")
    ]
    assert with_whom
    assert all(name in page for name in with_whom)


def test_of_a_family_only_those_are_named_whom_the_reader_may_open(
    client, caseworker, pair, family
):
    hidden = family.members.exclude(person=pair.one).first().person
    PersonAccessGrant.objects.filter(record=hidden).delete()
    assert hidden.name not in open_pair(client, caseworker, pair)


def test_two_registered_on_one_day_in_one_family_are_probably_two(
    client, caseworker, pair, family
):
    family.add(pair.other, "child", by=caseworker)
    page = open_pair(client, caseworker, pair)
    assert "both were registered on the same day in the same family" in page
    Person.objects.filter(pk=pair.other.pk).update(
        created_at=pair.one.created_at - timedelta(days=9)
    )
    page = open_pair(client, caseworker, pair)
    assert "both were registered on the same day in the same family" not in page


def test_each_answer_says_what_it_leads_to(client, caseworker, pair):
    page = open_pair(client, caseworker, pair)
    for words in (
        "Leads to merging the two files. Nothing is merged yet.",
        "The pair leaves the list until one of the files changes.",
        "The pair stays in the list “Not sure” until the person is asked.",
    ):
        assert words in page


def test_no_reason_is_a_percentage(client, caseworker, pair):
    client.force_login(caseworker)
    page = client.get(f"/people/duplicates/{pair.ref}/").content.decode()
    assert "%" not in page.partition("<main")[2].partition("</main")[0]


def test_whoever_reads_a_pair_leaves_a_line_in_both_files(client, caseworker, pair):
    client.force_login(caseworker)
    client.get(f"/people/duplicates/{pair.ref}/")
    for person in (pair.one, pair.other):
        assert AuditEntry.objects.of_file(person.ref).reads().filter(by=caseworker).exists()


def test_for_a_stranger_the_pair_does_not_exist(client, stranger, pair):
    client.force_login(stranger)
    assert client.get(f"/people/duplicates/{pair.ref}/").status_code == 404
    assert say(client, stranger, pair, "same").status_code == 404


def test_nor_for_whoever_may_open_only_one_of_the_two(client, stranger, pair):
    PersonAccessGrant.objects.create(record=pair.one, grantee=f"user:{stranger.pk}", why="case")
    client.force_login(stranger)
    assert client.get(f"/people/duplicates/{pair.ref}/").status_code == 404
    assert str(pair.ref) not in client.get("/people/duplicates/").content.decode()


def test_different_people_leave_the_queue(client, caseworker, pair):
    say(client, caseworker, pair, "different", "Two sisters: I know both.")
    pair.refresh_from_db()
    assert pair.state == DuplicateCandidate.State.DIFFERENT
    assert str(pair.ref) not in client.get("/people/duplicates/").content.decode()


def test_a_phone_that_retries_is_not_a_second_decision(client, caseworker, pair):
    for _twice in range(2):
        assert say(client, caseworker, pair, "different").status_code == 303
    assert pair.decisions.count() == 1
    assert AuditEntry.objects.filter(event="likelypair.decided").count() == 1


def test_saying_the_same_joins_nobody_and_leads_on(client, caseworker, pair):
    answer = say(client, caseworker, pair, "same")
    pair.refresh_from_db()
    assert pair.is_same
    assert answer.url == f"/people/duplicates/{pair.ref}/"


def test_who_decided_and_why_stays_to_be_read(client, caseworker, colleague, pair):
    say(client, caseworker, pair, "unsure", "Ask her about her father.")
    client.force_login(colleague)
    page = client.get(f"/people/duplicates/{pair.ref}/").content.decode()
    assert caseworker.name in page
    assert "Ask her about her father." in page


def test_a_restricted_file_takes_two_readers(caseworker, colleague, pair, office):
    PersonAccessGrant.objects.create(
        record=pair.other, grantee=group_grantee("trafficking", office.pk), why="case"
    )
    pair.decide("same", by=caseworker)
    assert pair.state == DuplicateCandidate.State.SECOND
    pair.decide("same", by=colleague)
    assert pair.state == DuplicateCandidate.State.SAME


def test_one_reader_is_never_two(caseworker, sampled):
    sampled.decide("same", by=caseworker)
    with pytest.raises(Refusal):
        sampled.decide("different", by=caseworker)
    assert sampled.decisions.count() == 1


def test_the_second_reader_is_not_told_what_the_first_one_said(
    client, caseworker, colleague, sampled
):
    sampled.decide("different", by=caseworker, reason="Another mother.")
    client.force_login(colleague)
    assert (
        "Another mother." not in client.get(f"/people/duplicates/{sampled.ref}/").content.decode()
    )


def test_of_two_who_disagree_a_third_decides_and_says_why(
    caseworker, colleague, supervisor, sampled
):
    sampled.decide("different", by=caseworker)
    sampled.decide("same", by=colleague)
    assert sampled.state == DuplicateCandidate.State.DISAGREED
    with pytest.raises(Refusal):
        sampled.decide("same", by=supervisor)
    sampled.decide("same", by=supervisor, reason="She showed both slips.")
    assert sampled.state == DuplicateCandidate.State.SAME


def test_two_files_that_are_joined_leave_the_queue_until_they_are_parted(client, caseworker, pair):
    merge = Merge.make(pair.one, pair.other, by=caseworker, because="She says so.")
    client.force_login(caseworker)
    assert str(pair.ref) not in client.get("/people/duplicates/").content.decode()
    page = client.get(f"/people/duplicates/{pair.ref}/").content.decode()
    assert "These two files are joined already." in page
    assert 'value="same"' not in page
    merge.undo(by=caseworker, because="Two sisters.")
    assert str(pair.ref) in client.get("/people/duplicates/").content.decode()
