"""A case in a page or two, for print and for PDF: what somebody who takes over must know.

The same parts go on paper and on the screen, in the language that is in force. For the office's
own hands: what a partner may receive is the extract of a referral, never this.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .assessment.models import FlagAnswer
from .assessment.models.protection_flags import ANSWERS
from .assessment.presenters import answered, flags_on_record
from .case_risk import Panel, panel_of
from .models import Action, Case, FollowUp, Need, Plan
from .subjects import called

MOST = 60


@dataclass(frozen=True)
class Section:
    """One part: facts with their names, lines of a table, or words."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)  # of the columns, on paper
    rows: list[list[str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.rows or self.words)


@dataclass(frozen=True)
class Summary:
    number: str
    name: str
    safe_contact: str
    is_restricted: bool
    sections: list[Section]


def summary_of(case: Case, user: User) -> Summary:
    """All that this person may see of the case, in its order."""
    panel = panel_of(case, user)
    parts = (
        _who(case, user), _flags(case, user), _risk(panel), _matrix(panel), _needs(case),
        _plan(case), _services(case), _followups(case), _next(case),
    )  # fmt: skip
    person = case.met_by(user)
    return Summary(
        case.number, called(case), person.safe_contact if person else "", case.is_restricted,
        [part for part in parts if not part.is_empty],
    )  # fmt: skip


def _day(value: date | None) -> str:
    return formats.day(value) if value else ""


def _who(case: Case, user: User) -> Section:
    facts = [
        (_("Status"), case.get_status_display()),
        (_("In charge"), case.owner.name if case.owner else ""),
        (_("Team"), f"{case.team}"),
        (_("Open since"), _day(formats.as_day(case.opened_at))),
        *_person_facts(case, user),
    ]
    return Section(
        pgettext("column", "Person"), facts=[(name, value) for name, value in facts if value]
    )


def _person_facts(case: Case, user: User) -> Iterator[tuple[str, str]]:
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


def _flags(case: Case, user: User) -> Section:
    """Every flag that the reader may read: the open ones first, then the latest answered."""
    flags = list(flags_on_record(case, user).order_by("-at", "-pk")[:MOST])
    flags.sort(key=lambda flag: not flag.is_open)
    rows = [
        [
            shown.label,
            formats.join_list((
                shown.flag.person.name if shown.flag.person else "",
                str(shown.flag.get_source_display()), shown.flag.by.name,
                _day(formats.as_day(shown.flag.at)),
            )),
            "\n".join(_answer_in_words(each) for each in shown.answers)
            or pgettext("protection flag", "Not answered"),
        ]
        for shown in answered(flags)
    ]  # fmt: skip
    head = [
        pgettext("column", "Protection flag"),
        pgettext("column", "Source"),
        pgettext("complaint, data request", "Answer"),
    ]
    return Section(pgettext("title", "Protection flags"), head=head, widths=[3, 3, 6], rows=rows)


def _answer_in_words(answer: FlagAnswer) -> str:
    return _("%(answer)s: %(words)s (%(name)s, %(day)s)") % {
        "answer": code_lists.label(ANSWERS, answer.code),
        "words": answer.text,
        "name": answer.by.name,
        "day": _day(formats.as_day(answer.at)),
    }


def _risk(panel: Panel | None) -> Section:
    if panel is None:
        return Section(_("Protection risk"))
    decision = panel.decision
    if decision is None:
        text = _("Not decided yet. Suggested level: %(band)s, because %(why)s.")
        if not panel.is_assessed:
            text = _("%(band)s: %(why)s.")
        band = formats.band_word(panel.proposed.band.code)
        return Section(_("Protection risk"), words=[text % {"band": band, "why": panel.why}])
    if panel.has_low_that_does_not_count:
        text = _("%(band)s: Low was decided while too little was known. It does not count.")
        return Section(
            _("Protection risk"), words=[text % {"band": formats.band_word(decision.band.code)}]
        )
    facts = [
        (pgettext("risk", "Level decided"), formats.band_word(decision.band.code)),
        (
            pgettext("column", "By"),
            formats.join_list((decision.by.name, _day(formats.as_day(decision.decided_at)))),
        ),
        (pgettext("column, field", "Reason"), decision.because),
        (pgettext("risk", "Review date"), _day(decision.next_review_on)),
    ]
    return Section(_("Protection risk"), facts=[(name, value) for name, value in facts if value])


def _matrix(panel: Panel | None) -> Section:
    rows = [
        [
            line.name, formats.level_word("threat", line.threat),
            formats.level_word("vulnerability", line.vulnerability),
            formats.level_word("capacity", line.capacity), formats.band_word(line.band),
        ]
        for line in (panel.lines if panel else [])
    ]  # fmt: skip
    head = [
        _("Threat"),
        _("Threat level"),
        _("Vulnerability"),
        _("Capacity"),
        pgettext("risk", "Suggested level"),
    ]
    return Section(_("Risk and protective factors"), head=head, widths=[5, 2, 2, 2, 2], rows=rows)


def _needs(case: Case) -> Section:
    last = case.assessments.order_by("pk").last()
    needs = Need.standing(case)[:MOST]
    rows = [
        [
            code_lists.label("service_type", need.service_type),
            need.get_horizon_display(),
            need.words,
        ]
        for need in sorted(needs, key=lambda need: (need.own_rank or 99, need.pk))
    ]
    said = [last.priorities, last.summary] if last else []
    head = [_("Need"), _("Due date"), pgettext("field", "Summary")]
    return Section(
        _("Needs"), head=head, widths=[4, 2, 4], rows=rows, words=[text for text in said if text]
    )


def _plan(case: Case) -> Section:
    plan = Plan.current(case)
    actions = Action.objects.filter(case=case, goal__plan=plan).select_related("responsible")
    rows = [
        [
            action.words, action.responsible.name if action.responsible else
            action.responsible_words, _day(action.due_on), action.get_status_display(),
        ]
        for action in (actions[:MOST] if plan else [])
    ]  # fmt: skip
    agreed = _("Agreed with the person on %(day)s.")
    said = [agreed % {"day": _day(plan.agreement.on)}] if plan and plan.is_agreed else []
    head = [
        pgettext("plan", "Action"),
        pgettext("column", "Person"),
        _("Due date"),
        pgettext("column", "Status"),
    ]
    return Section(_("Case plan"), head=head, widths=[5, 3, 2, 2], rows=rows, words=said)


def _services(case: Case) -> Section:
    given = case.services.filter(voided_at=None)[:MOST]
    rows = [
        [
            code_lists.label("service_type", each.service_type), _day(each.given_on),
            formats.amount(each.value, each.currency) if each.value is not None
            else formats.number(each.quantity.normalize()),
            each.receipt,
        ]
        for each in given
    ]  # fmt: skip
    head = [_("Service"), _("Date"), _("Quantity or value"), _("Receipt")]
    return Section(_("Services provided"), head=head, widths=[5, 2, 3, 2], rows=rows)


def _followups(case: Case) -> Section:
    rows = [
        [
            _day(each.on), code_lists.label("follow_up_mode", each.mode),
            str(FollowUp.Change(each.change).label) if each.change
            else pgettext("contact attempt", "Not reached"),
            each.progress,
        ]
        for each in case.followups.all()[:20]
    ]  # fmt: skip
    head = [
        _("Date"),
        pgettext("column", "Mode"),
        pgettext("title", "Risk level"),
        _("What moved forward"),
    ]
    return Section(_("Follow-up"), head=head, widths=[2, 2, 2, 5], rows=rows)


def _next(case: Case) -> Section:
    tasks = case.tasks.pending().select_related("assigned_to").order_by("due_on", "pk")[:20]
    rows = [
        [
            _day(task.due_on), task.words or task.get_what_display(),
            task.assigned_to.name if task.assigned_to else "",
        ]
        for task in tasks
    ]  # fmt: skip
    return Section(
        _("Next steps"),
        head=[_("Due date"), pgettext("column", "Item"), pgettext("column", "Person")],
        widths=[2, 5, 3],
        rows=rows,
    )
