"""Which guidance stands under a question of a screening."""

from django import template

from ..guidance import steps_of_need

register = template.Library()


@register.filter
def flag_steps(need: str) -> list[str]:
    """Returns the steps of the flags that this urgent need raises."""
    return steps_of_need(need)
