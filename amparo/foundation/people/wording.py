"""Reasons in words: why somebody may be the one, or may not; and what to ask next.

Never a percentage: whoever asked decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .likeness import Likeness, Reason

_SAID: dict[str, Promise] = {
    "name_same": gettext_lazy("Same name"),
    "name_alike": gettext_lazy("Sounds alike"),
    "name_short": gettext_lazy("One name may be short for the other"),
    "name_typed": gettext_lazy("The name differs by a letter"),
    "name_swapped": gettext_lazy("The names stand in another order"),
    "name_part": gettext_lazy("Part of the name fits"),
    "name_other": gettext_lazy("Another name"),
    "given_other": gettext_lazy("Another given name"),
    "given_second_other": gettext_lazy("Another second given name"),
    "surname_mother": gettext_lazy("Same mother’s surname"),
    "surname_mother_other": gettext_lazy("Another mother’s surname"),
    "born_day": gettext_lazy("Born on the same day"),
    "born_swapped": gettext_lazy("Born on the same day, if day and month changed places"),
    "born_month": gettext_lazy("Born in the same month"),
    "born_year": gettext_lazy("Born the same year"),
    "born_digit": gettext_lazy("The birth date differs by one figure"),
    "sex_other": gettext_lazy("Another sex"),
    "nationality_same": gettext_lazy("Same nationality"),
    "nationality_other": gettext_lazy("Another nationality"),
    "father_same": gettext_lazy("Same name of the father"),
    "father_other": gettext_lazy("Another name of the father"),
    "mother_same": gettext_lazy("Same name of the mother"),
    "mother_other": gettext_lazy("Another name of the mother"),
    "place_same": gettext_lazy("Same place of birth"),
    "place_other": gettext_lazy("Another place of birth"),
}
_NUMBERS: dict[str, Promise] = {
    "document_same": gettext_lazy("Document ends %(number)s"),
    "document_near": gettext_lazy("A document differs by one sign; it ends %(number)s"),
    "phone_same": gettext_lazy("Phone ends %(number)s"),
}
# What is too plain to be said: it only puts people in order.
UNSAID = frozenset(("sex_same",))
_NEXT: dict[str, Promise] = {
    "document": gettext_lazy("the number of any document"),
    "phone": gettext_lazy("a telephone they have or had"),
    "father": gettext_lazy("the name of the father"),
    "birth": gettext_lazy("the exact day of birth"),
    "mother": gettext_lazy("the name of the mother"),
}


@dataclass(frozen=True)
class Said:
    """One reason as it stands on the page."""

    text: str
    speaks_for: bool | None


def said_of(likeness: Likeness) -> list[Said]:
    """What speaks for it and against, in the order in which one reads it."""
    return [
        Said(say(reason), reason.speaks_for)
        for reason in likeness.reasons
        if reason.code not in UNSAID
    ]


def say(reason: Reason) -> str:
    """One reason in the reader's language."""
    if reason.code in _NUMBERS:
        return _NUMBERS[reason.code] % {"number": isolated(reason.words)}
    if reason.code == "name_missing":
        return _("“%(words)s” is missing") % {"words": isolated(reason.words)}
    if reason.code in ("born_near", "born_apart"):
        text = ngettext("%(count)s year apart", "%(count)s years apart", reason.count)
        return text % {"count": reason.count}
    return str(_SAID.get(reason.code, reason.code))


def isolated(words: Iterable[str]) -> str:
    """In its own direction inside a sentence of another (Unicode FSI and PDI)."""
    return f"\u2068{' '.join(words)}\u2069"


def asking(codes: Iterable[str]) -> Iterator[str]:
    """What to ask for next, in words."""
    return (str(_NEXT[code]) for code in codes)
