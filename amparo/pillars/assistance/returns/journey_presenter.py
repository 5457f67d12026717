"""What one colleague sees of one return: every part fetched once, when the page comes to it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.assessment.protection_questions import ASYLUM_WISH
from amparo.pillars.assistance.pathways.models import Check, CheckOverride, CheckResult
from amparo.pillars.assistance.pathways.models.checks import lacking, last_decisions, missing_at
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.transfers.transfer_execution import (
    is_to_other_organization,
    persons_opened_by_case,
)
from amparo.ui import formats
from amparo.ui.charts import LineStage, StageState

from . import rules
from .check_grid import CheckGrid, grid_of
from .checks import Facts, agrees_to, lend
from .children_alone import refusals_for_children
from .journey_rows import Condition, Heard, Row, TravellerRecords
from .models import (
    AsylumDeclaration,
    Booking,
    Counselling,
    ExitPermission,
    FitnessRequest,
    JourneyMilestone,
    Leg,
    LegChange,
    ReturnDecision,
    ReturnJourney,
    TravelAssistance,
    TravelCost,
    TravelDocument,
    TravelGroupSplit,
    Traveller,
    VoluntarinessInterview,
)
from .models.decisions import decided_people
from .presenters import Fitness, fitness_of
from .protection_check import (
    Finding,
    HeardOfEach,
    asked_since_of,
    findings,
    heard_of,
    last_yes_of,
    refusals,
)
from .queries import flagged

# With which milestone a phase begins.
MILESTONES = {rules.DEPARTED: "departure", rules.ARRIVED: "arrival", rules.RECEIVED: "reception"}


def _freely(is_voluntary: bool) -> str:
    return _("Goes freely") if is_voluntary else _("Does not go freely")


def _wishes(wishes_asylum: bool) -> str:
    return _("Wishes asylum, or fears return") if wishes_asylum else _("Wishes no asylum")


@dataclass
class Shared:
    """Whether one of them lets the receiving office read their file."""

    name: str
    agrees: bool


class ReturnPage:
    """The parts of a return for one reader; templates call it `file`."""

    languages = settings.LANGUAGES
    is_missing = False  # no PDF can be made here

    def __init__(self, journey: ReturnJourney, user: User):
        self.journey, self.user = journey, user
        self.case = journey.case

    @cached_property
    def verbs(self) -> frozenset[str]:
        return permissions_on(self.case, self.user)

    @property
    def may_work(self) -> bool:
        return "work" in self.verbs and not self.case.is_ended and not self.journey.is_over

    @property
    def may_prepare(self) -> bool:
        return self.may_work and self.journey.is_before_departure

    @property
    def may_approve(self) -> bool:
        return "approve" in self.verbs and self.journey.is_before_departure

    @property
    def may_ask_above(self) -> bool:
        """Where an office above could give the second word; it is refused where it need not."""
        return (
            self.may_prepare
            and not self.case.is_restricted
            and self.case.office.parent_id is not None
        )

    @cached_property
    def today(self) -> date:
        return self.case.office.today()

    @cached_property
    def _known(self) -> dict[int, Person]:
        found = Person.objects.accessible_to(self.user).filter(pk__in=self._people)
        return {person.pk: person for person in found}

    @cached_property
    def _travellers(self) -> list[Traveller]:
        return list(self.journey.travellers.filter(is_going=True).order_by("pk"))

    @cached_property
    def rows(self) -> list[Row]:
        decisions: dict[int, ReturnDecision] = {}
        said = ReturnDecision.objects.filter(traveller__in=self._travellers)
        for decision in said.order_by("pk"):
            decisions[decision.traveller_id] = decision
        papers: dict[int, list[TravelDocument]] = {}
        seen = TravelDocument.objects.latest_of(self.journey).select_related("by")
        for paper in seen.order_by("pk"):
            papers.setdefault(paper.traveller_id, []).append(paper)
        heard = self._heard()
        permissions: dict[int, list[ExitPermission]] = {}
        permitted = ExitPermission.objects.standing().filter(traveller__in=self._travellers)
        for permission in permitted.order_by("pk"):
            permissions.setdefault(permission.traveller_id, []).append(permission)
        told = TravellerRecords(decisions, papers, heard, permissions)
        return [self._row(each, told) for each in self._travellers]

    def _heard(self) -> dict[int, list[Heard]]:
        """The last interview and the last declaration of each."""
        last: dict[tuple[int, str], Heard] = {}
        for model, words in (
            (VoluntarinessInterview, lambda each: _freely(each.is_voluntary)),
            (AsylumDeclaration, lambda each: _wishes(each.wishes_asylum)),
        ):
            title = str(model._meta.verbose_name)
            found = model.objects.filter(traveller__in=self._travellers).select_related("by")
            for each in found.order_by("held_at", "pk"):
                last[each.traveller_id, title] = Heard(each, title, words(each))
        by_traveller: dict[int, list[Heard]] = {}
        for (traveller, _title), heard in last.items():
            by_traveller.setdefault(traveller, []).append(heard)
        return by_traveller

    def _row(self, each: Traveller, told: TravellerRecords) -> Row:
        person = self._known.get(each.person_id)
        decision = told.decisions.get(each.pk)
        each.journey = self.journey
        if person:
            each.person = person
        if decision:
            decision.traveller = each
        needs = person is not None and person.counts_as_child(self.today)
        return Row(
            each, person, decision, told.papers.get(each.pk, []), told.heard.get(each.pk, []),
            self._fitness[each.pk], told.permissions.get(each.pk, []), needs,
            self._may_tell_code(self._fitness[each.pk].asked),
        )  # fmt: skip

    def _may_tell_code(self, asked: FitnessRequest | None) -> bool:
        """Of a link that waits: whether the reader is another than who asked or accompanies."""
        if asked is None or asked.clinician_id is not None:
            return False
        return self.user.pk not in (asked.by_id, self.case.owner_id)

    @cached_property
    def _fitness(self) -> dict[int, Fitness]:
        return fitness_of(self._travellers)

    @cached_property
    def partings(self) -> list[TravelGroupSplit]:
        found = TravelGroupSplit.objects.filter(traveller__journey=self.journey)
        return list(found.select_related("to", "by").order_by("pk"))

    @cached_property
    def conditions(self) -> list[Condition]:
        """What is open first, in the order in which it was put up."""
        self.journey.legs_at_hand = self.legs
        checks = list(self.journey.checks.select_related("person"))
        latest = last_decisions(checks)
        asked = {each.required_check_id: each for each in self._overrides(checks)}
        facts = self._facts()
        for check in checks:
            check.case = self.case
            lend(check, self.journey, facts)
        self._missing = self._missing_at(checks)
        self._lacking = self._no_longer_so(checks, latest)
        found = [
            self._condition(check, latest.get(check.pk), asked.get(check.pk)) for check in checks
        ]
        return sorted(found, key=lambda each: not each.is_open)

    @property
    def open_conditions(self) -> list[Condition]:
        return [each for each in self.conditions if each.is_open]

    @property
    def settled_conditions(self) -> list[Condition]:
        return [each for each in self.conditions if not each.is_open]

    @cached_property
    def grid(self) -> CheckGrid:
        return grid_of(self.rows, self.conditions)

    def _facts(self) -> Facts:
        decided = set(decided_people(self.journey))
        counsellors = {each.by_id for each in self._all_counsellings}
        wishes = last_yes_of(self._people, ASYLUM_WISH, self._protection_answers)
        return Facts(counsellors, decided, wishes)

    @cached_property
    def _people(self) -> list[int]:
        return [each.person_id for each in self._travellers]

    @cached_property
    def _protection_answers(self) -> HeardOfEach:
        return heard_of(self._people)

    def _no_longer_so(
        self, checks: list[Check], latest: dict[int, CheckResult]
    ) -> dict[int, list[str]]:
        if not self.journey.is_before_departure:
            return {}
        return lacking(checks, latest, self._missing)

    def _missing_at(self, checks: list[Check]) -> dict[int, list[str]]:
        """What each check takes that is not there, where the page says so: asked once for each."""
        of_met = self.journey.is_before_departure
        asked = [
            check
            for check in checks
            if (of_met and check.state == Check.State.MET)
            or (self.may_prepare and self._is_shut(check))
        ]
        return missing_at(asked)

    def _is_shut(self, check: Check) -> bool:
        """On the day of departure; what ran out on the way is nobody's to settle any more."""
        leaves_on = self.journey.leaves_on or self.today
        is_ahead = self.journey.is_before_departure
        return check.is_shut_on(max(self.today, leaves_on) if is_ahead else leaves_on)

    def _condition(
        self, check: Check, latest: CheckResult | None, asked: CheckOverride | None
    ) -> Condition:
        person = self._known.get(check.person_id) if check.person_id else None
        is_shut = self._is_shut(check)
        unknown = _("Somebody whose file is kept by others") if check.person_id else ""
        return Condition(
            check, person.shown_name if person else unknown, is_shut, latest, asked,
            self._missing[check.pk] if is_shut and self.may_prepare else [],
            not check.of_kind.follows and check.of_kind.decides in self.verbs,
            self._lacking.get(check.pk, []),
        )  # fmt: skip

    def _overrides(self, checks: list[Check]):
        found = CheckOverride.objects.filter(required_check__in=checks)
        return found.select_related("by", "decided_by").order_by("pk")

    @property
    def open_count(self) -> int:
        return sum(each.is_open for each in self.conditions)

    @cached_property
    def questions(self) -> list[Finding]:
        """The protection questions of those who travel; nothing once they left."""
        if not self.journey.is_before_departure:
            return []
        since = asked_since_of(self.journey.case)
        return findings(self._people, since, self._protection_answers)

    @cached_property
    def holds_back(self) -> list[str]:
        told = refusals(self.questions, self.user)
        if self.journey.is_before_departure:
            told += refusals_for_children(self.case, self._people)
        return told

    @cached_property
    def is_flagged(self) -> bool:
        """Whether a protection flag of who travels waits, or somebody said yes to a question."""
        said = any(each.is_open and each.yes for each in self.questions)
        return self.journey.is_before_departure and (
            said or self.journey.ref in flagged([self.journey.ref])
        )

    @property
    def is_held(self) -> bool:
        """Whether it cannot be booked: a protection question, a flag or a check is open."""
        return bool(self.holds_back) or self.open_count > 0

    @property
    def counsellings(self) -> list[Counselling]:
        return self._all_counsellings[:20]

    @cached_property
    def _all_counsellings(self) -> list[Counselling]:
        """The latest first; who held any of them, shown or not, is no proof at a check."""
        found = self.journey.counsellings.select_related("by")
        return list(found.order_by("-held_on", "-pk"))

    @cached_property
    def legs(self) -> list[Leg]:
        return list(self.journey.legs.standing().order_by("leaves_at"))

    @cached_property
    def changes(self) -> list[LegChange]:
        found = LegChange.objects.filter(leg__journey=self.journey)
        return list(found.select_related("leg", "by").order_by("-pk")[:20])

    @cached_property
    def provisions(self) -> list[TravelAssistance]:
        return list(self.journey.provisions.standing().order_by("pk"))

    @cached_property
    def bookings(self) -> list[Booking]:
        found = self.journey.bookings.select_related("by").order_by("-pk")
        costs = TravelCost.objects.select_related("budget_line__fund", "voided_by")
        return list(found.prefetch_related(Prefetch("costs", costs))[:20])

    @cached_property
    def grants(self) -> list[AssistanceGrant]:
        """The allowance for the way, and other money that serves this return."""
        return list(AssistanceGrant.objects.of(self.journey.ref).accessible_to(self.user))

    @property
    def is_booked(self) -> bool:
        return self.journey.state == rules.BOOKED

    @cached_property
    def milestones(self) -> dict[str, JourneyMilestone]:
        """That they left, arrived and were welcomed, as far as they came."""
        if self.journey.is_before_departure:
            return {}
        found = self.journey.milestones.select_related("by")
        return {each.kind: each for each in found}

    @cached_property
    def stages(self) -> list[LineStage]:
        """How far it has come, from counselling to reception, with the days that are known; empty
        where it was cancelled.
        """
        if self.journey.state == rules.CANCELLED:
            return []
        phases = rules.PHASES[: rules.PHASES.index(rules.CANCELLED)]
        here = phases.index(self.journey.state) + self.journey.is_over  # reception is the last
        return [self._stage(phase, at - here) for at, phase in enumerate(phases)]

    def _stage(self, phase: str, distance: int) -> LineStage:
        if distance < 0:
            state = StageState.DONE
        else:
            state = StageState.NEXT if distance else StageState.CURRENT
        label = str(ReturnJourney.State(phase).label)
        reached = self.milestones.get(MILESTONES.get(phase, ""))
        day = reached.day if reached else None
        if phase == rules.BOOKED and distance <= 0:
            day = self.journey.leaves_on
        return LineStage(label, state, formats.day(day) if day else "")

    # What the receiving office reads.

    @property
    def is_there(self) -> bool:
        """Whether the receiving office has the case already."""
        team = self.journey.to_team
        return team is not None and team.office_id == self.case.team.office_id

    @cached_property
    def shared(self) -> list[Shared]:
        team = self.journey.to_team
        if team is None:
            return []
        opened = set(persons_opened_by_case(self.case))
        return [
            Shared(
                row.name,
                row.person is not None
                and row.traveller.person_id in opened
                and (self.is_there or agrees_to(row.person, self.case.organization, team)),
            )
            for row in self.rows
        ]

    @property
    def is_other_organization(self) -> bool:
        team = self.journey.to_team
        return team is not None and is_to_other_organization(self.case, team)
