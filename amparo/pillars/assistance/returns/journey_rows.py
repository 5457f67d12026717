"""The lines of the page of a return: one for each who travels, one for each check."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.pathways.models import Check, CheckOverride, CheckResult

from .models import (
    AsylumDeclaration,
    ExitPermission,
    ReturnDecision,
    TravelDocument,
    Traveller,
    VoluntarinessInterview,
)
from .presenters import Fitness


@dataclass(frozen=True)
class Heard:
    """One interview of a person, and what came of it."""

    interview: VoluntarinessInterview | AsylumDeclaration
    title: str
    outcome: str


@dataclass(frozen=True)
class TravellerRecords:
    """What is on record of those who travel, by their keys."""

    decisions: dict[int, ReturnDecision]
    papers: dict[int, list[TravelDocument]]
    heard: dict[int, list[Heard]]
    permissions: dict[int, list[ExitPermission]]


@dataclass
class Row:
    """One who travels, as the reader may know them."""

    traveller: Traveller
    person: Person | None
    decision: ReturnDecision | None
    documents: list[TravelDocument]
    interviews: list[Heard]
    fitness: Fitness
    permissions: list[ExitPermission]
    needs_permission: bool
    may_tell_code: bool

    @property
    def name(self) -> str:
        unknown = _("Somebody whose file is kept by others")
        return self.person.shown_name if self.person else unknown


@dataclass
class Condition:
    """One check as a line of the checklist: how it stands, what is missing, who decides."""

    check: Check
    whose: str
    is_shut: bool
    latest: CheckResult | None
    override: CheckOverride | None
    missing: list[str]
    may_decide: bool
    # Found met, and something it rests on is not so any more.
    lacks: list[str]

    @property
    def is_overridden(self) -> bool:
        return self.check.state == Check.State.OVERRIDDEN

    @property
    def is_asked(self) -> bool:
        return self.override is not None and self.override.is_waiting and self.is_shut

    @property
    def is_decided_above(self) -> bool:
        return self.check.of_kind.decides == "approve"

    @property
    def may_be_overridden(self) -> bool:
        return self.is_shut and not self.is_asked and self.check.of_kind.may_be_overridden

    @property
    def is_open(self) -> bool:
        return self.is_shut or bool(self.lacks)

    @property
    def has_run_out(self) -> bool:
        return self.is_shut and self.check.state == Check.State.MET
