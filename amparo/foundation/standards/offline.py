"""Guidance on devices: the cards of all steps, readable without a network, and what stood there.

The texts go without classes, ids and links: a device shows them in its own dress.
"""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record
from amparo.foundation.fieldwork.extension_points import device_guidance, entry_guidance_handlers

from .extension_points import StepCard, guidance_steps
from .step_guidance import NEAREST_FIRST, cards_of_steps, distinct_cards, log_editions

# Of all cards in one language: a line of the second generation brings it in a minute, compressed
# in a quarter of that.
MOST_BYTES = 120_000
_SIGN = re.compile(r'<span role="img"[^>]*>(.)</span>')
_ATTRIBUTES = re.compile(r' (?:class|id|href|style|tabindex|aria-[a-z]+|role|loading)="[^"]*"')


@device_guidance.register
def guidance_for_device(*, user: User) -> dict[str, Any]:
    """Returns the cards of all steps in the scope of the office of `user`, nearest first, as far
    as they have room; a card that stands beside several steps is there once.
    """
    language = (get_language() or "en")[:2]
    found = cards_of_steps(list(guidance_steps), user=user, language=language)
    cards, left_out = _that_fit(distinct_cards(found))
    place = {card.ref: at for at, (card, _told) in enumerate(cards)}
    steps = [
        [code, str(guidance_steps[code].label), [place[c.ref] for c in each if c.ref in place]]
        for code, each in found.items()
        if each
    ]
    told = {
        "language": language, "steps": steps, "cards": [told for _card, told in cards],
        "left_out": left_out,
    }  # fmt: skip
    return {"digest": _digest(told)} | told


def _that_fit(cards: Sequence[StepCard]) -> tuple[list[tuple[StepCard, dict[str, Any]]], int]:
    """Returns the cards for which there is room, and how many are left out."""
    kept, room = [], MOST_BYTES
    for card in sorted(cards, key=lambda each: NEAREST_FIRST[each.scope]):
        told = _as_json(card)
        room -= len(json.dumps(told, ensure_ascii=False).encode())
        if room >= 0:
            kept.append((card, told))
    return kept, len(cards) - len(kept)


def _as_json(card: StepCard) -> dict[str, Any]:
    marks = {
        "draft": not card.is_endorsed, "unreviewed": not card.is_reviewed,
        "due": card.is_review_due,
    }  # fmt: skip
    return {
        "edition": str(card.edition_ref), "title": card.title,
        "edition_text": card.edition_text, "sources_text": card.sources_text,
        "html": _ATTRIBUTES.sub("", _SIGN.sub(r"\1", card.html)),
        "language": card.language,
        "marks": [name for name, is_so in marks.items() if is_so],
    }  # fmt: skip


def _digest(told: dict[str, Any]) -> str:
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


@entry_guidance_handlers.register
def keep_shown(record: Record, step: str, shown: Sequence[UUID], *, by: User) -> None:
    """What stood beside an entry of the field is kept like that of a page."""
    if step in guidance_steps:
        language = (get_language() or "en")[:2]
        log_editions(map(str, shown), step, record, by=by, language=language)
