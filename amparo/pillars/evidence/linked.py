"""Indicators as ends of links: by which figure a commitment is measured."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.links.extension_points import LinkedRecord, LinkKind

from .models import Indicator

INDICATOR = "indicator"


def _describe(indicators: Iterable[Indicator], user: User) -> list[LinkedRecord]:
    """Its page leads to figures: only who reads them is led there."""
    may_read = "figure.see" in user.permissions
    return [
        LinkedRecord(
            each.ref, f"{each.code} {each.name}",
            reverse("evidence:indicator", args=[each.code]) if may_read else "",
        )
        for each in indicators
    ]  # fmt: skip


indicators_kind = LinkKind(
    gettext_lazy("Indicator"),
    lambda user: Indicator.objects.accessible_to(user, to="name"),
    _describe,
)
