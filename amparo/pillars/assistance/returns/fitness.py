"""Fitness to travel, as the checks ask for it: a clinician's decision, and nothing else."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.time_limits import TimeLimit, register_timers
from amparo.pillars.assistance.pathways.checks import register_requirement
from amparo.pillars.assistance.pathways.evidence import Source, offers
from amparo.ui import formats

from . import rules
from .checks import journey_at_hand
from .fitness_rules import (
    CHECKED_HOURS,
    CHECKED_WITHIN,
    CONDITIONS_LIST,
    HOLDS_FOR,
    HOLDS_HOURS,
    LINK_LASTS,
    LINK_LASTS_DAYS,
    SOURCE,
    UNFIT,
    not_arranged,
)

if TYPE_CHECKING:
    from amparo.pillars.assistance.pathways.models import Check

    from .models import FitnessDecision, ReturnJourney


def register_fitness() -> None:
    register_requirement(rules.FITNESS, missing_for_fitness)
    offers(Source(SOURCE, gettext_lazy("Clinician’s decision"), _decisions_that_show))
    register_timers(
        TimeLimit(
            HOLDS_FOR, gettext_lazy("A decision about fitness to travel holds, at most"),
            HOLDS_HOURS, "hours",
        ),
        TimeLimit(
            LINK_LASTS, gettext_lazy("A clinician answers about fitness to travel"),
            LINK_LASTS_DAYS, "days",
        ),
        TimeLimit(
            CHECKED_WITHIN, gettext_lazy("Check before boarding, before they leave at most"),
            CHECKED_HOURS, "hours",
        ),
    )  # fmt: skip


def missing_for_fitness(check: "Check") -> str:
    """Says what one traveller's fitness still lacks; "" where a decision holds that day, and what
    it asks for is arranged.
    """
    decision = _newest(check)
    if decision is None:
        return _("No clinician has decided whether they can travel. Ask one, under who travels.")
    if not decision.is_fit:
        return _("A clinician found that they cannot travel. They must be examined again.")
    if not _shows(decision):
        return _("The paper that the clinician signed is not there any more. Ask them again.")
    journey = journey_at_hand(check) or decision.request.traveller.journey
    leaves_at = journey.first_leg_at
    if leaves_at and decision.holds_until and decision.holds_until < leaves_at:
        return _too_short(decision.holds_until, leaves_at, journey)
    return _not_arranged(decision, journey)


def _not_arranged(decision: "FitnessDecision", journey: "ReturnJourney") -> str:
    if not decision.conditions:
        return ""
    kept = journey.provisions.standing().values_list("kind", "traveller")
    lacking = not_arranged(decision.conditions, kept, decision.request.traveller_id)
    if not lacking:
        return ""
    names = [str(code_lists.label(CONDITIONS_LIST, code)) for code in lacking]
    return _("A clinician asks for: %(what)s. Arrange it under travel assistance.") % {
        "what": formats.join_list(names)
    }


def _too_short(until: datetime, leaves_at: datetime, journey: "ReturnJourney") -> str:
    zone = journey.case.office.zone
    said = {
        name: f"{formats.day(localtime(moment, zone).date())}, {formats.clock(moment)}"
        for name, moment in (("until", until), ("leaves", leaves_at))
    }
    return (
        _(
            "The clinician’s decision holds until %(until)s, and they leave on %(leaves)s. They "
            "must be examined again, nearer to the departure."
        )
        % said
    )


def _newest(check: "Check") -> "FitnessDecision | None":
    from .models import FitnessDecision

    if check.person_id is None:
        return None
    made = FitnessDecision.objects.of_traveller(check.way, check.person_id)
    return made.select_related("paper", "request__traveller__journey__case").last()


def _shows(decision: "FitnessDecision") -> bool:
    paper = decision.paper
    return paper is not None and bool(paper.storage_key) and not paper.is_harmful


def _decisions_that_show(check: "Check") -> PermissionQuerySet[Any]:
    """The newest decision about them, where it says that they can travel."""
    from .models import FitnessDecision

    made = FitnessDecision.objects.of_traveller(check.way, check.person_id)
    newest = FitnessDecision.objects.filter(pk__in=made.order_by("-pk").values("pk")[:1])
    return newest.exclude(code=UNFIT).select_related("by")
