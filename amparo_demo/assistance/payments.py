"""The grants of the demo: in every state, charged to the lines of three funds."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant, Reconciliation
from amparo.pillars.assistance.pathways.payments.models.reconciliations import recorded_total
from amparo_demo import funding
from amparo_demo.world import Story, World

HERE = "Puerto Alto"
KINDS = ("travel", "reintegration", "emergency", "travel", "community", "emergency")
FOR = {
    "travel": "Pasajes, y comida para dos días de camino.",
    "reintegration": "Una máquina de coser y tela para empezar.",
    "community": "Bancos y sombra para la sala donde se reúnen.",
    "emergency": "Una noche de hotel: el albergue está lleno.",
    "other": "Copias legalizadas de su partida.",
}
ENDS = ("paid", "asked", "part_paid", "approved", "refused", "paid", "withdrawn", "again")
GRANTS = 28


def fill(world: World) -> None:
    lines = funding.grant_lines(world)
    for at in range(GRANTS):
        world.tell(_grant(world, at, lines[at % len(lines)]))
    world.tell(_counts(world, lines[0].fund))


def _grant(world: World, at: int, line: BudgetLine) -> Story:
    """Asked for, decided the next day, paid two days later; some only so far."""
    dice, ends = world.dice("grant", at), ENDS[at % len(ENDS)]
    begins = -dice.randint(1, 6) if ends in ("asked", "approved") else -dice.randint(12, 66)
    yield world.at(begins, f"1{dice.randint(0, 6)}:{dice.randint(10, 55)}")
    grant = _asked(world, dice, line, KINDS[at % len(KINDS)])
    if grant is None or ends == "asked":
        return
    yield world.at(min(begins + 1, 0), "08:40")
    if not _decided(world, grant, ends):
        return
    if ends == "approved":
        return
    for part, moment in enumerate((begins + 3, begins + 9)):
        yield world.at(min(moment, 0), "11:20")
        if not _paid(world, grant, ends, part):
            return


def _asked(world: World, dice: Random, line: BudgetLine, kind: str) -> AssistanceGrant | None:
    """In one of the open cases of the office, by who accompanies them."""
    office = world.offices[HERE]
    cases = Case.objects.active().filter(team__office=office, confidentiality="ordinary")
    cases = cases.exclude(owner=None).select_related("team__office", "owner", "person", "family")
    found = list(cases.order_by("pk")[:80])
    if not found:
        return None
    case = dice.choice(found)
    in_fund = line.fund.currency
    currency = in_fund if dice.random() < 0.5 else "BOB"
    amount = Decimal(dice.randint(6, 40) * 5) * (7 if currency == "BOB" else 1)
    return _tried(
        lambda: AssistanceGrant.ask(
            case, by=case.owner, way=case.ref, kind=kind, amount=amount, currency=currency,
            line=line, text=FOR[kind], in_kind=kind == "community",
        )
    )  # fmt: skip


def _decided(world: World, grant: AssistanceGrant, ends: str) -> bool:
    """Whether it goes on to be paid."""
    maren = world.users["maren"]
    if ends == "refused":
        _tried(lambda: grant.refuse(by=maren, because="Otra organización ya lo cubre."))
        return False
    _tried(lambda: grant.approve(by=maren))
    if ends == "withdrawn":
        _tried(lambda: grant.withdraw(by=grant.by, because="Un pariente paga el viaje."))
        return False
    return grant.state == AssistanceGrant.State.APPROVED


def _paid(world: World, grant: AssistanceGrant, ends: str, part: int) -> bool:
    """Whether more is paid of it another day."""
    odile, today = world.users["data"], grant.case.office.today()
    amount = grant.rest if ends != "part_paid" else round(grant.amount / 2, 2)
    how = "goods" if grant.in_kind else "cash"
    paid = _tried(lambda: grant.pay(by=odile, amount=amount, on=today, how=how))
    if paid is None or ends == "part_paid":
        return False
    if ends == "again" and not part:
        _tried(lambda: paid.void(by=world.users["maren"], because="No vino a recogerlo."))
        grant.refresh_from_db()
        return True
    mark = "thumbprint" if grant.pk % 3 == 0 else "signed"
    _tried(lambda: paid.acknowledge(by=odile, how=mark, on=today))
    return False


def _counts(world: World, fund: Fund) -> Story:
    """Maren, who pays nothing herself, counts the first weeks."""
    yield world.at(-20, "16:30")
    since, until = world.day(-90), world.day(-30)
    _tried(
        lambda: Reconciliation.make(
            fund, by=world.users["maren"], since=since, until=until,
            counted=recorded_total(fund, since, until), explained="",
        )
    )  # fmt: skip


def _tried[T](deed: Callable[[], T]) -> T | None:
    """A case may have been closed meanwhile, or its consent taken back: then nothing is done."""
    try:
        return deed()
    except Refusal:
        return None
