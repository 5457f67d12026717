"""A random walk over grants and payments, held against a model that is nothing but arithmetic.

    walk(50_000, seed=1, cast=Cast())

Each step is a deed by somebody, often one that they may not do or that cannot be. The house may
refuse it; what it does must be what the model says. After each step the promises are looked at.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from uuid import UUID, uuid4

GOOD = [Decimal(text) for text in ("0.01", "10", "33.33", "50", "99.99", "250")]
AMOUNTS = [*GOOD, *GOOD, Decimal(0), Decimal(-5)]
BUDGET = Decimal(1000)
FRESH_EVERY = 400  # steps; then everybody begins anew with a full line


@dataclass
class Known:
    """What the model knows of one grant."""

    by: int
    amount: Decimal
    decided_by: int | None = None
    state: str = "asked"
    payments: dict[UUID, "Paid"] = field(default_factory=dict)

    @property
    def paid(self) -> Decimal:
        return sum((each.amount for each in self.payments.values() if each.counts), Decimal(0))


@dataclass
class Paid:
    amount: Decimal
    by: int
    counts: bool = True


def walk(steps: int, *, seed: int, cast) -> dict:
    """What was done and refused, and every promise that was broken."""
    house, dice = _house(cast), Random(seed)
    told: dict = {"done": 0, "refused": 0, "forbidden": [], "deeds": Counter()}
    stage = None
    for number in range(steps):
        if number % FRESH_EVERY == 0:
            stage = _Stage(house, dice, number)
        deed = dice.choice(_Stage.DEEDS)
        outcome = stage.tried(deed)
        told[outcome] += 1
        told["deeds"][f"{deed} {outcome}"] += 1
        told["forbidden"] += [f"{number} {deed}: {each}" for each in stage.broken()]
    return told


def _house(cast) -> SimpleNamespace:
    other = cast._user("ruth", "Ruth Okello", "supervisor", office=cast.office)
    return SimpleNamespace(
        case=cast.case, office=cast.office, donor=cast.organization, keeper=cast.supervisor,
        people=[cast.caseworker, cast.colleague, cast.supervisor, other, cast.stranger],
    )  # fmt: skip


class _Stage:
    """One budget line, and the grants on it."""

    DEEDS = (
        "ask", "ask", "approve", "approve", "refuse", "withdraw", "pay", "pay", "pay", "again",
        "cancel", "change",
    )  # fmt: skip

    def __init__(self, house: SimpleNamespace, dice: Random, number: int):
        from amparo.pillars.assistance.money.models import Fund

        self.house, self.dice = house, dice
        since = house.office.today() - timedelta(days=1)
        fund = Fund.set_up(
            by=house.keeper, code=f"F{number}", name="Walk", donor=house.donor,
            office=house.office, currency="USD", since=since,
        )  # fmt: skip
        self.line = fund.add_line(by=house.keeper, code="1", name="All", amount=BUDGET)
        self.grants: dict[UUID, Known] = {}
        self.budget = BUDGET

    def tried(self, deed: str) -> str:
        from amparo.foundation.core.refusals import Refusal

        try:
            return "done" if getattr(self, f"_{deed}")(self.dice.choice(self.house.people)) else (
                "refused"
            )  # fmt: skip
        except Refusal:
            return "refused"

    # The deeds: what the house does, and then what the model says of it.

    def _ask(self, by) -> bool:
        from amparo.pillars.assistance.money.models import Grant

        amount = self.dice.choice(AMOUNTS)
        grant = Grant.ask(
            self.house.case, by=by, way=self.house.case.ref, kind="other", amount=amount,
            currency="USD", line=self.line, words="For the road",
        )  # fmt: skip
        self.grants[grant.ref] = Known(by.pk, amount)
        return True

    def _approve(self, by) -> bool:
        ref, grant = self._any()
        if grant is None:
            return False
        grant.approve(by=by)
        known = self.grants[ref]
        if known.decided_by is None:  # sent twice it is one decision, whatever came after it
            known.state, known.decided_by = "approved", by.pk
        return True

    def _refuse(self, by) -> bool:
        ref, grant = self._any()
        if grant is None:
            return False
        grant.refuse(by=by, because="Elsewhere")
        self.grants[ref].state = "refused"
        return True

    def _withdraw(self, by) -> bool:
        ref, grant = self._any()
        if grant is None:
            return False
        grant.withdraw(by=by)
        self.grants[ref].state = "withdrawn"
        return True

    def _pay(self, by) -> bool:
        ref, grant = self._any()
        if grant is None:
            return False
        amount, key = self.dice.choice([*AMOUNTS, grant.amount]), uuid4()
        grant.pay(by=by, amount=amount, on=self.house.office.today(), how="cash", ref=key)
        self.grants[ref].payments[key] = Paid(amount, by.pk)
        return True

    def _again(self, by) -> bool:
        """The same payment arrives once more, from a hand that did not hear the answer."""
        ref, grant = self._any()
        known = self.grants[ref].payments if grant else {}
        if not known:
            return False
        key = self.dice.choice(list(known))
        today = self.house.office.today()
        grant.pay(by=by, amount=known[key].amount, on=today, how="cash", ref=key)
        return True

    def _cancel(self, by) -> bool:
        from amparo.pillars.assistance.money.models import Payment

        ref, _grant = self._any()
        known = self.grants[ref].payments if ref else {}
        if not known:
            return False
        key = self.dice.choice(list(known))
        Payment.objects.get(ref=key).void(by=by, because="Not handed over")
        known[key].counts = False
        return True

    def _change(self, by) -> bool:
        amount = self.dice.choice([Decimal(0), Decimal(500), BUDGET, Decimal(1500)])
        self.line.change(by=by, amount=amount, because="Word from the donor")
        self.budget = amount
        return True

    def _any(self):
        from amparo.pillars.assistance.money.models import Grant

        if not self.grants:
            return None, None
        ref = self.dice.choice(list(self.grants)[-12:])
        return ref, Grant.objects.select_related("line__fund", "case").get(ref=ref)

    # The promises.

    def broken(self) -> list[str]:
        from amparo.pillars.assistance.money.models import Grant

        found = []
        held = {each.ref: each for each in Grant.objects.filter(line=self.line)}
        if held.keys() != self.grants.keys():
            found.append("not the grants that were asked for")
        for ref in held.keys() & self.grants.keys():
            found += self._wrong(held[ref], self.grants[ref])
        standing = self.line.standing
        if standing.amount != self.budget or standing.free < 0:
            found.append(f"the line is overspent: {standing}")
        if standing.paid != sum((known.paid for known in self.grants.values()), Decimal(0)):
            found.append("not what was paid")
        return found

    def _wrong(self, grant, known: Known) -> list[str]:
        states = {"approved", "part_paid", "paid"} if known.state == "approved" else {known.state}
        paid_as = {Decimal(0): "approved", grant.amount: "paid"}
        bound = {"approved": known.amount, "withdrawn": known.paid}
        tests = {
            "paid": grant.paid == known.paid and 0 <= known.paid <= known.amount,
            "state": grant.state in states,
            "how far": known.state != "approved"
            or grant.state == paid_as.get(known.paid, "part_paid"),
            "bound": grant.bound == bound.get(known.state, 0),
            "one hand asks and approves": known.decided_by != known.by,
            "one hand pays too": not {each.by for each in known.payments.values()}
            & {known.by, known.decided_by},
        }
        return [f"{ref_of(grant)} {name}" for name, holds in tests.items() if not holds]


def ref_of(grant) -> str:
    return grant.ref.hex[-6:]
