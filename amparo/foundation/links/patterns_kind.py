"""Patterns as ends of links, and the unmet needs of a territory on the desk of an institution."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import Organization, User
from amparo.foundation.directory.models import Mandate
from amparo.foundation.people.models import Place

from .chain import PatternLine, lines_of
from .extension_points import DeskFigure, InstitutionPanel, LinkedRecord, LinkKind
from .models import Pattern
from .region import patterns_within, with_recent_figures

MOST = 12


def _describe(patterns: Iterable[Pattern], user: User) -> list[LinkedRecord]:
    return [
        LinkedRecord(
            line.pattern.ref, line.title, line.pattern.get_absolute_url(), line.figure_text
        )
        for line in lines_of(patterns)
    ]


patterns_kind = LinkKind(
    gettext_lazy("Unmet need"),
    lambda user: Pattern.objects.accessible_to(user).select_related("place"),
    _describe,
)


@dataclass(frozen=True)
class TerritoryNeeds:
    """Unmet needs within the mandate of an institution. Nothing: none that may be shown."""

    places: list[Place]
    lines: list[PatternLine]


def needs_of_territory(user: User, organization: Organization) -> InstitutionPanel | None:
    """Returns the patterns within the mandate of an institution; None where it has none."""
    mandates = Mandate.objects.in_force(localdate()).filter(organization=organization)
    places = [each.place for each in mandates.select_related("place")]
    if not places:
        return None
    patterns = with_recent_figures(patterns_within(places), localdate())
    lines = lines_of(patterns.accessible_to(user).select_related("place"))  # type: ignore[attr-defined]
    figures: tuple[DeskFigure, ...] = ()
    if lines:
        largest = f"{lines[0].title}: {lines[0].figure_text}"
        label = _("Unmet needs of your territory")
        figures = (DeskFigure(len(lines), label, "#territory", largest),)
    shown = TerritoryNeeds(places, lines[:MOST])
    return InstitutionPanel("links/territory.html", shown, figures=figures)
