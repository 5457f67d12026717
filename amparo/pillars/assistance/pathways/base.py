"""Pathways: what a case may set out on, each in a package of its own beside this one.

A return, the way out of exploitation, the search for a family: each says here what the page of a
case shows of it, how its deeds are told, and what waits for whom. Who comes to the case knows none
of them by name.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.cache import caches
from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.extension_points import CasePathway, case_pathways
from amparo.ui import formats

from .extension_points import pathways

if TYPE_CHECKING:
    from amparo.pillars.assistance.cases.models import Case


@dataclass(frozen=True)
class PathwayStatus:
    """How one of them stands, as the page of its case shows it."""

    title: str
    state: str
    url: str
    waits_for: tuple[str, ...] = ()  # what must be done before it can go on, in words
    is_late: bool = False


@dataclass(frozen=True)
class WorklistCount:
    """How many wait, for what; it leads to the list of them."""

    name: str
    count: int
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Pending:
    """A figure that is not counted yet: `rows` is what waits, of what its reader may see.

    It is late with anything in `rows` (`is_late`), or once there is something in `late_rows`. An
    address that only a query finds is a function.
    """

    name: str
    rows: QuerySet
    url: str | Callable[[], str]
    is_late: bool = False
    late_rows: QuerySet | None = None

    def counted(self, count: int, late_count: int) -> WorklistCount:
        url = self.url if isinstance(self.url, str) else self.url() if count else ""
        is_late = bool(count) and (self.is_late or bool(late_count))
        return WorklistCount(self.name, count, url, is_late)


class Programme(TextChoices):
    """What a pathway belongs to; the menu and first screens group by it."""

    CHILDREN = "children", pgettext_lazy("menu", "Child protection")
    TRAFFICKING = "trafficking", pgettext_lazy("menu", "Counter-trafficking")
    RETURN = "return", pgettext_lazy("menu", "Return and reintegration")
    GRANTS = "grants", gettext_lazy("Assistance grants")


@dataclass(frozen=True)
class OutcomeCount:
    """How many people came to the end of it: what the house is there for, in one number."""

    name: str
    count: int
    url: str
    this_year: int | None = None

    @property
    def more(self) -> str:
        if self.this_year is None:
            return ""
        return _("%(count)s this year") % {"count": formats.number(self.this_year)}


@dataclass(frozen=True)
class Proposal:
    """What an open protection flag of one kind proposes; nothing of it happens by itself.

    `offer` is the button that begins the pathway; `restriction` says in words why the case
    should be kept to the group `confidentiality`.
    """

    flag: str
    offer: Promise
    confidentiality: str
    restriction: Promise


@dataclass(frozen=True)
class Proposed:
    """A proposal on the page of one case; `restriction` is empty where the case is kept so."""

    offer: str
    url: str
    icon: str
    restriction: str
    restrict_url: str


@dataclass(frozen=True, kw_only=True)
class Pathway(CasePathway):
    """One kind of them.

    `standings` is asked of a case only where there is one (`exists`). `mine` and `watched` are
    what waits for a caseworker, and for who answers for a team, who reads it under `programme`;
    `headlines` how many it has helped. `keeps` says why the case may not be kept to others than
    now; "" where it may. `proposal` is the kind of protection flag that proposes it.
    """

    standings: Callable[["Case", User], list[PathwayStatus]]
    mine: Callable[[User], list[Pending]] = lambda user: []
    watched: Callable[[User], list[Pending]] = lambda user: []
    headlines: Callable[[User], list[OutcomeCount]] = lambda user: []
    keeps: Callable[["Case", str], str] = lambda case, confidentiality: ""
    proposal: Proposal | None = None
    programme: Programme | None = None


def add_pathway(pathway: Pathway) -> None:
    """Once, when the house begins: from here on cases may set out on it."""
    case_pathways.register(pathway.name, pathway)
    pathways.register(pathway.name, pathway)


def require_restriction_allowed(case: "Case", confidentiality: str) -> None:
    """A case does not open to others while a way that it is on has to be kept close."""
    for each in pathways.values():
        if why := each.keeps(case, confidentiality):
            raise Refusal(why)


def pathway_statuses(case: "Case", user: User) -> list[PathwayStatus]:
    """How everything stands that this case has set out on."""
    found: list[PathwayStatus] = []
    for name, each in pathways.items():
        if getattr(case, f"on_{name}", True):
            found += each.standings(case, user)
    return found


def proposed_by(flag: str, case: "Case") -> list[Proposed]:
    """Returns what an open flag of this kind proposes for its case. No query."""
    return [
        _proposed(each, each.proposal, case)
        for each in pathways.values()
        if each.proposal and each.proposal.flag == flag and each.may_begin(case)
    ]


def _proposed(pathway: Pathway, proposal: Proposal, case: "Case") -> Proposed:
    is_kept = case.confidentiality == proposal.confidentiality
    restrict_url = reverse("cases:case-restrict", args=[case.ref])
    return Proposed(
        str(proposal.offer), reverse(pathway.begins, args=[case.ref]), pathway.icon,
        "" if is_kept else str(proposal.restriction),
        f"{restrict_url}?{urlencode({'to': proposal.confidentiality})}",
    )  # fmt: skip


def pending_of(user: User) -> list[Pending]:
    """What waits on these ways for this caseworker, to be counted."""
    return [each for way in pathways.values() for each in way.mine(user)]


def watched_by_programme(user: User) -> list[tuple[Programme, list[WorklistCount]]]:
    """What waits on these ways for the team that this user answers for, by programme. One query
    for all counts.
    """
    ways = [way for way in pathways.values() if way.programme]
    waits = [(way.programme, each) for way in ways for each in way.watched(user)]
    pending = [each for _programme, each in waits]
    figures = worklist_counts(pending, count_groups(rows=rows_of(pending))["rows"])
    found: dict[Programme, list[WorklistCount]] = {programme: [] for programme in Programme}
    for (programme, _each), figure in zip(waits, figures, strict=True):
        if programme and figure.count:
            found[programme].append(figure)
    return [(programme, figures) for programme, figures in found.items() if figures]


def rows_of(pending: Iterable[Pending]) -> dict[str, QuerySet]:
    """What is to be counted of them, for `count_groups` and `figures_of`."""
    rows = {}
    for at, each in enumerate(pending):
        rows[f"{at}"] = each.rows
        if each.late_rows is not None:
            rows[f"{at}_late"] = each.late_rows.order_by()[:1]
    return rows


def worklist_counts(pending: Iterable[Pending], counts: Mapping[str, int]) -> list[WorklistCount]:
    """The figures with the counts of `rows_of`, in the same order."""
    return [
        each.counted(counts[f"{at}"], counts.get(f"{at}_late", 0))
        for at, each in enumerate(pending)
    ]


def outcome_counts(user: User, *names: str) -> list[OutcomeCount]:
    """How many people these ways have helped, of the files that who answers for a team may open.

    They are counted over all the years, and anew every few minutes. Whoever speaks for others than
    before (another team, a leave given or ended) is told other figures at once.
    """
    if "team.see" not in user.permissions:
        return []
    about = json.dumps([get_language(), user.grantees("case.see").key])
    key = sha256(about.encode()).hexdigest()
    counted = caches["figures"].get_or_set(key, partial(_counted, user)) or {}
    return [line for name in names or counted for line in counted.get(name, ())]


def _counted(user: User) -> dict[str, list[OutcomeCount]]:
    return {name: each.headlines(user) for name, each in pathways.items()}
