"""What payments take of a budget line: together what was committed, and never more."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from amparo.pillars.assistance.pathways.payments.charges import budget_charge

money = st.decimals("0.01", "99999", places=2)


@given(money, money, st.lists(money, max_size=8))
def test_parts_take_no_less_than_nothing_and_together_what_was_bound(bound, amount, parts):
    paid = charged = Decimal(0)
    for part in [*parts, None]:
        part = min(part or amount, amount - paid)
        if not part:
            continue
        paid += part
        takes = budget_charge(bound, amount, paid, charged)
        assert takes >= 0
        charged += takes
        assert charged <= bound
    assert charged == bound
