"""Explanations of a match: the reasons of a search or of a pair in words, and what to ask next.

Never a percentage: whoever asked decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .deduplication.weights import NAMES, Evidence, Weights
from .matching.comparison import MatchResult, Reason

_REASON_TEXTS: dict[str, Promise] = {
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
_NUMBER_TEXTS: dict[str, Promise] = {
    "document_same": gettext_lazy("Document ends %(number)s"),
    "document_near": gettext_lazy("A document differs by one sign; it ends %(number)s"),
    "phone_same": gettext_lazy("Phone ends %(number)s"),
}
# What is too plain to be said: it only puts people in order.
NOT_SHOWN = frozenset(("sex_same",))
_QUESTION_TEXTS: dict[str, Promise] = {
    "document": gettext_lazy("the number of any document"),
    "phone": gettext_lazy("a telephone they have or had"),
    "father": gettext_lazy("the name of the father"),
    "birth": gettext_lazy("the exact day of birth"),
    "mother": gettext_lazy("the name of the mother"),
}


@dataclass(frozen=True)
class Explanation:
    """One reason as it stands on the page."""

    text: str
    speaks_for: bool | None


def explain_match(likeness: MatchResult) -> list[Explanation]:
    """What speaks for it and against, in the order in which one reads it."""
    return [
        Explanation(explain_reason(reason), reason.speaks_for)
        for reason in likeness.reasons
        if reason.code not in NOT_SHOWN
    ]


def explain_reason(reason: Reason) -> str:
    """One reason in the reader's language."""
    if reason.code in _NUMBER_TEXTS:
        return _NUMBER_TEXTS[reason.code] % {"number": isolate_direction(reason.name_parts)}
    if reason.code == "name_missing":
        return _("Not in their file: %(words)s") % {"words": isolate_direction(reason.name_parts)}
    if reason.code in ("born_near", "born_apart"):
        text = ngettext("%(count)s year apart", "%(count)s years apart", reason.count)
        return text % {"count": reason.count}
    return str(_REASON_TEXTS.get(reason.code, reason.code))


def isolate_direction(words: Iterable[str]) -> str:
    """In its own direction inside a sentence of another (Unicode FSI and PDI)."""
    return f"\u2068{' '.join(words)}\u2069"


def questions_to_ask(codes: Iterable[str]) -> Iterator[str]:
    """What to ask for next, in words."""
    return (str(_QUESTION_TEXTS[code]) for code in codes)


# Pairs of deduplication: what speaks for one person, and what against.

# From so many bits on a reason is clear, or strong; below the first it is told as slight.
CLEAR, STRONG = 2.0, 5.0
STRENGTHS: tuple[Promise, ...] = (
    gettext_lazy("slightly"),
    gettext_lazy("clearly"),
    gettext_lazy("strongly"),
)

ANSWER_TEXTS: dict[tuple[str, str], Promise] = {
    ("name", "same"): gettext_lazy("All parts of the name are the same"),
    ("name", "within"): gettext_lazy("One name has all parts of the other, and more"),
    ("name", "most"): gettext_lazy("Two parts of the name or more are the same"),
    ("name", "near"): gettext_lazy("One part of the name is the same, the rest sounds alike"),
    ("name", "one"): gettext_lazy("Only one part of the name is the same"),
    ("name", "sounds"): gettext_lazy("The names sound alike"),
    ("name", "other"): gettext_lazy("Another name"),
    ("given", "same"): gettext_lazy("The same given name"),
    ("given", "part"): gettext_lazy("One given name of several is the same"),
    ("given", "swapped"): gettext_lazy("Given name and surname are exchanged"),
    ("given", "near"): gettext_lazy("The given names sound alike"),
    ("given", "other"): gettext_lazy("Another given name"),
    ("birth", "day"): gettext_lazy("Born on the same day"),
    ("birth", "turned"): gettext_lazy("Day and month of birth are exchanged"),
    ("birth", "slip"): gettext_lazy("The day of birth differs by one digit"),
    ("birth", "month"): gettext_lazy("Born in the same month"),
    ("birth", "year"): gettext_lazy("Born in the same year, as far as is known"),
    ("birth", "other_day"): gettext_lazy("Born in the same year, on another day"),
    ("birth", "next_year"): gettext_lazy("Born one year apart"),
    ("birth", "years"): gettext_lazy("Born a few years apart"),
    ("birth", "far"): gettext_lazy("Of quite another age"),
    ("sex", "same"): gettext_lazy("The same sex"),
    ("sex", "other"): gettext_lazy("Another sex"),
    ("nationality", "same"): gettext_lazy("The same nationality"),
    ("nationality", "other"): gettext_lazy("Another nationality"),
    ("document", "same"): gettext_lazy("The same number of a document"),
    ("document", "slip"): gettext_lazy("Numbers of documents that differ by one sign"),
    ("document", "other"): gettext_lazy("Other numbers of documents"),
    ("phone", "same"): gettext_lazy("The same telephone"),
    ("phone", "other"): gettext_lazy("Other telephones"),
    ("father", "same"): gettext_lazy("The father’s name is the same"),
    ("father", "part"): gettext_lazy("A part of the father’s name is the same"),
    ("father", "other"): gettext_lazy("The father has another name"),
    ("mother", "same"): gettext_lazy("The mother’s name is the same"),
    ("mother", "part"): gettext_lazy("A part of the mother’s name is the same"),
    ("mother", "other"): gettext_lazy("The mother has another name"),
    ("birth_place", "same"): gettext_lazy("Born in the same place"),
    ("birth_place", "other"): gettext_lazy("Born in another place"),
}
_TWINS = gettext_lazy("Twins share a birthday and bear another given name")
_LOOKS_ALIKE = gettext_lazy("Taken together, spelling and rarity of the names speak for it")
_LOOKS_OTHER = gettext_lazy("Taken together, spelling and rarity of the names speak against it")


