"""Undertakings: what a case may set out on, each in a package of its own beside this one.

A return, the way out of exploitation, the search for a family: each says here what the page of a
case shows of it, how its deeds are told, and what waits for whom. Who comes to the case knows none
of them by name.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.cache import caches
from django.db.models import Exists, TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .extension_points import undertakings

if TYPE_CHECKING:
    from .models import Case


@dataclass(frozen=True)
class Standing:
    """How one of them stands, as the page of its case shows it."""

    title: str
    state: str
    url: str
    waits_for: tuple[str, ...] = ()  # what must be done before it can go on, in words
    is_late: bool = False


@dataclass(frozen=True)
class Figure:
    """How many wait, for what; it leads to the list of them."""

    name: str
    count: int
    url: str
    is_late: bool = False


class Programme(TextChoices):
    """What an undertaking belongs to; the menu and first screens group by it."""

    CHILDREN = "children", pgettext_lazy("menu", "Child protection")
    TRAFFICKING = "trafficking", pgettext_lazy("menu", "Counter-trafficking")
    RETURN = "return", pgettext_lazy("menu", "Return and reintegration")
    GRANTS = "grants", gettext_lazy("Assistance grants")


@dataclass(frozen=True)
class Headline:
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

    `offer` is the button that begins the undertaking; `restriction` says in words why the case
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


@dataclass(frozen=True)
class Undertaking:
    """One kind of them.

    `exists` is asked of a case in the one query of its page (`OuterRef("pk")` is the case), and
    `standings` only where there is one. `begins` names the route where it begins, told the ref of
    the case; `may_begin` says whether it fits this case at all. `mine` and `watched` are what
    waits for a caseworker, and for who answers for a team, who reads it under `programme`;
    `headlines` how many it has helped. `keeps` says why the case may not be kept to others than
    now; "" where it may. `proposal` is the kind of protection flag that proposes it. `filter_name`
    is what lists of cases are filtered by; "" where it is none.
    """

    name: str
    icon: str
    begins: str
    offer: Promise
    exists: Callable[[], Exists]
    standings: Callable[["Case", User], list[Standing]]
    may_begin: Callable[["Case"], bool] = lambda case: True
    mine: Callable[[User], list[Figure]] = lambda user: []
    watched: Callable[[User], list[Figure]] = lambda user: []
    headlines: Callable[[User], list[Headline]] = lambda user: []
    keeps: Callable[["Case", str], str] = lambda case, confidentiality: ""
    proposal: Proposal | None = None
    programme: Programme | None = None
    filter_name: str | Promise = ""


def undertakes(undertaking: Undertaking) -> None:
    """Once, when the house begins: from here on cases may set out on it."""
    undertakings.register(undertaking.name, undertaking)


def must_fit(case: "Case", confidentiality: str) -> None:
    """A case does not open to others while a way that it is on has to be kept close."""
    for each in undertakings.values():
        if why := each.keeps(case, confidentiality):
            raise Refusal(why)


def marks() -> dict[str, Exists]:
    """What is asked of a case beside itself: whether it is on any of these ways."""
    return {f"on_{name}": each.exists() for name, each in undertakings.items()}


def standings_of(case: "Case", user: User) -> list[Standing]:
    """How everything stands that this case has set out on."""
    found: list[Standing] = []
    for name, each in undertakings.items():
        if getattr(case, f"on_{name}", True):
            found += each.standings(case, user)
    return found


def offered_to(case: "Case") -> list[tuple[str, str, str]]:
    """Where a case may set out: address, words and sign of each way that fits it."""
    return [
        (reverse(each.begins, args=[case.ref]), str(each.offer), each.icon)
        for each in undertakings.values()
        if each.may_begin(case)
    ]


def proposed_by(flag: str, case: "Case") -> list[Proposed]:
    """Returns what an open flag of this kind proposes for its case. No query."""
    return [
        _proposed(each, each.proposal, case)
        for each in undertakings.values()
        if each.proposal and each.proposal.flag == flag and each.may_begin(case)
    ]


def _proposed(undertaking: Undertaking, proposal: Proposal, case: "Case") -> Proposed:
    is_kept = case.confidentiality == proposal.confidentiality
    restrict_url = reverse("assistance:case-restrict", args=[case.ref])
    return Proposed(
        str(proposal.offer), reverse(undertaking.begins, args=[case.ref]), undertaking.icon,
        "" if is_kept else str(proposal.restriction),
        f"{restrict_url}?{urlencode({'to': proposal.confidentiality})}",
    )  # fmt: skip


def figures_of(user: User) -> list[Figure]:
    """What waits on these ways for this caseworker."""
    found = [figure for each in undertakings.values() for figure in each.mine(user)]
    return [each for each in found if each.count]


def watched_by_programme(user: User) -> list[tuple[Programme, list[Figure]]]:
    """What waits on these ways for the team that this user answers for, by programme."""
    found: dict[Programme, list[Figure]] = {programme: [] for programme in Programme}
    for each in undertakings.values():
        if each.programme:
            found[each.programme] += [figure for figure in each.watched(user) if figure.count]
    return [(programme, figures) for programme, figures in found.items() if figures]


def headlines_of(user: User, *names: str) -> list[Headline]:
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


def _counted(user: User) -> dict[str, list[Headline]]:
    return {name: each.headlines(user) for name, each in undertakings.items()}
