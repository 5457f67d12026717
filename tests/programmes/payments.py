"""Payments, funds and projects: sample data, expected permissions and answers of forms."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from tests.support.route_kinds import (
    CASE_FORM,
    CASE_PAGE,
    CASEWORKERS,
    COMMUNICATIONS,
    DATA_OFFICER,
    PROGRAMME_MANAGER,
    REGISTER_IMPORTERS,
    SUPERVISOR,
    TEAM,
    TRAINING_ORGANIZER,
    WORKERS,
    action_route,
    form_route,
    page_route,
)

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "payments:payment-acknowledge": ({"how": "signed"},),
    "funding:exchange-rates": ({"base": "USD", "currency": "EUR"},),
}

# Not pages: papers and files.
FILES = frozenset(("payments:payment-receipt", "payments:fund-payments"))


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them."""
    seers = TEAM | DATA_OFFICER
    decides = {"may_not_yet": WORKERS | DATA_OFFICER}
    keeps = {"may_not_yet": (TEAM - SUPERVISOR) | TRAINING_ORGANIZER | COMMUNICATIONS}
    keepers = REGISTER_IMPORTERS | PROGRAMME_MANAGER
    plans = {"may_not_yet": REGISTER_IMPORTERS}
    return {
        "payments:grants": page_route(CASEWORKERS | DATA_OFFICER),
        "payments:case-grants": CASE_PAGE,
        "payments:grant-new": CASE_FORM,
        "payments:grant": page_route(seers).of("with_grants", grant="grant_paid"),
        "payments:grant-approve": action_route(SUPERVISOR, **decides).of(
            "with_grants", grant="grant_asked"
        ),
        "payments:grant-refuse": form_route(SUPERVISOR, **decides).of(
            "with_grants", grant="grant_asked"
        ),
        "payments:grant-withdraw": form_route(TEAM, may_not_yet=DATA_OFFICER).of(
            "with_grants", grant="grant_asked"
        ),
        "payments:grant-pay": form_route(seers).of("with_grants", grant="grant_approved"),
        "payments:payment-acknowledge": form_route(seers).of("with_grants", payment="payment"),
        "payments:payment-cancel": form_route(SUPERVISOR, **decides).of(
            "with_grants", payment="payment"
        ),
        "payments:payment-receipt": page_route(seers).of("with_grants", payment="payment"),
        "funding:projects": page_route(keepers),
        "funding:project-new": form_route(PROGRAMME_MANAGER),
        "funding:project": page_route(keepers).of("donors_project"),
        "funding:project-edit": form_route(PROGRAMME_MANAGER, **plans).of("donors_project"),
        "funding:project-close": form_route(PROGRAMME_MANAGER, **plans).of("donors_project"),
        "funding:project-reopen": action_route(PROGRAMME_MANAGER, **plans).of("closed_project"),
        "funding:funds": page_route(keepers),
        "funding:fund-new": form_route(keepers),
        "funding:exchange-rates": form_route(keepers),
        "funding:fund": page_route(keepers, **keeps).of("fund"),
        "funding:fund-edit": form_route(keepers, **keeps).of("fund"),
        "funding:budget-line-new": form_route(keepers, **keeps).of("fund"),
        "funding:budget-line": form_route(keepers, **keeps).of("fund", line="budget_line"),
        "payments:fund-reconcile": form_route(keepers, **keeps).of("fund"),
        "payments:fund-payments": page_route(keepers, **keeps).of("fund"),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.funding.models import BudgetLine, ExchangeRate, Fund, Project
    from amparo.pillars.assistance.pathways.payments.models import Reconciliation

    by, today = world.supervisor, world.office.today()
    world.with_grants = world.case
    donor = Organization.found(by=None, name="Fondo Alba", kind="agency")
    world.donors_project, world.closed_project = (
        Project.set_up(
            by=world.programme_manager, code=code, title=title, donor=donor, currency="USD",
            offices=[world.office], partners=[donor], starts_on=today - timedelta(days=60),
            ends_on=today + timedelta(days=300),
        )
        for code, title in (("ALB-26", "Safe return"), ("ALB-25", "Safe return, first year"))
    )  # fmt: skip
    world.closed_project.close(by=world.programme_manager, because="The contract ended.")
    world.fund = Fund.set_up(
        by=by, code="ALBA-1", name="Return and reintegration", donor=donor, office=world.office,
        currency="USD", since=today - timedelta(days=60), project=world.donors_project,
    )  # fmt: skip
    world.budget_line = BudgetLine.add(
        world.fund, by=by, code="1", name="Assistance grants", amount=Decimal(5000)
    )
    ExchangeRate.record(
        by=by, currency="BOB", base="USD", rate=Decimal("6.96"), on=today, source="Central bank"
    )
    world.grant_asked, world.grant_approved = _asked(world, world.case), _asked(world, world.case)
    world.grant_paid, refused = _asked(world, world.case), _asked(world, world.case)
    gone = _asked(world, world.case)
    for grant in (world.grant_approved, world.grant_paid):
        grant.approve(by=by)
    refused.refuse(by=by, because="The consulate pays it.")
    gone.withdraw(by=world.caseworker, because="No longer needed.")
    world.payment, acknowledged, cancelled = (
        world.grant_paid.pay(
            by=world.colleague,
            amount=Decimal(10),
            on=today,
            how="cash",
            receipt_words="At the bus",
        )
        for _number in range(3)
    )
    acknowledged.acknowledge(by=world.colleague, how="signed", on=today)
    cancelled.void(by=by, because="It was not handed over.")
    Reconciliation.make(
        world.fund, by=by, since=today - timedelta(days=60), until=today - timedelta(days=30),
        counted=Decimal(0), explained="",
    )  # fmt: skip
    _asked(world, world.hidden)  # no list may speak of it


def _asked(world: SimpleNamespace, case):
    from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant

    return AssistanceGrant.ask(
        case, by=case.owner, way=case.ref, kind="travel", amount=Decimal(348), currency="BOB",
        line=world.budget_line, text="The bus, and food on the road",
    )  # fmt: skip
