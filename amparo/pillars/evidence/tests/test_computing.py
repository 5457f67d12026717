"""The computation on real records: what pages read afterwards."""

from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases import measures
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, store
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import Figures, first_day
from amparo.pillars.evidence.models import Computation, FactPart, StoredFigures
from amparo.pillars.evidence.tasks import compute_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(case):
    return case.office.today()


@pytest.fixture
def month(today):
    return first_day(Period.MONTH, today)


def give(case, caseworker, day, **fields):
    return ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=day, quantity=Decimal(1),
        is_emergency=True, **fields,
    )  # fmt: skip


def computed():
    computation = Computation.objects.create()
    computing.run(computation)
    return computation


def figures(case, code="OPT-1", *, is_with_branches=False):
    stored = StoredFigures.objects.filter(
        version__indicator__code=code, office=case.office, is_with_branches=is_with_branches
    )
    return Figures(stored.get().figures)


def test_who_was_assisted_counts_once(case, caseworker, today, month):
    give(case, caseworker, today)
    give(case, caseworker, today)
    computed()
    assert figures(case).total(Period.MONTH, month).count == 1
    assert figures(case, "OPT-2").total(Period.MONTH, month).count == 2
    assert figures(case).total(Period.YEAR, month.replace(month=1)).count == 1


def test_a_head_office_counts_the_offices_below_it_too(
    case, caseworker, other_office, today, month
):
    office = case.office
    office.parent = other_office
    office.save()
    give(case, caseworker, today)
    computed()
    stored = StoredFigures.objects.get(
        version__indicator__code="OPT-1", office=other_office, is_with_branches=True
    )
    assert Figures(stored.figures).total(Period.MONTH, month).count == 1
    assert not StoredFigures.objects.filter(office=office, is_with_branches=True).exists()


def test_a_cancelled_service_does_not_count(case, caseworker, today, month):
    give(case, caseworker, today).void(by=caseworker, because="Twice by mistake.")
    give(case, caseworker, today)
    computed()
    assert figures(case, "OPT-2").total(Period.MONTH, month).count == 1


def test_age_comes_from_the_sealed_date(case, caseworker, today, month):
    person = case.person
    person.birth_date = today - timedelta(days=17 * 365)
    person.save()
    give(case, caseworker, today)
    computed()
    assert figures(case).cell(Period.MONTH, month, age_group="child").count == 1


def test_who_has_no_answer_is_not_asked(case, caseworker, today, month):
    give(case, caseworker, today)
    computed()
    [cell] = figures(case).cells(Period.MONTH, month, ("disability",))
    assert (cell.values, cell.count) == (("not_asked",), 1)


def test_facts_lie_sealed_and_the_ones_before_go(case, caseworker, today):
    give(case, caseworker, today)
    before = computed()
    names = list(before.parts.values_list("storage_key", flat=True))
    assert all(not EncryptedFile.open(name).read().startswith(b"\0") for name in names)
    raw = b"".join(EncryptedFile.store().open(EncryptedFile.place(name)).read() for name in names)
    assert b"PAR1" not in raw
    after = computed()
    assert set(FactPart.objects.values_list("computation", flat=True)) == {after.pk}
    for name in names:
        with pytest.raises(FileNotFoundError):
            EncryptedFile.open(name)
    assert not DataKey.objects.filter(owner_ref=before.ref).exists()


def test_a_computation_that_fails_leaves_the_figures_before(
    case, caseworker, today, month, monkeypatch
):
    give(case, caseworker, today)
    before = computed()
    give(case, caseworker, today)

    def fail(*_args):
        raise MemoryError

    monkeypatch.setattr(computing, "_store_figures", fail)
    with pytest.raises(MemoryError):
        compute_figures.func()
    failed = Computation.objects.get(failed_at__isnull=False)
    assert failed.failure == "MemoryError"
    assert Computation.objects.in_force() == before
    assert figures(case, "OPT-2").total(Period.MONTH, month).count == 1


def test_one_that_was_killed_begins_again(case, caseworker, today, month):
    give(case, caseworker, today)
    killed = Computation.objects.create()
    FactPart.objects.create(computation=killed, fact="services", number=0, storage_key="0" * 32)
    computing.run(killed)
    assert figures(case).total(Period.MONTH, month).count == 1


def test_nobody_reads_facts(case, caseworker, data_officer, supervisor, today):
    give(case, caseworker, today)
    computed()
    for user in (caseworker, data_officer, supervisor):
        assert not FactPart.objects.accessible_to(user).exists()
    assert StoredFigures.objects.accessible_to(data_officer).exists()
    assert not StoredFigures.objects.accessible_to(caseworker).exists()


@pytest.mark.django_db(transaction=True)
def test_others_write_while_facts_are_read(case, caseworker, today, month, monkeypatch):
    """On SQLite a reader that others overtook may not begin to write: nothing is written then."""
    for _service in range(4):
        give(case, caseworker, today)
    monkeypatch.setattr(store, "PART", 1)
    monkeypatch.setattr(measures, "MANY", 1)
    read = measures.read

    def overtaken(rows, *paths):
        for number, row in enumerate(read(rows, *paths)):
            yield row
            writer = Thread(target=rename, args=(caseworker.pk, f"Lucía {number}"))
            writer.start()
            writer.join()

    monkeypatch.setattr(measures, "read", overtaken)
    computed()
    caseworker.refresh_from_db()
    assert caseworker.name.startswith("Lucía ")
    assert figures(case, "OPT-2").total(Period.MONTH, month).count == 4


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_database_while_it_counts(case, caseworker, today, monkeypatch):
    """A page that writes would find the database locked for as long."""
    if connection.vendor == "postgresql":
        pytest.skip("Facts are read in a transaction there, and whoever reads locks nobody.")
    give(case, caseworker, today)
    is_writing = []
    query = store.FactStore.query

    def noted(self, *question):
        is_writing.append(connection.in_atomic_block)
        return query(self, *question)

    monkeypatch.setattr(store.FactStore, "query", noted)
    computed()
    assert is_writing
    assert not any(is_writing)


def rename(user, name):
    User.objects.filter(pk=user).update(name=name)
    connection.close()
