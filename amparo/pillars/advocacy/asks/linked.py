"""Asks as ends of links, and what may be begun from a pattern of unmet needs."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.links.chain import PATTERN, PatternLine, pattern_lines
from amparo.foundation.links.extension_points import (
    LinkedRecord,
    LinkKind,
    PatternAction,
    link_kinds,
)
from amparo.foundation.links.models import Link, Pattern

from . import rules
from .models import Ask
from .models.asks import ASK

# Kinds of records on which an ask may rest; a meeting is where it is put.
RESTS_ON, PUT_AT = ("commitment", "agreement", "consultation"), "meeting"
_TONES = {rules.AGREED: "good", rules.REFUSED: "late", rules.WITHDRAWN: "warn"}


def _describe(asks: Iterable[Any], user: User) -> list[LinkedRecord]:
    today = localdate()
    return [
        LinkedRecord(
            each.ref, f"{each.number}: {each.title}", each.get_absolute_url(),
            str(each.get_state_display()),
            "late" if rules.is_overdue(each.standing, today) else _TONES.get(each.state, ""),
        )
        for each in asks
    ]  # fmt: skip


asks_kind = LinkKind(
    Ask._meta.verbose_name or "", lambda user: Ask.objects.accessible_to(user), _describe,
    may_be_restricted=True, says_basis_itself=True,
)  # fmt: skip


def patterns_of(ask: Ask, user: User) -> list[PatternLine]:
    """The patterns of unmet needs on which it rests, the largest first."""
    links = Link.objects.from_records(ASK, [ask.ref]).filter(
        target_kind=PATTERN, relation=Link.Relation.RESTS_ON
    )
    return pattern_lines(links.values_list("target_ref", flat=True), user)


def basis_links(ask: Ask) -> dict[tuple[str, str], Link]:
    """The links to what it rests on and where it is put, by kind and ref."""
    rows = Link.objects.from_records(ASK, [ask.ref])
    return {(each.target_kind, str(each.target_ref)): each for each in rows}


@transaction.atomic
def set_basis(ask: Ask, chosen: Mapping[str, Collection[str]], *, by: User) -> None:
    """Says on what a draft rests: refs by kind of record. What was linked and is not chosen is
    removed; what the user may not see is not linked.
    """
    ask.change_basis(by=by)
    linked = basis_links(ask)
    wanted = {(kind, ref) for kind, refs in chosen.items() for ref in refs}
    for key, link in linked.items():
        if key not in wanted:
            link.remove(by=by)
    for kind, refs in chosen.items():
        new = [ref for ref in refs if (kind, ref) not in linked]
        relation = Link.Relation.PUT_AT if kind == PUT_AT else Link.Relation.RESTS_ON
        for each in link_kinds[kind].records(by).filter(ref__in=new):
            Link.add(by=by, source=(ASK, ask), relation=relation, target=(kind, each))


def begin_ask(user: User, pattern: Pattern) -> PatternAction | None:
    """From the page of a pattern: the form with its right and area, and the pattern linked."""
    if "ask.keep" not in user.permissions:
        return None
    url = f"{reverse('asks:ask-new')}?pattern={pattern.ref}"
    return PatternAction(_("Draft an ask"), url, "flag")
