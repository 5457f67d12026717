"""What was practised is deleted after 30 days, for good, and nothing else is."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import personal_data
from amparo.foundation.core.models import AuditEntry, DataKey, ErasureRecord, ErasureStatistic
from amparo.foundation.people.models import Family, Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.privacy.practice import delete_old_practice_files
from amparo.pillars.assistance.privacy.tasks import delete_practice_files
from tests.support.practice import close, plant

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def planted(shared_data):
    with clock.at(now()):
        return plant(shared_data.cast)


def rows():
    """How many rows each model has that holds something of somebody's file."""
    models = {part.model for parts in personal_data.values() for part in parts}
    return {
        model._meta.label: model._default_manager.count() for model in (*models, Case, Person)
    } | {"people.Family": Family.objects.count()}


def test_it_is_kept_for_30_days(planted):
    with clock.at(now() + 30 * DAYS - timedelta(minutes=5)):
        assert delete_old_practice_files() == 0
    assert Case.objects.filter(pk=planted.case.pk).exists()


@pytest.mark.parametrize("is_closed", [False, True])
def test_then_everything_of_it_goes_and_nothing_else(shared_data, is_closed):
    before = rows()
    planted = plant(shared_data.cast)
    if is_closed:
        close(planted)
    keys = DataKey.objects.filter(owner_ref__in=[planted.case.ref, planted.rosa.ref])
    assert keys.exists()
    with clock.at(now() + 30 * DAYS + timedelta(minutes=5)):
        delete_practice_files.call()
    after = rows()
    assert {name: after[name] for name in before} == before
    assert not keys.exists()


def test_the_audit_log_says_so_and_no_statistic_is_kept(planted):
    counted = ErasureStatistic.objects.count()
    with clock.at(now() + 31 * DAYS):
        delete_old_practice_files()
        assert delete_old_practice_files() == 0
    erased = ErasureRecord.objects.get(ref=planted.case.ref)
    assert (erased.reason, erased.by, erased.office) == ("practised", None, planted.office)
    assert AuditEntry.objects.filter(event="case.erased", record_ref=planted.case.ref).exists()
    assert AuditEntry.objects.filter(event="person.erased", record_ref=planted.rosa.ref).exists()
    assert ErasureStatistic.objects.count() == counted


def test_a_person_goes_with_a_newer_case(planted, shared_data):
    with clock.at(now() + 20 * DAYS):
        later = Case.open(
            by=planted.by, team=planted.team, owner=planted.by, family=planted.family
        )
    with clock.at(now() + 31 * DAYS):
        delete_old_practice_files()
    assert not Case.objects.filter(pk__in=[planted.case.pk, later.pk]).exists()
    assert not Person.objects.filter(is_practice=True).exists()
    assert not Family.objects.filter(pk=planted.family.pk).exists()


def test_somebody_without_a_case_goes_too(shared_data, planted):
    alone = Person.register(
        by=planted.by, team=planted.team, consent=shared_data.cast.consent, given_names="Sola"
    )
    assert alone.is_practice
    with clock.at(now() + 31 * DAYS):
        delete_old_practice_files()
    assert not Person.objects.filter(pk=alone.pk).exists()
