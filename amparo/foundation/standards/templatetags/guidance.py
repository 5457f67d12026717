"""`{% step_guidance "case.screening" %}`: what stands beside a step, and which edition it was."""

from typing import Any

from django import template

from ..extension_points import guidance_steps
from ..step_guidance import FIELD, cards_of_steps

register = template.Library()


@register.inclusion_tag("standards/step_guidance.html", takes_context=True)
def step_guidance(context: Any, *steps: str, open: bool = False) -> dict[str, Any]:
    """Draws the cards of these steps, folded. Inside a form it also sends which stood there."""
    user = context["request"].user
    found = cards_of_steps(steps, user=user)
    cards = list({card.ref: card for each in found.values() for card in each}.values())
    known = [guidance_steps[step] for step in steps if step in guidance_steps]
    return {"cards": cards, "steps": known, "open": open, "field": FIELD}
