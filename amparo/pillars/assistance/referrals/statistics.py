"""How far referrals came, and where they end: counted by organization or by kind of help.

Each stage is a sentence as a query, so that a number and the list behind it cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import Case as When_
from django.db.models import CharField, Count, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.rounded_counts import LEAST, round_small_counts

from .models import Referral, ReferralResponse
from .models.status import GOING_ON, UNANSWERED, ReferralOutcome, ReferralStatus

# More durations than this say nothing new about the middle of them.
MOST = 20_000
# To whom a number belongs that does not answer for the cases: never fewer than this.


@dataclass(frozen=True)
class Stage:
    code: str
    name: Promise
    # At the head of a narrow column.
    short: Promise
    # Whether somebody was left without help here.
    is_loss: bool = False


FUNNEL_STAGES: dict[str, Stage] = {
    stage.code: stage
    for stage in (
        Stage("waiting", _("Pending answer"), pgettext_lazy("referrals", "Pending")),
        Stage(
            "late", _("No answer by due date"), pgettext_lazy("referrals", "Overdue"), is_loss=True
        ),
        Stage(
            "refused",
            pgettext_lazy("referral", "Declined"),
            pgettext_lazy("referrals", "Declined"),
            is_loss=True,
        ),
        Stage("accepted", _("Accepted, service pending"), pgettext_lazy("referrals", "Accepted")),
        Stage(
            "given",
            _("Provided, outcome to confirm"),
            pgettext_lazy("referrals", "Service provided"),
        ),
        Stage(
            "received",
            _("Service received"),
            pgettext_lazy("referrals", "Service received"),
        ),
        Stage("ended", _("Withdrawn or no longer needed"), pgettext_lazy("referrals", "Closed")),
    )
}


def stage_filter(code: str) -> Q:
    """The referrals that stand there now."""
    late = Q(status__in=(ReferralStatus.SENT, ReferralStatus.ACKNOWLEDGED), answer_due__lt=now())
    return {
        "waiting": Q(status__in=UNANSWERED) & ~late,
        "late": late | Q(status=ReferralOutcome.EXPIRED),
        "refused": Q(status__in=(ReferralStatus.REJECTED, ReferralOutcome.UNAVAILABLE)),
        "accepted": Q(status=ReferralStatus.ACCEPTED),
        "given": Q(status=ReferralStatus.IN_PROGRESS),
        "received": Q(status=ReferralOutcome.COMPLETED),
        "ended": Q(
            status__in=(
                ReferralStatus.WITHDRAWN,
                ReferralOutcome.DECLINED,
                ReferralOutcome.OURSELVES,
                ReferralOutcome.ELSEWHERE,
                ReferralOutcome.NOT_NEEDED,
            )
        ),
        "going_on": Q(status__in=GOING_ON),
        "question": Q(status=ReferralStatus.ASKED),
    }[code]


@dataclass
class Line:
    """One organization or kind of help: how many stand at each stage, and how long it took."""

    key: str
    name: str
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    answer_days: list[float] = field(default_factory=list)
    help_days: list[float] = field(default_factory=list)
    is_exact: bool = True

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def cells(self) -> "list[Cell]":
        return [self._cell(stage, self.counts[stage.code]) for stage in FUNNEL_STAGES.values()]

    def _cell(self, stage: Stage, count: int) -> "Cell":
        share = count / self.total if self.total and stage.is_loss else 0
        heat = 0 if not count else min(3, int(share * 6))
        return Cell(
            stage, count if self.is_exact else round_small_counts(count), heat, self.is_exact
        )

    @property
    def shown_total(self) -> int:
        return self.total if self.is_exact else round_small_counts(self.total)

    @property
    def days_to_answer(self) -> int | None:
        return self._middle(self.answer_days)

    @property
    def days_to_help(self) -> int | None:
        return self._middle(self.help_days)

    def _middle(self, days: list[float]) -> int | None:
        if not days or (not self.is_exact and len(days) < LEAST):
            return None
        return round(median(days))


@dataclass(frozen=True)
class Cell:
    stage: Stage
    count: int
    heat: int
    is_exact: bool

    @property
    def is_few(self) -> bool:
        """Some, and too few to be told to who does not answer for them."""
        return self.count < 0


class Figures(NamedTuple):
    """How many stand at each stage, and when each was asked for, answered and helped, by the key
    of an organization or a kind of help.
    """

    stages: tuple[tuple, ...]
    answered: tuple[tuple, ...]
    helped: tuple[tuple, ...]


def build_table(user: User, by: str, since_days: int) -> list[Line]:
    """Where referrals end. Who answers for the cases reads exact numbers; others, of many."""
    since = now() - timedelta(days=since_days)
    column = "organization" if by == "organization" else "service_type"
    if "case.approve" in user.permissions:
        theirs = Referral.objects.accessible_to(user, "watch").filter(at__gte=since)
        return _lines(_figures(theirs, column), by, True)
    return _lines(_figures_of_their_offices(user, since, column), by, False)


@aggregate_query("who looks after quality counts what they may not open")
def _figures_of_their_offices(user: User, since: datetime, column: str) -> Figures:
    return _figures(_of_their_offices(user).filter(at__gte=since), column)


def _of_their_offices(user: User) -> QuerySet[Referral]:
    """Of restricted cases not even a number."""
    return Referral.objects.filter(
        case__team__office__in=user.offices_for("referral.count"),
        case__confidentiality=Case.Confidentiality.ORDINARY,
    )


def _figures(rows: QuerySet[Referral], column: str) -> Figures:
    final = ReferralResponse.objects.final().filter(referral__in=rows.order_by().values("pk"))
    answered = final.order_by("-pk").values_list(f"referral__{column}", "referral__at", "at")
    completed = rows.filter(outcome=ReferralOutcome.COMPLETED).order_by("-ended_at")
    helped = completed.values_list(column, "at", "ended_at")
    return Figures(tuple(_counted(rows, column)), tuple(answered[:MOST]), tuple(helped[:MOST]))


def _lines(figures: Figures, by: str, is_exact: bool) -> list[Line]:
    lines: dict[str, Line] = {}
    for key, stage, count in figures.stages:
        _line(lines, by, key, is_exact).counts[stage] += count
    for key, asked, at in figures.answered:
        _line(lines, by, key, is_exact).answer_days.append(_days(asked, at))
    for key, asked, at in figures.helped:
        _line(lines, by, key, is_exact).help_days.append(_days(asked, at))
    _name(lines, by)
    return sorted(lines.values(), key=lambda line: (-line.total, line.name))


def _counted(rows: QuerySet[Referral], column: str) -> Iterable[tuple]:
    whens = [When(stage_filter(code), then=Value(code)) for code in FUNNEL_STAGES]
    staged = rows.annotate(stage=When_(*whens, default=Value("ended"), output_field=CharField()))
    return staged.order_by().values_list(column, "stage").annotate(count=Count("pk"))


def _days(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 86_400


def _line(lines: dict[str, Line], by: str, key: object, is_exact: bool) -> Line:
    name = str(key) if by == "organization" else str(key).split(".")[0]
    return lines.setdefault(name, Line(name, name, is_exact=is_exact))


def _name(lines: dict[str, Line], by: str) -> None:
    if by != "organization":
        for line in lines.values():
            line.name = code_lists.label("service_type", line.key)
        return
    found = Organization.objects.in_bulk([int(key) for key in lines])
    for line in lines.values():
        organization = found[int(line.key)]
        line.key, line.name = organization.ref.hex, organization.name
