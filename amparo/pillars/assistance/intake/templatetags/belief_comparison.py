"""What people had believed of their journey, as a page of another package shows it."""

from django import template

from amparo.foundation.core.journey_beliefs import BeliefFigures

from ..belief_comparison import BeliefComparison

register = template.Library()


@register.simple_tag
def compare_beliefs(figures: BeliefFigures) -> BeliefComparison:
    """Returns the figures in words, with their chart."""
    return BeliefComparison(figures)
