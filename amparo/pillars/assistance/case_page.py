"""What one colleague sees of one case: every part fetched once, when the page comes to it."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Window

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import annotate_permissions, permissions_on
from amparo.foundation.core.records import Record
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.people.legal_basis import LegalBasis, legal_basis_for
from amparo.foundation.people.models import Consent, ConsentException, FamilyMember, Person

from . import agenda, timeline
from .assessment.models import ProtectionFlag, UnmetNeed
from .assessment.presenters import ShownFlags, flags_of_case
from .case_risk import Panel, panel_of, with_facts_of_risk
from .models import (
    Action,
    Approval,
    Attachment,
    BreakGlass,
    Case,
    Closure,
    Deletion,
    Dependant,
    FollowUp,
    Goal,
    HelpRequest,
    LegalHold,
    Need,
    Note,
    Plan,
    Referral,
    RightsRequest,
    SafetyAlert,
    Screening,
    ServiceGiven,
    Task,
    Transfer,
)
from .models.assessments import Horizon
from .models.emergencies import open_in_emergency
from .undertakings import Standing, marks, offered_to, standings_of
from .unmet_needs import unmet_in

FEW, STORY = 5, 10


def for_its_page(user: User) -> QuerySet[Case]:
    """A case with its subject, what `user` may do to it and what more to look for: one query."""
    families = FamilyMember.objects.filter(person=OuterRef("person")).order_by("pk")
    asked = Approval.objects.filter(case=OuterRef("pk"), is_waiting=True)
    goals = Goal.objects.filter(case=OuterRef("pk"), plan__replaced_by=None, actions=None)
    flagged = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.FLAG)
    services = ServiceGiven.objects.filter(case=OuterRef("pk")).order_by()
    issues = DataIssue.objects.of(user).filter(file_ref=OuterRef("ref")).order_by()
    asked_for = HelpRequest.objects.filter(case=OuterRef("pk")).order_by("-pk")
    cases = Case.objects.with_subject().select_related(
        "place__within__within", "community__place", "opened_by", "person__basis"
    )
    return with_facts_of_risk(
        annotate_permissions(cases, user), user
    ).annotate(
        family_ref=Subquery(families.values("family__ref")[:1]),
        is_asked_about=Exists(asked),
        is_on_its_way=Exists(Transfer.objects.under_way().filter(case=OuterRef("pk"))),
        has_bare_goals=Exists(goals),
        has_flags=Exists(flagged),
        has_answered_flags=Exists(
            ProtectionFlag.objects.answered().filter(case=OuterRef("pk")).accessible_to(user)  # type: ignore[attr-defined]
        ),
        has_unfinished_screening=Exists(
            Screening.objects.unfinished()  # type: ignore[attr-defined]
            .latest_of_case()
            .filter(case=OuterRef("pk"))
        ),
        has_referrals=Exists(Referral.objects.filter(case=OuterRef("pk"))),
        has_unmet_needs=Exists(UnmetNeed.objects.open().filter(case=OuterRef("pk"))),
        help_ref=Subquery(asked_for.values("ref")[:1]),
        services_total=Subquery(
            services.values("case").annotate(count=Count("pk")).values("count")
        ),
        issue_count=Subquery(
            issues.values("file_ref").annotate(count=Count("pk")).values("count")
        ),
        is_held=Exists(LegalHold.objects.in_force().filter(case=OuterRef("pk"))),
        **marks(),
    )


class CasePage:
    """The parts of a case for one reader; templates call it `file`."""

    def __init__(self, case: Case, user: User):
        self.case = case
        self.user = user

    # What the reader may do: asked once, and a button is shown only for what they may.

    @cached_property
    def verbs(self) -> frozenset[str]:
        return permissions_on(self.case, self.user)

    @property
    def may_work(self) -> bool:
        return "work" in self.verbs and not self.case.is_ended

    @property
    def may_assign(self) -> bool:
        return "assign" in self.verbs and not self.case.is_ended

    @property
    def may_restrict(self) -> bool:
        """Whoever works on it may close it off; to open it up again takes who approves."""
        return ("approve" if self.case.is_restricted else "work") in self.verbs

    @property
    def may_alert(self) -> bool:
        return "alert" in self.verbs and not self.case.is_ended

    @cached_property
    def emergency(self) -> BreakGlass | None:
        """By which emergency they read it: nobody who works on the case reads it so."""
        return None if "work" in self.verbs else open_in_emergency(self.case, self.user)

    @property
    def may_approve(self) -> bool:
        return "approve" in self.verbs

    @property
    def may_ask_to_delete(self) -> bool:
        return "work" in self.verbs and self.case.is_ended

    @cached_property
    def hold(self) -> LegalHold | None:
        """What forbids to delete the file, where something does."""
        if not getattr(self.case, "is_held", True):
            return None
        return LegalHold.objects.on(self.case).select_related("by").first()

    @cached_property
    def deletion(self) -> Deletion | None:
        """Asked for and waiting: looked for only when the case is closed."""
        return self.case.deletions.waiting().first() if self.case.is_ended else None

    @cached_property
    def transfer(self) -> Transfer | None:
        """The offer to another office that is under way, where one is."""
        if not getattr(self.case, "is_on_its_way", True):
            return None
        return self.case.transfers.under_way().select_related("to_team__office", "by").first()

    @property
    def may_reopen(self) -> bool:
        return "reopen" in self.verbs and self.case.is_ended

    @cached_property
    def today(self) -> date:
        return self.case.office.today()

    # Who it is about.

    @cached_property
    def person(self) -> Person | None:
        return self.case.met_by(self.user)

    @property
    def _known(self) -> QuerySet[Person]:
        """Whom the reader may know of; of others who belong to the case, nothing is said."""
        return Person.objects.accessible_to(self.user)

    @cached_property
    def members(self) -> list[FamilyMember]:
        if self.case.family is None:
            return []
        found = FamilyMember.objects.filter(family=self.case.family, person__in=self._known)
        return list(found.select_related("person", "separation").order_by("pk")[:30])

    @cached_property
    def dependants(self) -> list[Dependant]:
        if not self.case.person_id:
            return []
        found = self.case.dependants.filter(person__in=self._known)
        return list(found.select_related("person").order_by("pk")[:30])

    @property
    def language(self) -> str:
        """The language that is spoken with them."""
        agreed = self.case.interpreter or self.case.language
        if agreed or self.person is None:
            return agreed
        return self.person.interpreter or next(iter(self.person.languages), "")

    @property
    def interpreter(self) -> bool:
        return bool(self.case.interpreter or (self.person and self.person.interpreter))

    # On what basis.

    @cached_property
    def consents(self) -> list[Consent]:
        """The last word on each purpose."""
        if self.person is None:
            return []
        return list(
            Consent.objects.of(self.person).latest_answers().order_by("-agreed", "pk")[:50]
        )

    @property
    def said_elsewhere(self) -> list[Consent]:
        """What they agreed with another house for its own office: here they are asked again."""
        house = self.case.house
        own = [each for each in self.consents if each.recipient == Consent.Recipient.OWN_OFFICE]
        return [each for each in own if each.controller_id != (house.pk if house else None)]

    @cached_property
    def ground(self) -> LegalBasis | None:
        """What allows that they are accompanied: the same that every deed asks for."""
        if self.person is None:
            return None
        return legal_basis_for(
            self.person, "case_management", consents=self.consents, controller=self.case.house
        )

    @property
    def exception(self) -> ConsentException | None:
        record = self.ground.record if self.ground else None
        return record if isinstance(record, ConsentException) else None

    @cached_property
    def basis(self) -> str:
        """On what the file rests: consent, register, exception, none; or that none is needed."""
        if self.person is None:
            return "not_needed"
        return self.ground.kind if self.ground else "none"

    @cached_property
    def risk(self) -> Panel | None:
        return panel_of(self.case, self.user)

    # What waits.

    @property
    def lines(self) -> list[agenda.Line]:
        return agenda.lines(self.tasks)

    @cached_property
    def tasks(self) -> list[Task]:
        found = self.case.tasks.pending().select_related("assigned_to", "referral")
        tasks = list(found.order_by("due_on", "due_at", "pk")[:20])
        for task in tasks:
            task.case = self.case
        return tasks

    @cached_property
    def approvals(self) -> list[Approval]:
        if not getattr(self.case, "is_asked_about", True):
            return []
        found = self.case.approvals.filter(is_waiting=True).select_related("by")
        return list(found.order_by("at")[:10])

    @property
    def closing(self) -> Approval | None:
        return self._waiting("closure")

    @property
    def plan_waits(self) -> Approval | None:
        return self._waiting("plan")

    def _waiting(self, what: str) -> Approval | None:
        return next((each for each in self.approvals if each.what == what), None)

    @cached_property
    def alerts(self) -> list[SafetyAlert]:
        """The latest alerts, resolved or not."""
        found = SafetyAlert.objects.filter(case=self.case).select_related("by")
        return list(found.order_by("-pk")[:20])

    @cached_property
    def open_alerts(self) -> list[SafetyAlert]:
        """An alert that nobody answered keeps its task: without one, nothing is looked for."""
        if not any(task.what == Task.What.ALERT for task in self.tasks):
            return []
        return [alert for alert in self.alerts if alert.is_open]

    @cached_property
    def flags(self) -> ShownFlags:
        """A flag that nobody answered keeps its task: without one, nothing is looked for."""
        has_flags = getattr(self.case, "has_flags", None)
        if has_flags is None:
            has_flags = any(task.what == Task.What.FLAG for task in self.tasks)
        return flags_of_case(self.case, self.user, has_flags=has_flags)

    @property
    def has_answered_flags(self) -> bool:
        """Whether flags were answered that the reader may read."""
        return getattr(self.case, "has_answered_flags", False)

    @property
    def has_unfinished_screening(self) -> bool:
        """Whether the latest screening ended before all was asked."""
        return not self.case.is_ended and getattr(self.case, "has_unfinished_screening", False)

    @cached_property
    def rights(self) -> list[RightsRequest]:
        """What the person asks about their data: its task stands here as long as it waits."""
        if not any(task.what == Task.What.RIGHTS for task in self.tasks):
            return []
        return list(RightsRequest.objects.open().filter(person=self.person)[:5])

    # Where it has set out.

    @cached_property
    def journeys(self) -> list[Standing]:
        return standings_of(self.case, self.user)

    @property
    def may_set_out(self) -> list[tuple[str, str, str]]:
        return offered_to(self.case) if self.may_work else []

    # The plan.

    @cached_property
    def actions(self) -> list[Action]:
        """The actions of the plan in force, with their goals."""
        found = Action.objects.filter(case=self.case, goal__plan__replaced_by=None)
        return list(found.select_related("goal__plan__agreement", "responsible"))

    @cached_property
    def goals(self) -> list[Goal]:
        """The goals of the plan in force, with or without actions."""
        goals = {action.goal_id: action.goal for action in self.actions}
        if getattr(self.case, "has_bare_goals", True):
            bare = Goal.objects.filter(case=self.case, plan__replaced_by=None, actions=None)
            goals |= {goal.pk: goal for goal in bare.select_related("plan__agreement")}
        return list(goals.values())

    @cached_property
    def plan(self) -> Plan | None:
        return self.goals[0].plan if self.goals else Plan.current(self.case)

    @cached_property
    def horizons(self) -> list[tuple[str, list[tuple[Goal, list[Action]]]]]:
        """The goals by horizon, the nearest first, each with its actions."""
        order = [choice.value for choice in Horizon]
        ordered = sorted(self.goals, key=lambda goal: (order.index(goal.horizon), goal.pk))
        return [
            (str(Horizon(horizon).label), [(goal, self._of(goal)) for goal in goals])
            for horizon, goals in groupby(ordered, key=lambda goal: goal.horizon)
        ]

    def _of(self, goal: Goal) -> list[Action]:
        return [action for action in self.actions if action.goal_id == goal.pk]

    @property
    def actions_to_do(self) -> int:
        return sum(not action.is_over for action in self.actions)

    @cached_property
    def needs(self) -> list[Need]:
        """The needs of the latest assessment and those named since, in the person's own order."""
        found = list(Need.standing(self.case)[:30])
        unmet = self._unmet_needs
        for need in found:
            need.unmet = unmet.get(need.service_type)  # type: ignore[attr-defined]
        return sorted(found, key=lambda need: (need.own_rank is None, need.own_rank or 0, need.pk))

    @cached_property
    def _unmet_needs(self) -> dict[str, UnmetNeed]:
        """The open unmet needs by type of service. What the rules found last night, and would not
        find now, is left out; the next night ends it.
        """
        if not getattr(self.case, "has_unmet_needs", True):
            return {}
        found = {each.service_type: each for each in self.case.unmet_needs.open()}  # type: ignore[attr-defined]
        if all(each.is_confirmed for each in found.values()):
            return found
        now = unmet_in([self.case]).found
        return {
            kind: each
            for kind, each in found.items()
            if each.is_confirmed or (self.case.pk, kind) in now
        }

    # What was done.

    @cached_property
    def services(self) -> list[ServiceGiven]:
        return list(self.case.services.all()[:FEW])

    @property
    def services_count(self) -> int:
        return getattr(self.case, "services_total", None) or 0

    @cached_property
    def referrals(self) -> list[Referral]:
        """Those that go on first, then the latest."""
        if not getattr(self.case, "has_referrals", True):
            return []
        found = self.case.referrals.select_related("organization", "service")
        latest = list(found.annotate(total=Window(Count("pk"))).order_by("-at", "-pk")[:FEW])
        for referral in latest:
            referral.case = self.case
        return sorted(latest, key=lambda referral: referral.is_over)

    @property
    def referrals_count(self) -> int:
        return getattr(self.referrals[0], "total", 0) if self.referrals else 0

    @cached_property
    def followups(self) -> list[FollowUp]:
        return list(self.case.followups.select_related("by")[:FEW])

    @cached_property
    def notes(self) -> list[Note]:
        """As many as the story may quote; its panel shows the first few."""
        return list(self.case.notes.select_related("by").order_by("-pk")[:STORY])

    @cached_property
    def papers(self) -> list[Attachment]:
        return list(self.case.attachments.in_the_file().select_related("by")[:FEW])

    @cached_property
    def closure(self) -> Closure | None:
        """The closure in effect: looked for only when the case is closed."""
        if not self.case.is_ended:
            return None
        return self.case.closures.exclude(in_effect_at=None).select_related("by").last()

    @cached_property
    def story(self) -> list[timeline.Line]:
        entries = timeline.story_of(self.case, self.user, STORY)
        return timeline.tell(entries, {each.ref: each for each in self._at_hand()})

    def _at_hand(self) -> Iterator[Record]:
        """The words that the page has read anyway; all others are in the whole history."""
        if self.case.owner:
            yield self.case.owner
        yield from self.notes
        yield from self.followups
        yield from self.__dict__.get("alerts", ())
