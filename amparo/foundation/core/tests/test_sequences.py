"""Numbers are given one after the other: none twice, and none is left out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from amparo.foundation.core.models import Sequence

pytestmark = pytest.mark.both_databases
HANDS, EACH = 4, 3


@pytest.mark.django_db
def test_each_sequence_counts_from_one_in_each_year():
    assert list(Sequence.reserve("case", 2026)) == [1]
    assert list(Sequence.reserve("case", 2026, 3)) == [2, 3, 4]
    assert list(Sequence.reserve("case", 2027)) == [1]
    assert list(Sequence.reserve("tracing_request", 2026)) == [1]


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_gap():
    Sequence.reserve("case", 2026)
    with transaction.atomic():
        Sequence.reserve("case", 2026)
        transaction.set_rollback(True)
    assert list(Sequence.reserve("case", 2026)) == [2]


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_none_is_given_the_number_of_another():
    """Also while the row of the year is made: all of them ask for its first number."""
    start = Barrier(HANDS)

    def reserve(_hand: int) -> list[int]:
        try:
            start.wait(timeout=60)
            return [serial for _each in range(EACH) for serial in _one()]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        found = [serial for taken in hands.map(reserve, range(HANDS)) for serial in taken]
    assert sorted(found) == list(range(1, HANDS * EACH + 1))
    assert Sequence.objects.get().last == HANDS * EACH


def _one() -> range:
    with transaction.atomic():
        return Sequence.reserve("case", 2026)
