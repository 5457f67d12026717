"""What is made once for several tests is as it was made for each, and not there for others."""

import io
import itertools

import pytest

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Person
from tests.support.shared_start import shared_start

pytestmark = pytest.mark.django_db
builds = itertools.count()
seen = set()


@shared_start
def refuge(cast):
    refuge = Organization.found(by=cast.caseworker, name="Cruz del Sur")
    refuge.plan = EncryptedFile.write(io.BytesIO(b"Two doors."), owner=cast.rosa)
    refuge.build = next(builds)
    return refuge


@pytest.fixture(params=[1, 2])
def again(request):
    """The test runs twice: the second time sees nothing of the first."""


def test_what_a_test_changes_is_undone(refuge, again, rosa, caseworker):
    assert [refuge.name, rosa.given_names] == ["Cruz del Sur", "Rosa"]
    assert Organization.objects.get(name="Cruz del Sur") == refuge
    refuge.name, rosa.given_names = "Faro", "Ana"
    refuge.save()
    rosa.save()
    caseworker.end_role(caseworker.memberships.get(), by=None)
    assert not Organization.objects.filter(name="Cruz del Sur").exists()


def test_a_file_that_a_test_deletes_is_there_again(refuge, again):
    assert EncryptedFile.open(refuge.plan).read() == b"Two doors."
    EncryptedFile.delete(refuge.plan)


def test_it_is_of_those_who_are_on_the_stage(refuge, rosa, cast):
    assert Person.objects.get() == rosa
    assert cast.caseworker.memberships.get().team == cast.team


def test_it_is_made_once(refuge, again):
    seen.add(refuge.build)
    assert len(seen) == 1


def test_who_does_not_ask_finds_nothing(again):
    assert not Organization.objects.exists()
    assert not Person.objects.exists()


def test_a_case_alone_comes_without_it(case, again):
    assert not Organization.objects.filter(name="Cruz del Sur").exists()
    assert Person.objects.get() == case.person


def test_where_a_test_commits_it_is_made_for_that_test(refuge, transactional_db):
    assert Organization.objects.get(name="Cruz del Sur") == refuge
