"""What one colleague sees of one case: every part fetched once, when the page comes to it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.permissions.rules import annotate_permissions, permissions_on
from amparo.foundation.core.records import Record
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.people.legal_basis import LegalBasis, legal_basis_for
from amparo.foundation.people.models import Consent, ConsentException, FamilyMember, Person
from amparo.ui.charts import Tree

from . import agenda, timeline
from .case_menu import MenuLines, MenuLink, menu_of
from .extension_points import (
    CasePlace,
    CaseSection,
    NextStep,
    SectionLink,
    case_marks,
    case_sections,
)
from .household_chart import Relative, household_chart
from .models import (
    ApprovalRequest,
    Attachment,
    Case,
    Closure,
    Dependant,
    EmergencyAccess,
    Note,
    SafetyAlert,
    Task,
)
from .models.emergency_access import active_emergency_access
from .stages import CaseProgress, case_progress

FEW, STORY, SHOWN_STORY = 5, 10, 5
MOST_RELATIVES = 60
# The next tasks in view; the others are folded.
FIRST_TASKS = 2
# Beside the next step, where its stage names no others.
ACTIONS = ("referrals:referral-new", "cases:note-new")


def register_sections(*sections: CaseSection) -> None:
    for section in sections:
        case_sections.register(section.name, section)


def attach_marks(cases: Iterable[Case], user: User) -> None:
    """Gives the cases of a list what their marks read: a few queries for all."""
    for mark in case_marks:
        mark.attach(cases, user)


def sections_of(place: CasePlace) -> list[CaseSection]:
    """Returns the sections that stand in this place of the page, in their order."""
    found = [section for section in case_sections.values() if section.place == place]
    return sorted(found, key=lambda section: section.position)


@compiled_once(Case)
def annotate_page() -> dict[str, Any]:
    """Asks for the family of the person, and what awaits approval."""
    families = FamilyMember.objects.filter(person=OuterRef("person")).order_by("pk")
    asked = ApprovalRequest.objects.filter(case=OuterRef("pk"), is_waiting=True)
    return {
        "family_ref": Subquery(families.values("family__ref")[:1]),
        "is_asked_about": Exists(asked),
        "is_closing": Exists(asked.filter(what=ApprovalRequest.What.CLOSURE)),
    }


def case_for_page(user: User) -> QuerySet[Case]:
    """A case with its subject, what `user` may do to it and what more to look for: one query."""
    issues = DataIssue.objects.of(user).filter(file_ref=OuterRef("ref")).order_by()
    cases = Case.objects.with_subject().select_related(
        "place__within__within", "community__place", "opened_by", "person__basis"
    )
    annotations = {
        name: annotation
        for section in case_sections.values()
        for name, annotation in section.get_annotations(user).items()
    }
    return annotate_permissions(cases, user).annotate(
        issue_count=Subquery(
            issues.values("file_ref").annotate(count=Count("pk")).values("count")
        ),
        **annotate_page(user),
        **annotations,
    )  # fmt: skip


class CasePage:
    """The parts of a case for one reader; templates call it `file`."""

    def __init__(self, case: Case, user: User):
        self.case = case
        self.user = user
        self.contexts: dict[str, dict[str, Any] | None] = {}

    def context_of(self, section: CaseSection) -> dict[str, Any] | None:
        """Returns what a section shows, None for nothing. Its queries are asked once."""
        if section.name not in self.contexts:
            self.contexts[section.name] = section.get_context(self.case, self.user)
        return self.contexts[section.name]

    @property
    def sections(self) -> dict[str, list[CaseSection]]:
        """The sections by their place; those of the first screen apart from those that follow."""
        found: dict[str, list[CaseSection]] = {}
        for place in CasePlace:
            placed = sections_of(place)
            found[place] = [each for each in placed if not each.is_later]
            found[f"{place}_later"] = [each for each in placed if each.is_later]
        return found

    @property
    def links(self) -> list[tuple[str, SectionLink, int]]:
        """The links to sections at the top of the page: whereto, and how much is there."""
        linked = [(each.name, each.link) for each in case_sections.values() if each.link]
        return [
            (name, link, getattr(self.case, link.count, None) or 0 if link.count else 0)
            for name, link in sorted(linked, key=lambda each: each[1].position)
            if link.is_shown(self)
        ]

    def context(self, section: str) -> dict[str, Any]:
        """Returns what the section of this name shows, empty for nothing."""
        return self.context_of(case_sections[section]) or {}

    # What is done next, and all that one may begin.

    @cached_property
    def progress(self) -> CaseProgress:
        return case_progress(self)

    @property
    def step(self) -> NextStep | None:
        """The next step; without its button for who does not work on the case."""
        step = self.progress.step
        if step and step.url and not self.may_work:
            return replace(step, url="")
        return step

    @cached_property
    def _menu(self) -> list[MenuLines]:
        return menu_of(self.case, self.verbs)

    @property
    def actions(self) -> list[MenuLink]:
        """The two that stand beside the next step."""
        current = self.progress.current
        routes = current.actions if current and current.actions else ACTIONS
        links = {link.route: link for lines in self._menu for link in lines.links}
        return [links[route] for route in routes if route in links]

    @property
    def menu(self) -> list[MenuLines]:
        """All the rest."""
        shown = {link.route for link in self.actions}
        rest = [
            MenuLines(lines.label, [link for link in lines.links if link.route not in shown])
            for lines in self._menu
        ]
        return [lines for lines in rest if lines.links]

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
    def emergency(self) -> EmergencyAccess | None:
        """By which emergency they read it: nobody who works on the case reads it so."""
        return None if "work" in self.verbs else active_emergency_access(self.case, self.user)

    @property
    def may_approve(self) -> bool:
        return "approve" in self.verbs

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
    def known_persons(self) -> QuerySet[Person]:
        """Whom the reader may know of; of others who belong to the case, nothing is said."""
        return Person.objects.accessible_to(self.user)

    @cached_property
    def members(self) -> list[FamilyMember]:
        if self.case.family is None:
            return []
        found = FamilyMember.objects.filter(family=self.case.family, person__in=self.known_persons)
        return list(found.select_related("person", "separation").order_by("pk")[:MOST_RELATIVES])

    @cached_property
    def dependants(self) -> list[Dependant]:
        if not self.case.person_id:
            return []
        found = self.case.dependants.filter(person__in=self.known_persons)
        return list(found.select_related("person").order_by("pk")[:MOST_RELATIVES])

    @property
    def relatives(self) -> list[Relative]:
        """Everybody else of the household, as what they are to the person."""
        main = self.person
        family = [
            Relative(each.person, each.relation, hasattr(each, "separation"))
            for each in self.members
            if main is None or each.person_id != main.pk
        ]
        return [*family, *(Relative(each.person, each.relation) for each in self.dependants)]

    @property
    def household(self) -> Tree | None:
        """The household as a picture; None where there is nobody, or nobody to draw it around."""
        if self.person is None:
            return None
        return household_chart(self.person, self.relatives, self.today)

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
        organization = self.case.organization
        own = [each for each in self.consents if each.recipient == Consent.Recipient.OWN_OFFICE]
        return [
            each
            for each in own
            if each.controller_id != (organization.pk if organization else None)
        ]

    @cached_property
    def ground(self) -> LegalBasis | None:
        """What allows that they are accompanied: the same that every deed asks for."""
        if self.person is None:
            return None
        return legal_basis_for(
            self.person,
            "case_management",
            consents=self.consents,
            controller=self.case.organization,
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

    # What waits.

    @property
    def first_lines(self) -> list[agenda.Line]:
        return agenda.task_lines(self.tasks[:FIRST_TASKS])

    @property
    def more_lines(self) -> list[agenda.Line]:
        return agenda.task_lines(self.tasks[FIRST_TASKS:])

    @property
    def has_late_lines_more(self) -> bool:
        return any(task.due_on < self.today for task in self.tasks[FIRST_TASKS:])

    @cached_property
    def tasks(self) -> list[Task]:
        found = self.case.tasks.pending().select_related("assigned_to")
        tasks = list(found.order_by("due_on", "due_at", "pk")[:20])
        for task in tasks:
            task.case = self.case
        return tasks

    @cached_property
    def approvals(self) -> list[ApprovalRequest]:
        if not getattr(self.case, "is_asked_about", True):
            return []
        found = self.case.approvalrequests.filter(is_waiting=True).select_related("by")
        return list(found.order_by("at")[:10])

    @property
    def waiting(self) -> dict[str, ApprovalRequest]:
        """The questions to a supervisor that wait for an answer, by what each is about."""
        return {each.what: each for each in reversed(self.approvals)}

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

    # What was done.

    @cached_property
    def notes(self) -> list[Note]:
        """As many as the story may quote; its panel shows the first few."""
        return list(self.case.notes.select_related("by").order_by("-pk")[:STORY])

    @cached_property
    def papers(self) -> list[Attachment]:
        return list(self.case.attachments.not_removed().select_related("by")[:FEW])

    @cached_property
    def closure(self) -> Closure | None:
        """The closure in effect: looked for only when the case is closed."""
        if not self.case.is_ended:
            return None
        return self.case.closures.exclude(in_effect_at=None).select_related("by").last()

    @cached_property
    def story(self) -> list[timeline.TimelineEntry]:
        entries = timeline.case_timeline(self.case, self.user, STORY)
        quotable = {each.ref: each for each in (*self.quotable_records(), *_done_tasks(entries))}
        told = timeline.timeline_entries(entries, quotable)
        return list(timeline.collapse_runs(told))[:SHOWN_STORY]

    def quotable_records(self) -> Iterator[Record]:
        """The words that the page has read anyway; all others are in the whole history."""
        if self.case.owner:
            yield self.case.owner
        yield from self.notes
        for section in case_sections.values():
            context = self.context_of(section) if section.quoted else None
            yield from context[section.quoted] if context else ()
        yield from self.__dict__.get("alerts", ())


def _done_tasks(entries: Iterable[AuditEntry]) -> list[Task]:
    """The tasks that these entries say are done: what came of each is quoted. One query, where
    there are any.
    """
    done = [
        entry.record_ref
        for entry in entries
        if entry.record_ref and entry.content.event == "task.done"
    ]
    return list(Task.objects.filter(ref__in=done)) if done else []
