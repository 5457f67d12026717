"""Patterns on which nothing rests: nobody asked about them, and nobody committed to anything."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User

from .chain import PATTERN, PatternLine
from .extension_points import BrokenLink
from .models import Link


def unasked_patterns(user: User, lines: Sequence[PatternLine], today: date) -> list[BrokenLink]:
    """Returns a broken link for each pattern to which no record is linked, and for each right of
    a pattern that no institution is known to owe there.
    """
    refs = [line.pattern.ref for line in lines]
    rows = Link.objects.accessible_to(user).to_records(PATTERN, refs)  # type: ignore[attr-defined]
    linked = set(rows.values_list("target_ref", flat=True))
    found = [
        BrokenLink(
            _("Nobody has asked about it, and nobody has committed to anything"), line.title,
            line.pattern.get_absolute_url(), line.cases or 0,
        )
        for line in lines
        if line.pattern.ref not in linked
    ]  # fmt: skip
    found += [
        BrokenLink(
            _("No institution is recorded that owes this right there"), line.title,
            line.pattern.get_absolute_url(), line.cases or 0,
        )
        for line in lines
        if line.pattern.right and not line.bearers
    ]  # fmt: skip
    return found
