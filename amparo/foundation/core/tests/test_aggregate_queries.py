"""`aggregate_query` lets out figures alone, whatever the decorated function returns."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

import pytest

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.bypass import rls_bypass


class Sums(NamedTuple):
    paid: Decimal
    lines: tuple[int, ...]


FIGURES = [
    True, 3, Decimal("2.50"), date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC), "in_review",
    "medical.dental", "", None, (1, None), {"ok": {7: Decimal(1)}}, Sums(Decimal(1), (2, 3)),
]  # fmt: skip
NO_FIGURES = [
    User(email="ana@example.org"), User.objects.all(), [1, 2], {3}, "Ana María", "x" * 61,
    (1, User()), {"case": User()}, {"text": "She fears him."}, b"1", 1.5, object(),
]  # fmt: skip


@aggregate_query("a test asks")
def answered(value: object) -> object:
    return value


@pytest.mark.parametrize("value", FIGURES, ids=repr)
def test_a_figure_is_returned_as_it_is(value):
    assert answered(value) is value


@pytest.mark.parametrize("value", NO_FIGURES, ids=lambda each: type(each).__name__)
def test_a_record_or_a_sentence_is_never_let_out(value):
    with pytest.raises(TypeError, match="aggregate query"):
        answered(value)


def test_a_bypass_says_why():
    with pytest.raises(ValueError, match="why"), rls_bypass(reason=""):
        pass
