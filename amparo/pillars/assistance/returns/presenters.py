"""What a clinician sees of whom they examine, and how the fitness of those who travel stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .fitness_rules import CONDITIONS_LIST, DECISION_LIST, FIT_WITH_CONDITIONS
from .models import BoardingCheck, FitnessDecision, FitnessRequest, Traveller


@dataclass(frozen=True)
class Examined:
    """The one person whom a question is about: initials and age, and no more."""

    asked: FitnessRequest

    @property
    def initials(self) -> str:
        return self.asked.traveller.person.initials

    @property
    def age(self) -> int | None:
        person, case = self.asked.traveller.person, self.asked.traveller.journey.case
        return person.age(case.office.today())

    @property
    def asked_by(self) -> str:
        office = self.asked.traveller.journey.case.office
        return f"{self.asked.by.name}, {office.organization.name}"


@dataclass(frozen=True)
class Fitness:
    """How one traveller's fitness stands: what was decided last, asked since, and looked at."""

    decision: FitnessDecision | None = None
    asked: FitnessRequest | None = None
    check: BoardingCheck | None = None

    @property
    def said(self) -> str:
        """The decision; which conditions it has is said by `conditions`."""
        if self.decision is None:
            return ""
        if self.decision.code == FIT_WITH_CONDITIONS:
            return _("Fit with conditions")
        return str(code_lists.label(DECISION_LIST, self.decision.code))

    @property
    def conditions(self) -> str:
        codes = self.decision.conditions if self.decision else []
        return formats.join_list([str(code_lists.label(CONDITIONS_LIST, each)) for each in codes])


def fitness_of(travellers: Iterable[Traveller]) -> dict[int, Fitness]:
    """Returns how the fitness of each stands, by their key; in three questions for all."""
    keys = [each.pk for each in travellers]
    asked = {
        each.traveller_id: each
        for each in FitnessRequest.objects.filter(traveller__in=keys).order_by("pk")
    }
    made = FitnessDecision.objects.filter(request__traveller__in=keys).select_related(
        "request", "paper"
    )
    decided = {each.request.traveller_id: each for each in made.order_by("pk")}
    held = BoardingCheck.objects.filter(traveller__in=keys).order_by("held_at", "pk")
    checked = {each.traveller_id: each for each in held}
    return {key: _fitness(decided.get(key), asked.get(key), checked.get(key)) for key in keys}


def _fitness(
    decision: FitnessDecision | None, asked: FitnessRequest | None, check: BoardingCheck | None
) -> Fitness:
    """Of questions, the newest one, while nothing was decided by it."""
    is_answered = asked is not None and decision is not None and decision.request_id == asked.pk
    return Fitness(decision, None if is_answered else asked, check)
