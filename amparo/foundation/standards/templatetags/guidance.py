"""What stands beside a step of work, and which edition stood there when somebody decided.

    {% step_guidance "case.screening" %}      the panel of a step; inside its form
    {% step_guidance_link "case.screening" %} a "?" in the head of the page that leads to it
    {% answer_guidance "flag.medical" %}      the cards under the answer that raises a flag
    {% guidance_shown record %}               what stood there when this was decided
    {% guidance_shown_in file %}              the same for each decision in a file

Inside a form they also send which editions stood there.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import template
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from amparo.foundation.core.records import Record
from amparo.foundation.law.queries import nothing_known_text

from ..extension_points import StepCard, guidance_steps
from ..labels import law_heading, nobody_listed_text, services_heading
from ..step_guidance import (
    FIELD,
    cards_on_page,
    distinct_cards,
    field_of_answer,
    shown_for,
    shown_in_file,
)

register = template.Library()

CARD = "standards/card.html"

# Those of a step that are open to view; the rest stand behind one more touch.
SHOWN_AT_ONCE = 3
KEPT_SECONDS = 24 * 3600


@register.inclusion_tag("standards/step_guidance.html", takes_context=True)
def step_guidance(context: Any, *steps: Any, form_id: str = "") -> dict[str, Any]:
    """Draws the cards of these steps, folded. Outside its form, `form_id` names the form."""
    return _drawn(context, steps) | {"form_id": form_id}


@register.inclusion_tag("standards/answer_guidance.html", takes_context=True)
def answer_guidance(context: Any, *steps: Any) -> dict[str, Any]:
    """Draws the cards of these steps under an answer, folded. They stood there only where the
    answer was given: `log_answers_shown`.
    """
    drawn = _drawn(context, steps)
    return drawn | {"field": field_of_answer(drawn["step"])}


@register.inclusion_tag("standards/guidance_link.html", takes_context=True)
def step_guidance_link(context: Any, *steps: Any) -> dict[str, Any]:
    found = cards_on_page(context["request"], *_codes(steps))
    return {"is_there": any(found.values())}


def _drawn(context: Any, steps: Iterable[Any]) -> dict[str, Any]:
    cards = distinct_cards(cards_on_page(context["request"], *_codes(steps)))
    step = next((code for code in _codes(steps) if code in guidance_steps), "")
    drawn = [_drawn_card(card, step) for card in cards]
    return {
        "cards": cards, "first": drawn[:SHOWN_AT_ONCE], "rest": drawn[SHOWN_AT_ONCE:],
        "step": step, "field": FIELD, "form_id": "",
        "needs_style": _is_first(context),
    }  # fmt: skip


def _drawn_card(card: StepCard, step: str) -> SafeString:
    """Returns one card as it stands on a page. What was published does not change, so it is drawn
    once in each language.
    """
    digest = sha256(f"{card!r} {step}".encode()).hexdigest()[:16]
    key = f"guidance-card:{card.ref}:{card.language}:{get_language()}:{digest}"
    cache = caches["pages"]
    drawn = cache.get(key)
    if drawn is None:
        drawn = render_to_string(CARD, {"card": card, "step": step})
        cache.set(key, drawn, KEPT_SECONDS)
    return drawn


def _is_first(context: Any) -> bool:
    """Whether the style sheet does not stand on this page yet."""
    request = context["request"]
    is_first = not getattr(request, "_guidance_styled", False)
    request._guidance_styled = True
    return is_first


def _codes(steps: Iterable[Any]) -> list[str]:
    """Steps are named one by one, or as a list."""
    return [code for each in steps for code in ([each] if isinstance(each, str) else each) if code]


@register.inclusion_tag("standards/guidance_shown.html", takes_context=True)
def guidance_shown(context: Any, *records: Record | Iterable[Record] | None) -> dict[str, Any]:
    """Records one by one, or as a list; where there is none, nothing stands here."""
    asked = [
        record
        for each in records
        if each
        for record in ([each] if isinstance(each, Record) else each)
    ]
    found = shown_for(asked, user=context["request"].user) if asked else {}
    return {"shown": [each for lines in found.values() for each in lines]}


@register.inclusion_tag("standards/guidance_shown.html", takes_context=True)
def guidance_shown_in(context: Any, file: Record) -> dict[str, Any]:
    shown = shown_in_file(file, user=context["request"].user)
    return {"shown": shown}


@register.simple_tag
def no_law_known() -> str:
    """What is said where no text of the law of a country was imported."""
    return nothing_known_text()


register.simple_tag(law_heading)
register.simple_tag(services_heading)
register.simple_tag(nobody_listed_text)
