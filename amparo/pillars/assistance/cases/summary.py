"""A case in a page or two, for print and for PDF: what somebody who takes over must know.

The same parts go on paper and on the screen, in the language that is in force. For the office's
own hands: what a partner may receive is the extract of a referral, never this.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .display_names import full_name
from .extension_points import SummarySection, summary_sections
from .models import Case


@dataclass(frozen=True)
class SummaryPart:
    """One part: facts with their names, lines of a table, or words."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)  # of the columns, on paper
    rows: list[list[str]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.rows or self.paragraphs)


@dataclass(frozen=True)
class Summary:
    number: str
    name: str
    safe_contact: str
    is_restricted: bool
    sections: list[SummaryPart]
    is_practice: bool = False


def register_summary_sections(*sections: SummarySection) -> None:
    for section in sections:
        summary_sections.register(section.name, section)


def for_its_summary(user: User) -> QuerySet[Case]:
    """Cases with their subject and what sections ask of them: one query."""
    annotations = {
        name: annotation
        for section in summary_sections.values()
        for name, annotation in section.get_annotations(user).items()
    }
    cases = Case.objects.with_subject().annotate(**annotations)
    return cases.select_related("place", "community__place")


def build_summary(case: Case, user: User) -> Summary:
    """All that this person may see of the case, in its order."""
    person = case.met_by(user)
    ordered = sorted(summary_sections.values(), key=lambda section: section.position)
    parts = [part for section in ordered for part in section.get_parts(case, user)]
    return Summary(
        case.number, full_name(case), person.safe_contact if person else "", case.is_restricted,
        [part for part in parts if not part.is_empty], case.office.is_practice,
    )  # fmt: skip


def short_day(value: date | None) -> str:
    """A day in words; "" without one."""
    return formats.day(value) if value else ""


def person_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields who it is about, and who is in charge."""
    facts = [
        (_("Status"), case.get_status_display()),
        (_("In charge"), case.owner.name if case.owner else ""),
        (_("Team"), f"{case.team}"),
        (_("Open since"), short_day(formats.as_day(case.opened_at))),
        *person_facts(case, user),
    ]
    yield SummaryPart(
        pgettext("column", "Person"), facts=[(name, value) for name, value in facts if value]
    )


def person_facts(case: Case, user: User) -> Iterator[tuple[str, str]]:
    person = case.met_by(user)
    if person is None:
        return
    along = case.dependants.filter(person__in=Person.objects.accessible_to(user))
    age = person.age(case.office.today())
    if age is not None:
        yield _("Age"), formats.number(age)
    yield _("Sex"), code_lists.label("sex", person.sex) if person.sex else ""
    yield (
        _("With them"),
        formats.join_list(each.person.name for each in along.select_related("person")[:12]),
    )


def task_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields what is to be done next."""
    tasks = case.tasks.pending().select_related("assigned_to").order_by("due_on", "pk")[:20]
    rows = [
        [
            short_day(task.due_on), task.text or task.get_what_display(),
            task.assigned_to.name if task.assigned_to else "",
        ]
        for task in tasks
    ]  # fmt: skip
    yield SummaryPart(
        _("Next steps"),
        head=[_("Due date"), pgettext("column", "Item"), pgettext("column", "Person")],
        widths=[2, 5, 3],
        rows=rows,
    )


SUMMARY_SECTIONS = (
    SummarySection("person", 10, person_parts),
    SummarySection("tasks", 80, task_parts),
)
