"""Family tracing: sample data, expected permissions and answers of forms."""

from types import SimpleNamespace

from tests.support.route_kinds import (
    CASE_FORM,
    CASE_OWNER,
    CASEWORK_FORM,
    CASEWORK_LIST,
    REGISTER_IMPORTERS,
    TEAM,
    action_route,
    form_route,
    page_route,
)

VERIFIED = {
    "ways": ["talk"],
    "checked": ["names"],
    "outcome": "confirmed",
    "may_inform_family": "yes",
}
# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {
    "family_tracing:match-verify": (VERIFIED,),
}

# Not pages: papers and files.
FILES = frozenset(("family_tracing:request-paper", "family_tracing:reunification-paper"))


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them.

    Lucía has leave for tracing in her office.
    """
    shown, asked = (each(CASE_OWNER).of("tracing_request") for each in (page_route, form_route))
    sought = {"sought": "sought"}
    ahead = {"reunification": "reunion"}
    there, to_do = (each(TEAM).of("reunion_case", **ahead) for each in (page_route, form_route))
    return {
        "family_tracing:requests": CASEWORK_LIST,
        "family_tracing:request-new": CASEWORK_FORM,
        "family_tracing:case-request-new": CASE_FORM,
        "family_tracing:request": shown,
        "family_tracing:request-edit": asked,
        "family_tracing:request-consent": asked,
        "family_tracing:request-take-back": form_route(CASE_OWNER, post=303).of("tracing_request"),
        "family_tracing:request-paper": shown,
        "family_tracing:request-close": asked,
        "family_tracing:request-reopen": asked,
        "family_tracing:action-new": asked,
        "family_tracing:sought-new": asked,
        "family_tracing:sought": asked.of("tracing_request", **sought),
        "family_tracing:candidates": shown.of("tracing_request", **sought),
        "family_tracing:match-propose": action_route(CASE_OWNER).of(
            "tracing_request", **sought, person="nayeli"
        ),
        "family_tracing:match": page_route(CASE_OWNER).of("match"),
        "family_tracing:match-verify": form_route(CASE_OWNER).of("match", side="'person"),
        "family_tracing:match-tell": form_route(CASE_OWNER).of("match"),
        "family_tracing:match-set-aside": form_route(CASE_OWNER).of("match"),
        "family_tracing:match-prepare": form_route(CASE_OWNER).of("match"),
        "family_tracing:reunification": there,
        "family_tracing:reunification-check": to_do.of(
            "reunion_case", **ahead, check="reunion_check"
        ),
        "family_tracing:reunification-plan": to_do,
        "family_tracing:reunification-hand-over": to_do,
        "family_tracing:reunification-call-off": to_do,
        "family_tracing:reunification-paper": there,
        "family_tracing:over": page_route(REGISTER_IMPORTERS),
        "family_tracing:clear": action_route(REGISTER_IMPORTERS),
        "family_tracing:cleared": action_route(REGISTER_IMPORTERS).of("tracing_clearing"),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from amparo.foundation.core.models import RestrictedGroupAccess
    from amparo.pillars.assistance.family_tracing.models import (
        InquirerNotification,
        Reunification,
        TracingAction,
        TracingMatch,
    )
    from amparo.pillars.assistance.family_tracing.tests import story
    from amparo.pillars.assistance.pathways.models import Check

    by = world.caseworker
    RestrictedGroupAccess.give(to=by, group="tracing", office=world.office, by=None)
    for found in (world.rosa, world.nayeli):
        story.agree(found, by=by)
    world.sought = story.asked(world.cast)
    world.tracing_request = world.sought.request
    TracingAction.take_step(world.tracing_request, by=by, kind="individual", text="Asked them.")
    world.match = story.verified(TracingMatch.propose(world.sought, world.rosa, by=by), by=by)
    InquirerNotification.tell(world.match, by=by, method="call", text="She is well.")
    called_off = Reunification.prepare(world.match, world.case, by=by)
    called_off.call_off(by=by, because="She was ill.")
    done = Reunification.prepare(world.match, world.case, by=by)
    story.pass_checks(done, by=by)
    done.hand_over(by=by, on=world.office.today(), **story.HANDED)
    world.reunion = Reunification.prepare(world.match, world.case, by=by)
    world.reunion_case = world.case
    world.reunion_check = Check.objects.filter(way=world.reunion.ref).first()
    _over(world, by)


def _over(world: SimpleNamespace, by) -> None:
    """One was closed long ago and goes when a second person confirms; one was set aside."""
    from datetime import timedelta

    from amparo.foundation.core.clock import at, now
    from amparo.pillars.assistance.family_tracing.models import TracingClosure, TracingRequest
    from amparo.pillars.assistance.family_tracing.tests import story
    from amparo.pillars.assistance.privacy.models import BulkDeletion

    with at(now() - timedelta(days=6 * 366)):
        old = story.asked(world.cast).request
        closed = TracingClosure.close(old, by=by, outcome="not_found", text="She knows.")
        closed.reopen(by=by, because="A neighbour called.")
        TracingClosure.close(old, by=by, outcome="not_found", text="It was nobody.")
    world.tracing_clearing = BulkDeletion.ask(TracingRequest, world.office, by=world.keeper)
