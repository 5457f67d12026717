"""What speaks for two files being one person's, and what against: in words, never a percentage."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .weights import NAMES, Evidence, Weights

# From so many bits on a reason is clear, or strong; below the first it is told as slight.
CLEAR, STRONG = 2.0, 5.0
STRENGTHS: tuple[Promise, ...] = (_("slightly"), _("clearly"), _("strongly"))

SAYINGS: dict[tuple[str, str], Promise] = {
    ("name", "same"): _("All parts of the name are the same"),
    ("name", "within"): _("One name has all parts of the other, and more"),
    ("name", "most"): _("Two parts of the name or more are the same"),
    ("name", "near"): _("One part of the name is the same, the rest sounds alike"),
    ("name", "one"): _("Only one part of the name is the same"),
    ("name", "sounds"): _("The names sound alike"),
    ("name", "other"): _("Another name"),
    ("given", "same"): _("The same given name"),
    ("given", "part"): _("One given name of several is the same"),
    ("given", "swapped"): _("Given name and surname are exchanged"),
    ("given", "near"): _("The given names sound alike"),
    ("given", "other"): _("Another given name"),
    ("birth", "day"): _("Born on the same day"),
    ("birth", "turned"): _("Day and month of birth are exchanged"),
    ("birth", "slip"): _("The day of birth differs by one digit"),
    ("birth", "month"): _("Born in the same month"),
    ("birth", "year"): _("Born in the same year, as far as is known"),
    ("birth", "other_day"): _("Born in the same year, on another day"),
    ("birth", "next_year"): _("Born one year apart"),
    ("birth", "years"): _("Born a few years apart"),
    ("birth", "far"): _("Of quite another age"),
    ("sex", "same"): _("The same sex"),
    ("sex", "other"): _("Another sex"),
    ("nationality", "same"): _("The same nationality"),
    ("nationality", "other"): _("Another nationality"),
    ("document", "same"): _("The same number of a document"),
    ("document", "slip"): _("Numbers of documents that differ by one sign"),
    ("document", "other"): _("Other numbers of documents"),
    ("phone", "same"): _("The same telephone"),
    ("phone", "other"): _("Other telephones"),
    ("father", "same"): _("The father’s name is the same"),
    ("father", "part"): _("A part of the father’s name is the same"),
    ("father", "other"): _("The father has another name"),
    ("mother", "same"): _("The mother’s name is the same"),
    ("mother", "part"): _("A part of the mother’s name is the same"),
    ("mother", "other"): _("The mother has another name"),
    ("birth_place", "same"): _("Born in the same place"),
    ("birth_place", "other"): _("Born in another place"),
}
_TWINS = _("Twins share a birthday and bear another given name")
_LOOKS_ALIKE = _("Taken together, spelling and rarity of the names speak for it")
_LOOKS_OTHER = _("Taken together, spelling and rarity of the names speak against it")


@dataclass(frozen=True)
class Reason:
    """One bar of the waterfall."""

    text: str | Promise
    pull: float

    @property
    def speaks_for(self) -> bool:
        return self.pull > 0

    @property
    def level(self) -> int:
        """1 slight, 2 clear, 3 strong."""
        return 1 + (abs(self.pull) >= CLEAR) + (abs(self.pull) >= STRONG)

    @property
    def strength(self) -> str | Promise:
        return STRENGTHS[self.level - 1]


def reasons(evidence: Evidence, weights: Weights) -> list[Reason]:
    """All that was answered, what pulls most first; and what two answers say together."""
    pulls = weights.pulls(evidence)
    told = [
        Reason(SAYINGS[name, code], pulls[name]) for name in NAMES if (code := evidence.code(name))
    ]
    told += _together(evidence, pulls)
    return sorted(told, key=lambda reason: -abs(reason.pull))


def _together(evidence: Evidence, pulls: dict[str, float]) -> list[Reason]:
    """Twins, and what the scorer of the desk makes of it: how rare a name is, how it is spelt."""
    found = [Reason(_TWINS, pulls["twins"])] if pulls["twins"] else []
    whole = pulls["desk"] + pulls["vague"]
    if whole and evidence.code("name"):
        found.append(Reason(_LOOKS_ALIKE if whole > 0 else _LOOKS_OTHER, whole))
    return found
