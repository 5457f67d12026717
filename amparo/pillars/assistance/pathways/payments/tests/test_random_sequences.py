"""Whatever is asked, approved, refused, paid, sent twice and cancelled in whatever order: no line
is overspent, nothing is paid twice, and nobody does two of three things.

Long with `AMPARO_MONEY_STEPS=50000`; short otherwise.
"""

import os

import pytest

from tests.walks.programmes import walk_payments

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("AMPARO_MONEY_STEPS", "150"))


def test_no_order_of_actions_leads_where_it_must_not(
    case, caseworker, colleague, supervisor, cast
):
    told = walk_payments(STEPS, seed=1, cast=cast)
    assert told["forbidden"] == []
    assert told["done"] > STEPS // 10
    assert told["refused"] > 0
