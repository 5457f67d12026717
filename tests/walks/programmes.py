"""Random walks over returns, payments, family tracing and HTCDS: nothing forbidden comes of them.

    walk_programmes(steps=50_000, seed=1, cast=Cast())
    walk_payments(50_000, seed=1, cast=Cast())
    walk_htcds(records=20_000, seed=1)

The checks of returns, money under many hands, and who is shown to whom in the search for a family:
each begins anew again and again, in a savepoint that is rolled back; what was forbidden stops its
own stretch alone, and is told.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

# Steps of one stretch: then all begins anew, so that the house never grows large.
STRETCH = 250


def walk_programmes(steps: int, seed: int, cast) -> dict:
    """How many steps each took, how many were refused, and what was forbidden and happened."""
    figures: Counter = Counter()
    found: list[str] = []
    _set_up(cast)
    for name, stretch in WALKS.items():
        wanted = -(-steps // len(WALKS))
        while figures[name] < wanted:
            many = min(STRETCH, wanted - figures[name])
            try:
                done = _undone(stretch, many, seed + figures[name], cast)
            except AssertionError as forbidden:
                found.append(f"{name}, from step {figures[name]}: {forbidden!r}")
                done = Counter(steps=many)
            figures[name] += done["steps"]
            figures["refused"] += done["refused"]
    figures["steps"] = sum(figures[name] for name in WALKS)
    return {**figures, "forbidden": len(found), "found": found}


def _set_up(cast) -> None:
    """Whoever takes part is there before the first stretch, and after each."""
    from amparo.pillars.assistance.family_tracing.tests import story

    for name in ("case", "nayeli", "caseworker", "colleague", "supervisor", "stranger"):
        getattr(cast, name)
    story.tracer(cast)


def _undone(stretch, many: int, seed: int, cast) -> Counter:
    from django.db import transaction

    with transaction.atomic():
        try:
            return stretch(many, seed, cast)
        finally:
            transaction.set_rollback(True)


def _walk_returns(many: int, seed: int, cast) -> Counter:
    """A family that prepares to go home, and everybody who tries to be faster than a check."""
    from amparo.pillars.assistance.cases.models import Case
    from amparo.pillars.assistance.returns.tests.walking import Walk

    case = Case.objects.get(pk=cast.case.pk)
    case.add_dependant(cast.nayeli, "child", by=cast.caseworker)
    counted = Walk(case, cast.nayeli, cast.caseworker, cast.supervisor, seed=seed).go(many)
    return Counter(steps=many, refused=counted["refused"])


def _walk_payments(many: int, seed: int, cast) -> Counter:

    told = walk_payments(many, seed=seed, cast=cast)
    assert told["forbidden"] == [], told["forbidden"]
    return Counter(steps=many, refused=told["refused"])


def _walk_family_tracing(many: int, seed: int, cast) -> Counter:
    from amparo.pillars.assistance.family_tracing.tests.walking import walk as search

    counted = search(many, seed, cast)
    return Counter(steps=counted["steps"], refused=counted["refused"])


WALKS = {"checks": _walk_returns, "payments": _walk_payments, "consents": _walk_family_tracing}


# Payments, held against a model that is nothing but arithmetic. Each step is an action of
# somebody, often one that they may not do or that cannot be. It may be refused; what is done must
# be what the model says. After each step the promises are looked at.

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


def walk_payments(steps: int, *, seed: int, cast) -> dict:
    """What was done and refused, and every promise that was broken."""
    house, dice = _payment_data(cast), Random(seed)
    told: dict = {"done": 0, "refused": 0, "forbidden": [], "actions": Counter()}
    stage = None
    for number in range(steps):
        if number % FRESH_EVERY == 0:
            stage = _PaymentWalk(house, dice, number)
        action = dice.choice(_PaymentWalk.ACTIONS)
        outcome = stage.tried(action)
        told[outcome] += 1
        told["actions"][f"{action} {outcome}"] += 1
        told["forbidden"] += [f"{number} {action}: {each}" for each in stage.broken()]
    return told


def _payment_data(cast) -> SimpleNamespace:
    other = cast._user("ruth", "Ruth Okello", "supervisor", office=cast.office)
    return SimpleNamespace(
        case=cast.case, office=cast.office, donor=cast.organization, keeper=cast.supervisor,
        people=[cast.caseworker, cast.colleague, cast.supervisor, other, cast.stranger],
    )  # fmt: skip


class _PaymentWalk:
    """One budget line, and the grants on it."""

    ACTIONS = (
        "ask", "ask", "approve", "approve", "refuse", "withdraw", "pay", "pay", "pay", "again",
        "cancel", "change",
    )  # fmt: skip

    def __init__(self, house: SimpleNamespace, dice: Random, number: int):
        from amparo.foundation.funding.models import BudgetLine, Fund

        self.house, self.dice = house, dice
        since = house.office.today() - timedelta(days=1)
        fund = Fund.set_up(
            by=house.keeper, code=f"F{number}", name="Walk", donor=house.donor,
            office=house.office, currency="USD", since=since,
        )  # fmt: skip
        self.line = BudgetLine.add(fund, by=house.keeper, code="1", name="All", amount=BUDGET)
        self.grants: dict[UUID, Known] = {}
        self.budget = BUDGET

    def tried(self, action: str) -> str:
        from amparo.foundation.core.refusals import Refusal

        try:
            act = getattr(self, f"_{action}")
            return "done" if act(self.dice.choice(self.house.people)) else "refused"
        except Refusal:
            return "refused"

    # The actions: what the product does, and then what the model says of it.

    def _ask(self, by) -> bool:
        from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant

        amount = self.dice.choice(AMOUNTS)
        grant = AssistanceGrant.ask(
            self.house.case, by=by, way=self.house.case.ref, kind="other", amount=amount,
            currency="USD", line=self.line, text="For the road",
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
        from amparo.pillars.assistance.pathways.payments.models import Payment

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
        from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant

        if not self.grants:
            return None, None
        ref = self.dice.choice(list(self.grants)[-12:])
        return ref, AssistanceGrant.objects.select_related("line__fund", "case").get(ref=ref)

    # The promises.

    def broken(self) -> list[str]:
        from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant

        found = []
        held = {each.ref: each for each in AssistanceGrant.objects.filter(line=self.line)}
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


# HTCDS: records as anybody might write them leave, come in and leave again, the same. In every
# shape, with whatever fields, codes and texts Hypothesis thinks of; then every code of every list.

EXAMPLES = 50


def walk_htcds(records: int, seed: int) -> dict:
    """How many records, values and codes went out and in, and what came back otherwise."""
    from amparo.pillars.assistance.counter_trafficking.htcds.file_reader import SHAPES

    figures: Counter = Counter(records=0, values=0, codes=0)
    found: list[str] = []
    for shape in SHAPES:
        wanted, before, turn = -(-records // len(SHAPES)), figures["records"], 0
        while figures["records"] - before < wanted:
            turn += 1
            try:
                _round_trip(shape, seed + turn, figures)
            except AssertionError as other:
                found.append(f"{shape}, {seed + turn}: {other!r}")
                figures["records"] += 1
        found += _codes(shape, figures)
    return {**figures, "shapes": len(SHAPES), "different": len(found), "found": found}


def _round_trip(shape: str, seed: int, figures: Counter) -> None:
    from amparo.pillars.assistance.counter_trafficking.htcds.tests.records import (
        must_come_back,
        records,
    )

    several = st.lists(records(), min_size=1, max_size=3, unique_by=lambda each: each.id)

    @seeded(seed)
    @hypothesis_settings(
        max_examples=EXAMPLES, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    @given(several)
    def comes_back(several):
        must_come_back(shape, several)
        figures["records"] += len(several)
        figures["values"] += sum(len(list(each.values())) for each in several)

    comes_back()


def _codes(shape: str, figures: Counter) -> list[str]:
    from amparo.pillars.assistance.counter_trafficking.htcds.tests.records import (
        CODED,
        each_code_of,
        must_come_back,
    )

    found = []
    for coded in CODED:
        some = each_code_of(coded)
        figures["codes"] += len(some)
        try:
            must_come_back(shape, some)
        except AssertionError as other:
            found.append(f"{shape}, {coded.name}: {other!r}")
    return found
