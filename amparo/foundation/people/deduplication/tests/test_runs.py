"""The whole register is compared with itself; nobody is joined, and nothing opened is kept."""

from datetime import date

import pytest
from django.db import connection

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.deduplication import tasks
from amparo.foundation.people.deduplication.tasks import run_deduplication
from amparo.foundation.people.models import DeduplicationRun, DuplicateCandidate, Merge, Person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def again(cast, rosa, nayeli):
    """Rosa, written down a second time by somebody who spells as they hear."""
    return cast._person(
        given_names="Rossa", family_names="Kispe", second_family_name="Mamani", sex="female",
        birth_date=date(1992, 3, 14), birth_precision="exact", nationality="BO",
    )  # fmt: skip


def run(data_officer) -> DeduplicationRun:
    asked = DeduplicationRun.ask(by=data_officer)
    run_deduplication.call(str(asked.ref))
    asked.refresh_from_db()
    return asked


def test_somebody_written_down_twice_is_found(rosa, again, data_officer):
    done = run(data_officer)
    pair = DuplicateCandidate.objects.get()
    assert (pair.one, pair.other) == (rosa, again)
    assert (done.found, done.people) == (1, 3)
    assert AuditEntry.objects.filter(event="comparison.done").count() == 1


def test_nobody_is_joined_by_it(rosa, again, data_officer):
    before = Person.objects.count()
    run(data_officer)
    assert Person.objects.count() == before
    assert DuplicateCandidate.objects.get().state == DuplicateCandidate.State.WAITING


def test_what_is_kept_of_a_pair_names_nobody(rosa, again, data_officer):
    run(data_officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_duplicatecandidate")
        kept = str(cursor.fetchall()).lower()
    assert not any(word in kept for word in ("rosa", "rossa", "quispe", "kispe", "mamani", "1992"))


def test_it_goes_on_where_it_was_killed(rosa, again, data_officer, monkeypatch):
    asked = DeduplicationRun.ask(by=data_officer)
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "_end", lambda run: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_deduplication.call(str(asked.ref))
    run_deduplication.call(str(asked.ref))
    asked.refresh_from_db()
    assert (asked.slices_done, asked.found) == (asked.slices, 1)
    assert DuplicateCandidate.objects.count() == 1


def test_one_comparison_at_a_time(data_officer):
    DeduplicationRun.ask(by=data_officer)
    with pytest.raises(Refusal):
        DeduplicationRun.ask(by=data_officer)


def test_different_people_do_not_come_back(rosa, again, data_officer, caseworker):
    run(data_officer)
    settle(DuplicateCandidate.objects.get(), "different", caseworker)
    run(data_officer)
    assert DuplicateCandidate.objects.get().state == DuplicateCandidate.State.DIFFERENT


def test_they_come_back_when_something_has_changed(rosa, again, data_officer, caseworker):
    run(data_officer)
    settle(DuplicateCandidate.objects.get(), "different", caseworker)
    again.change(by=caseworker, father_name="Tomás")
    run(data_officer)
    pair = DuplicateCandidate.objects.get()
    assert (pair.state, pair.turn) == (DuplicateCandidate.State.WAITING, 2)
    assert AuditEntry.objects.filter(event="likelypair.came_back").exists()


def test_who_is_alike_no_more_need_not_be_decided(rosa, again, data_officer, caseworker):
    run(data_officer)
    again.change(
        by=caseworker, given_names="Fatou", family_names="Diallo", second_family_name="",
        birth_date=date(1960, 1, 5), nationality="SN",
    )  # fmt: skip
    run(data_officer)
    assert DuplicateCandidate.objects.get().state == DuplicateCandidate.State.GONE


def test_the_data_officer_sees_counts_and_no_names(rosa, again, data_officer, client):
    run(data_officer)
    client.force_login(data_officer)
    page = client.get("/people/deduplication/").content.decode()
    assert "Quispe" not in page
    assert "Rossa" not in page


def test_two_files_that_are_joined_are_not_found_again(
    rosa, nayeli, again, data_officer, caseworker
):
    for file in (rosa, again):  # both are second files of a third
        Merge.make(nayeli, file, by=caseworker, because="She says so.")
    assert run(data_officer).found == 0
    assert not DuplicateCandidate.objects.exists()


def settle(pair, answer, *readers):
    DuplicateCandidate.objects.filter(pk=pair.pk).update(
        ref="0192f0a0-0000-7000-8000-000000000001"
    )
    pair = DuplicateCandidate.objects.get(pk=pair.pk)
    for reader in readers:
        pair.decide(answer, by=reader)