@dataclass(frozen=True)
class WeightedReason:
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


def explain_evidence(evidence: Evidence, weights: Weights) -> list[WeightedReason]:
    """All that was answered, what pulls most first; and what two answers say together."""
    pulls = weights.pulls(evidence)
    told = [
        WeightedReason(ANSWER_TEXTS[name, code], pulls[name])
        for name in NAMES
        if (code := evidence.code(name))
    ]
    told += _joint_reasons(evidence, pulls)
    return sorted(told, key=lambda reason: -abs(reason.pull))


def explain_answer(evidence: Evidence, weights: Weights, name: str) -> WeightedReason | None:
    """What was answered to one question, or nothing where it was not asked."""
    code = evidence.code(name)
    return (
        WeightedReason(ANSWER_TEXTS[name, code], weights.pulls(evidence)[name]) if code else None
    )


# From this likelihood on most pairs are one person; below the other most are two.
_PROBABLE, _IMPROBABLE = 0.5, 0.1


def explain_verdict(evidence: Evidence, weights: Weights, *, are_of_one_family: bool) -> str:
    """What the reasons come to, in one sentence with the strongest of them.

    `are_of_one_family`: registered on one day as members of one family, as two people are.
    """
    if are_of_one_family:
        return _("Probably two people: both were registered on the same day in the same family.")
    answers = [explain_answer(evidence, weights, name) for name in NAMES]
    told = sorted((each for each in answers if each), key=lambda reason: reason.pull)
    strongest = {
        "for": told[-1].text if told and told[-1].pull > 0 else "",
        "against": told[0].text if told and told[0].pull <= -CLEAR else "",
    }
    likelihood = weights.likelihood([evidence])[0]
    return str(_verdict(likelihood, strongest)) % strongest


def _verdict(likelihood: float, strongest: dict[str, str | Promise]) -> str | Promise:
    if not strongest["for"] or (likelihood < _IMPROBABLE and strongest["against"]):
        return (
            _("Probably two people: “%(against)s”.")
            if strongest["against"]
            else _("It is not clear from the two files: ask the person.")
        )
    if likelihood >= _PROBABLE:
        return (
            _("Probably one person: “%(for)s”, although “%(against)s” speaks against it.")
            if strongest["against"]
            else _("Probably one person: “%(for)s”, and nothing clear speaks against it.")
        )
    return (
        _("It is not clear: “%(for)s”, but also “%(against)s”.")
        if strongest["against"]
        else _("It is not clear: “%(for)s”, but that alone does not suffice.")
    )


def _joint_reasons(evidence: Evidence, pulls: dict[str, float]) -> list[WeightedReason]:
    """Twins, and what the scorer of the desk makes of it: how rare a name is, how it is spelt."""
    found = [WeightedReason(_TWINS, pulls["twins"])] if pulls["twins"] else []
    whole = pulls["desk"] + pulls["vague"]
    if whole and evidence.code("name"):
        found.append(WeightedReason(_LOOKS_ALIKE if whole > 0 else _LOOKS_OTHER, whole))
    return found
