"""What one colleague sees of one child alone: every part fetched once, when it is come to."""

from datetime import date
from functools import cached_property

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.people.models import Consent
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.ui.charts import LineStage

from . import progress
from .approval_context import RETURN, REUNIFICATION, missing_for_ways
from .assessment_domains import AssessedDomains
from .family_tree import FamilyPicture, family_picture, withheld_family
from .models import (
    AuthorityDecision,
    BestInterestsAssessment,
    BestInterestsDetermination,
    CareArrangement,
    CareVisit,
    FamilyContactRestriction,
    Guardian,
    UnaccompaniedChild,
    may_contact_family,
)
from .relatives import relatives_of

SMALL_COUNT = 10


class ChildPage:
    """The parts of the page; templates call it `page`."""

    def __init__(self, child: UnaccompaniedChild, user: User):
        self.child, self.user = child, user

    @cached_property
    def verbs(self) -> frozenset[str]:
        return permissions_on(self.child.case, self.user)

    @property
    def may_work(self) -> bool:
        return "work" in self.verbs and not (self.child.is_over or self.child.case.is_ended)

    @property
    def may_listen(self) -> bool:
        """What the child asks of the family is heard also where all else is history."""
        return "work" in self.verbs

    @cached_property
    def today(self) -> date:
        return self.child.case.office.today()

    @cached_property
    def contact_restriction(self) -> FamilyContactRestriction | None:
        return (
            self.child.contact_restrictions.in_force().select_related("by", "child__case").first()
        )

    @property
    def stages(self) -> list[LineStage]:
        return progress.stages_of(self)

    @cached_property
    def step(self) -> NextStep | None:
        return progress.next_step_of(self)

    # Care.

    @cached_property
    def cares(self) -> list[CareArrangement]:
        found = list(self.child.cares.all()[:SMALL_COUNT])
        for care in found:
            care.child = self.child
        return found

    @property
    def care(self) -> CareArrangement | None:
        return next((care for care in self.cares if care.until is None), None)

    @property
    def earlier_cares(self) -> list[CareArrangement]:
        return [care for care in self.cares if care.until]

    @property
    def visit_is_late(self) -> bool:
        return bool(self.care and self.care.is_late_on(self.today))

    @cached_property
    def visits(self) -> list[CareVisit]:
        found = CareVisit.objects.filter(care__child=self.child).select_related("care", "by")
        visits = list(found.order_by("-on", "-pk")[:SMALL_COUNT])
        for visit in visits:
            visit.care.child = self.child
        return visits

    # Their family.

    @cached_property
    def family(self) -> FamilyPicture:
        """Nobody is named while the child asks that the family not be told, wherever that is."""
        person = self.child.person
        if not may_contact_family(person):
            return withheld_family()
        found = relatives_of(self.child, self.user, today=self.today, care=self.care)
        return family_picture(person, found)

    # Who stands for them, and what was agreed to.

    @cached_property
    def guardians(self) -> list[Guardian]:
        found = list(self.child.guardians.select_related("paper")[:SMALL_COUNT])
        for guardian in found:
            guardian.child = self.child
        return found

    @property
    def guardian(self) -> Guardian | None:
        return next((each for each in self.guardians if each.until is None), None)

    @property
    def earlier_guardians(self) -> list[Guardian]:
        return [each for each in self.guardians if each.until]

    @cached_property
    def consents(self) -> list[Consent]:
        """The last word on each purpose: who gave it, and whether the child agrees."""
        found = Consent.objects.of(self.child.person).latest_answers().order_by("-agreed", "pk")
        return list(found[:20])

    # What is best.

    @cached_property
    def assessments(self) -> list[BestInterestsAssessment]:
        return list(self.child.assessments.select_related("by")[:SMALL_COUNT])

    @property
    def domains(self) -> AssessedDomains:
        return AssessedDomains(next(iter(self.assessments), None))

    @property
    def may_assess(self) -> bool:
        waits = any(each.state == each.State.WAITING for each in self.assessments)
        return self.may_work and not waits

    @cached_property
    def determinations(self) -> list[BestInterestsDetermination]:
        return list(self.child.determinations.select_related("decision__option")[:SMALL_COUNT])

    @property
    def may_determine(self) -> bool:
        under_way = any(each.is_under_way for each in self.determinations)
        return self.may_work and not under_way

    @cached_property
    def authorities(self) -> list[AuthorityDecision]:
        found = list(self.child.authority_decisions.select_related("by")[:SMALL_COUNT])
        for each in found:
            each.child = self.child
        return found

    @cached_property
    def _waits_for(self) -> dict[str, str]:
        return missing_for_ways(self.child, RETURN, REUNIFICATION)

    @property
    def return_waits_for(self) -> str:
        return self._waits_for[RETURN]

    @property
    def reunification_waits_for(self) -> str:
        return self._waits_for[REUNIFICATION]
