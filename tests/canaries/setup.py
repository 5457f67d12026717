"""A house with one record of each kind, and a signed-in screen for each of the cast.

python -m tests.canaries.setup    in the house of AMPARO_HOME; says where its doors are
"""

import json
import sys
from types import SimpleNamespace

import django


def set_up_installation() -> dict:
    """Where each door is, which cookies each of the cast has, and what they know by heart."""
    from django.conf import settings
    from django.contrib.auth.signals import user_logged_in
    from django.test import Client

    from tests.support.cast import Cast
    from tests.support.fixtures import _begin_session
    from tests.support.route_kinds import NOBODY
    from tests.support.route_permissions import ROUTE_PERMISSIONS, address
    from tests.support.sample_data import build_all

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user_logged_in.connect(_begin_session)
    world = build_all(Cast())
    # Somebody in the other office shares out cases: ours may be handed over to it.
    world.cast._user("far", "Pilar Ancasi", "supervisor", office=world.cast.other_office)
    clients = {who: Client() for who in (*Cast.STAFF, "keeper", NOBODY)}
    for who in (*Cast.STAFF, "keeper"):
        clients[who].force_login(getattr(world, who))
    return {
        "form": settings.CSRF_COOKIE_NAME,
        "cookies": {
            who: {name: morsel.value for name, morsel in client.cookies.items()}
            for who, client in clients.items()
        },
        "paths": {route: address(route, world) for route in ROUTE_PERMISSIONS} | _others(world),
        "number": world.case.number,
        "today": world.office.today().isoformat(),
    }


def _others(world) -> dict[str, str]:
    """Paths of files that end, and of the action that is dropped: not those of the others."""
    from tests.support.route_permissions import address

    cast = world.cast
    ending = cast.open_case(person=cast._person(given_names="Iker"))
    gone = SimpleNamespace(case=ending, rosa=cast._person(given_names="Noa"), asked=_asked(world))
    closed = cast.open_case(person=cast._person(given_names="Leire"))
    _close(closed, world)
    moving = cast.open_case(person=cast._person(given_names="Ainhoa"))
    found = {
        "cases:closure-new": gone, "privacy:person-delete": gone,
        "privacy:rights-answer": gone,
        "transfers:transfer-new": SimpleNamespace(case=moving),
        "referrals:referral-withdraw": SimpleNamespace(case=world.case, referral=_sent(world)),
        "privacy:case-delete": SimpleNamespace(case=closed),
        "planning:action-drop": SimpleNamespace(case=world.case, action=world.planned),
        "assessment:observation": SimpleNamespace(case=world.case, observation=_seen(world)),
    }  # fmt: skip
    return {route: address(route, records) for route, records in found.items()}


def _asked(world):
    from amparo.pillars.assistance.privacy.models import DataSubjectRequest

    return DataSubjectRequest.hear(
        world.rosa, by=world.caseworker, what="correction", field="names", text="An i",
        heard_on=world.office.today(), language="es",
    )  # fmt: skip


def _sent(world):
    from amparo.pillars.assistance.referrals.models import Referral

    return Referral.send(
        world.case, by=world.caseworker, to=world.referral.organization, people=[world.rosa],
        service_type="food.inkind", urgency="standard", items=["name"],
    )  # fmt: skip


def _seen(world):
    from amparo.foundation.protection.models import Observation
    from amparo.pillars.assistance.cases.incidents import observation_subject

    return Observation.record(
        by=world.caseworker, level="individual", factor="debt", polarity="risk", severity=1,
        observed_on=world.office.today(), **observation_subject(world.case, world.caseworker),
    )  # fmt: skip


def _close(case, world) -> None:
    from amparo.pillars.assistance.cases.models import Closure

    closure = Closure.propose(case, by=world.caseworker, reason="goals_met", summary="Well.")
    case.approvalrequests.get(record_ref=closure.ref).decide(by=world.supervisor, approved=True)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(set_up_installation()))
