"""Guidance on devices: the cards of all steps, readable without a network, and what stood there.

What the law here says and whom to call goes along with the cards: each provision and service once,
however many cards name it. The texts go without classes, ids and links: a device shows them in its
own dress.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record
from amparo.foundation.fieldwork.extension_points import device_guidance, entry_guidance_handlers
from amparo.foundation.law.queries import nothing_known_text

from . import labels
from .extension_points import LawHere, ServiceHere, StepCard, guidance_steps
from .step_guidance import cards_of_steps, distinct_cards, log_editions

# Of all that goes in one language: a line of the second generation brings it in a minute,
# compressed in a quarter of that.
MOST_BYTES = 120_000
# Kept free of cards for what the law here says and whom to call.
KEPT_BYTES = 6_000
# Of one provision in letters: what is longer is cut, and shorter still where there are many.
LAW_LENGTHS = (600, 300, 150)
_SIGN = re.compile(r'<span role="img"[^>]*>(.)</span>')
_ATTRIBUTES = re.compile(r' (?:class|id|href|style|tabindex|aria-[a-z]+|role|loading)="[^"]*"')


@device_guidance.register
def guidance_for_device(*, user: User) -> dict[str, Any]:
    """Returns the cards of all steps in the scope of the office of `user`, nearest first, as far
    as they have room; a card that stands beside several steps is there once.
    """
    language = (get_language() or "en")[:2]
    found = cards_of_steps(list(guidance_steps), user=user, language=language)
    all_cards = distinct_cards(found)
    told: dict[str, Any] = {
        "language": language, "steps": _steps(found, all_cards), "words": _words(), "cards": [],
        "laws": [], "services": [], "left_out": 0,
    }  # fmt: skip
    cards = _that_fit(all_cards, _as_json, MOST_BYTES - KEPT_BYTES - _size(told))
    shown = all_cards[: len(cards)]
    laws = list(dict.fromkeys(each for card in shown for each in card.laws or ()))
    services = list(dict.fromkeys(each for card in shown for each in card.services or ()))
    for card, sent in zip(shown, cards, strict=True):
        sent |= {"laws": _places(card.laws, laws), "services": _places(card.services, services)}
    told |= {
        "steps": _steps(found, shown), "cards": cards, "left_out": len(all_cards) - len(cards),
    }  # fmt: skip
    told["services"] = _that_fit(services, _service_as_json, _room_beside(told))
    told["laws"] = _laws_that_fit(laws, _room_beside(told))
    return {"digest": _digest(told)} | told


def _room_beside(told: dict[str, Any]) -> int:
    """Returns how many bytes are left; its digest and its day come on top."""
    return MOST_BYTES - _size(told) - 100


def _steps(
    found: Mapping[str, Sequence[StepCard]], cards: Sequence[StepCard]
) -> list[tuple[str, str, list[int]]]:
    """Returns code and name of each step that has a card, and which cards stand beside it."""
    place = {card.ref: at for at, card in enumerate(cards)}
    return [
        (code, str(guidance_steps[code].label), [place[c.ref] for c in each if c.ref in place])
        for code, each in found.items()
        if each
    ]


def _words() -> dict[str, str]:
    """Returns what stands around a card, in the language of the device."""
    return {
        "law": labels.law_heading(), "no_law": nothing_known_text(),
        "services": labels.services_heading(), "no_service": labels.nobody_listed_text(),
    }  # fmt: skip


def _that_fit[T](
    things: Iterable[T], as_json: Callable[[T], dict[str, Any]], room: int
) -> list[dict[str, Any]]:
    """Returns those for which there is room, up to the first for which there is none."""
    kept = []
    for each in things:
        told = as_json(each)
        room -= _size(told) + 1
        if room < 0:
            break
        kept.append(told)
    return kept


def _laws_that_fit(laws: Sequence[LawHere], room: int) -> list[dict[str, Any]]:
    """The same, all of them shorter where that makes room for more."""
    found: list[dict[str, Any]] = []
    for length in LAW_LENGTHS:
        found = _that_fit(laws, partial(_law_as_json, length=length), room)
        if len(found) == len(laws):
            break
    return found


def _size(told: Any) -> int:
    """Returns how many bytes it takes on its way."""
    return len(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def _places[T](things: Sequence[T] | None, all_things: Sequence[T]) -> list[int] | None:
    """Returns where each stands among all; also of what had no room, so that a device says so."""
    place = {each: at for at, each in enumerate(all_things)}
    return None if things is None else [place[each] for each in things]


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
        "laws": None, "services": None,
    }  # fmt: skip


def _law_as_json(law: LawHere, *, length: int) -> dict[str, Any]:
    text = law.text
    is_cut = len(text) > length
    if is_cut:
        text = f"{text[:length].rsplit(maxsplit=1)[0]} …"
    return {
        "title": law.title, "text": text, "language": law.language, "direction": law.direction,
        "as_of_text": law.as_of_text, "is_cut": is_cut,
    }  # fmt: skip


def _service_as_json(service: ServiceHere) -> dict[str, Any]:
    return {
        "title": service.title, "language": service.language,
        "organization": service.organization, "phone": service.phone,
        "note": service.stale_text,
    }  # fmt: skip


def _digest(told: dict[str, Any]) -> str:
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


@entry_guidance_handlers.register
def keep_shown(record: Record, step: str, shown: Sequence[UUID], *, by: User) -> None:
    """What stood beside an entry of the field is kept like that of a page."""
    if step in guidance_steps:
        language = (get_language() or "en")[:2]
        log_editions(map(str, shown), step, record, by=by, language=language)
