"""What people had believed of their journey, on a page about some months and places.

{% beliefs_around campaign.begins_on campaign.ends_on campaign.places.all as found %}
{% for figures in found %}{% include figures.template %}{% endfor %}
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template

from ..journey_beliefs import BeliefFigures, ask_beliefs

register = template.Library()


@register.simple_tag
def beliefs_around(
    first: date | None, last: date | None, places: Iterable[Any] = ()
) -> list[BeliefFigures]:
    """Returns the figures of every source; none where the first or the last day is not known."""
    if first is None or last is None:
        return []
    return ask_beliefs(first, last, places=[place.pk for place in places])
