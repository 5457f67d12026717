"""Protection flags as pages show them: what each is, by when, what to do now, who answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.urgent_needs import Countdown
from amparo.pillars.assistance.cases.extension_points import (
    ApprovalDetails,
    ApprovalKind,
    CaseMark,
    CaseMenuItem,
    CasePlace,
    CaseSection,
    MenuGroup,
)
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.ui import formats

from .case_risk import facts_of_risk, risk_panel
from .extension_points import flag_proposals
from .flag_kinds import flag_kinds
from .models import Assessment, FlagAnswer, ProtectionFlag
from .models.protection_flags import LIST, ProtectionFlagQuerySet
from .risk_history import risk_history

ACTIONS = "protection_flag_action"


@dataclass(frozen=True)
class ShownFlag:
    """One open flag: its words, and the clocks of what helps only within a limit."""

    flag: ProtectionFlag
    clocks: tuple[Countdown, ...] = ()

    @property
    def icon(self) -> str:
        return self.flag.of_kind.icon

    @property
    def label(self) -> str:
        return code_lists.label(LIST, self.flag.kind)

    @property
    def what_to_do(self) -> str:
        return code_lists.label(ACTIONS, self.flag.kind)

    @property
    def due_words(self) -> str:
        """By when it is answered, in words; "" without a limit."""
        due_on, today = self.flag.due_on, self.flag.case.office.today()
        if due_on is None:
            return ""
        if due_on == today:
            return _("Answer due today at the latest")
        words = _("Answer overdue since %(day)s") if due_on < today else _("Answer due by %(day)s")
        return words % {"day": formats.day(due_on)}

    @property
    def service(self) -> str:
        """The type of service that helps first; "" for none."""
        return next(iter(self.flag.of_kind.services), "")

    @property
    def proposals(self) -> list[Any]:
        """What the flag proposes to begin, and to whom the case should be kept."""
        kind, case = self.flag.kind, self.flag.case
        return [each for proposals in flag_proposals for each in proposals(kind, case)]

    @property
    def hours(self) -> list[tuple[str, int]]:
        """Each clinical limit with the hours that are left of it."""
        return [(clock.code, clock.hours_left(now())) for clock in self.clocks]


@dataclass(frozen=True)
class ShownFlags:
    """The open flags of a case for one reader; `is_hidden` where there are some, but not for them
    to read.
    """

    shown: list[ShownFlag] = field(default_factory=list)
    is_hidden: bool = False

    def __bool__(self) -> bool:
        return bool(self.shown) or self.is_hidden

    @property
    def labels(self) -> list[str]:
        return [each.label for each in self.shown]


def flags_of_case(case: Case, user: User, *, has_flags: bool) -> ShownFlags:
    """Returns the open flags of a case, the gravest first. One query; none without `has_flags`."""
    return flags_of_cases([case], user)[case.pk] if has_flags else ShownFlags()


def flags_of_cases(cases: Iterable[Case], user: User) -> dict[int, ShownFlags]:
    """Returns the open flags by the key of each case. One query for all."""
    by_case = {case.pk: case for case in cases}
    found: dict[int, list[ShownFlag]] = defaultdict(list)
    flags = ProtectionFlag.objects.unanswered().filter(case__in=by_case).accessible_to(user)
    for flag in flags.select_related("by", "person").order_by("pk"):  # type: ignore[attr-defined]
        flag.case = by_case[flag.case_id]
        found[flag.case_id].append(ShownFlag(flag, clocks_of(flag)))
    order = list(flag_kinds())
    for shown in found.values():
        shown.sort(key=lambda each: order.index(each.flag.kind))
    return {pk: ShownFlags(found.get(pk, []), is_hidden=pk not in found) for pk in by_case}


@dataclass(frozen=True)
class AnsweredFlag:
    """A flag that somebody answered: the answer that holds, and the former ones, newest first."""

    flag: ProtectionFlag
    answers: list[FlagAnswer]

    @property
    def icon(self) -> str:
        return self.flag.of_kind.icon

    @property
    def label(self) -> str:
        return code_lists.label(LIST, self.flag.kind)


def flags_on_record(case: Case, user: User) -> ProtectionFlagQuerySet:
    """Returns all flags of a case that `user` may read, answered or not, with their answers."""
    answers = FlagAnswer.objects.select_related("by").order_by("-pk")
    flags = case.protectionflags.accessible_to(user).select_related("by", "person")
    return flags.prefetch_related(Prefetch("answers", answers))  # type: ignore[return-value]


def answered(flags: Iterable[ProtectionFlag]) -> list[AnsweredFlag]:
    """Returns flags of `flags_on_record` as pages show them, in the same order."""
    return [AnsweredFlag(flag, list(flag.answers.all())) for flag in flags]


def mark_flags(cases: Iterable[Case], user: User) -> None:
    """Gives each case of a list its `flags`. One query, and none where no case has any."""
    listed = list(cases)
    flagged = [case for case in listed if getattr(case, "has_flags", False)]
    found = flags_of_cases(flagged, user) if flagged else {}
    for case in listed:
        case.flags = found.get(case.pk, ShownFlags())  # type: ignore[attr-defined]


def clocks_of(flag: ProtectionFlag) -> tuple[Countdown, ...]:
    """Returns the clinical limits that run for a flag, as far as its office has set them."""
    if flag.clock_from is None or flag.kind != "medical":
        return ()
    limits = flag.case.rules.clinical_limits
    return tuple(
        Countdown(code, flag.clock_from + timedelta(hours=hours))
        for code, hours in sorted(limits.items(), key=lambda limit: limit[1])
    )


# The page of a case.


def flags_section(case: Case, user: User) -> dict[str, Any]:
    """Returns the open flags. One query, and none where the case has no flag."""
    has_flags = getattr(case, "has_flags", None)
    if has_flags is None:
        has_flags = case.tasks.pending().filter(what=Task.What.FLAG).exists()
    return {
        "flags": flags_of_case(case, user, has_flags=has_flags),
        "has_answered_flags": getattr(case, "has_answered_flags", False),
    }


@compiled_once(Case)
def annotate_open_flags() -> dict[str, Any]:
    pending = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.FLAG)
    return {"has_flags": Exists(pending)}


def annotate_flags(user: User) -> dict[str, Any]:
    """Asks whether a case has open flags, and answered ones that the user may read."""
    answered_ones = ProtectionFlag.objects.answered().filter(case=OuterRef("pk"))
    seen = Exists(answered_ones.accessible_to(user))  # type: ignore[attr-defined]
    return {**annotate_open_flags(user), "has_answered_flags": seen}


def risk_section(case: Case, user: User) -> dict[str, Any] | None:
    """Returns the matrix of the case beside the decision; None for an institution."""
    panel = risk_panel(case, user)
    return {"risk_panel": panel} if panel else None


def history_section(case: Case, user: User) -> dict[str, Any] | None:
    """Returns how the level went; None where nobody decided twice."""
    history = risk_history(case, user)
    return {"history": history} if history else None


SECTIONS = (
    CaseSection(
        "flags", CasePlace.TOP, 10, "assessment/banner.html", flags_section, annotate_flags
    ),
    CaseSection(
        "risk", CasePlace.MAIN, 20, "assessment/risk_panel_of_case.html", risk_section,
        facts_of_risk,
    ),
    CaseSection(
        "risk_history", CasePlace.MAIN, 35, "assessment/risk_history.html", history_section,
        is_later=True,
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(
        60, "assessment:assessment-new", gettext_lazy("Assessment"), "clipboard-list",
        MenuGroup.PROCESS,
    ),
    CaseMenuItem(
        70, "assessment:risk-decide", gettext_lazy("Assess risk"), "scale", MenuGroup.PROCESS
    ),
)  # fmt: skip


# Approval.


def assessments_with_count() -> QuerySet[Assessment]:
    return Assessment.objects.annotate(needs_count=Count("needs"))


def assessment_details(assessment: Any) -> ApprovalDetails:
    needs = assessment.needs_count
    texts = [
        (_("What matters most to the person"), assessment.priorities),
        (_("Wishes of the person"), assessment.wishes),
        (_("Summary"), assessment.summary),
    ]
    facts = [ngettext("%(count)s need", "%(count)s needs", needs) % {"count": needs}]
    return ApprovalDetails(facts, [(name, text) for name, text in texts if text])


APPROVAL = ApprovalKind(
    "assessment",
    lambda: _("Approve the assessment of {name}?"),
    lambda: _("Approve assessment"),
    assessments_with_count,
    assessment_details,
)
MARK = CaseMark("assessment/mark.html", mark_flags)
