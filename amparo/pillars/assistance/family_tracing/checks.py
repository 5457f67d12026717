"""What must be settled before a family comes together again. All of it can only be met.

What was found out by those who trace is asked anew at each check: nobody can decide that both
agree where one of them does not.
"""

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.utils.translation import gettext_lazy

from amparo.pillars.assistance.pathways.checks import (
    CheckKind,
    EvidenceType,
    register_check_kind,
    register_requirement,
)

from .status import MatchFacts

if TYPE_CHECKING:
    from amparo.pillars.assistance.pathways.models import Check

CONSENTS = register_check_kind(
    CheckKind(
        "tracing_consents",
        gettext_lazy("Consent of both"),
        gettext_lazy("Do the person and the relative still agree to the search?"),
        EvidenceType.RECORDS,
    )
)
VERIFIED = register_check_kind(
    CheckKind(
        "tracing_verified",
        gettext_lazy("Verification of both"),
        gettext_lazy("Does what both told fit, so that no doubt is left about who they are?"),
        EvidenceType.RECORDS,
    )
)
MAY_INFORM_FAMILY = register_check_kind(
    CheckKind(
        "tracing_may_inform_family",
        gettext_lazy("Family may be informed"),
        gettext_lazy("Does the person allow that their family learns of them?"),
        EvidenceType.RECORDS,
    )
)
WILLING = register_check_kind(
    CheckKind(
        "tracing_willing",
        gettext_lazy("Both want it"),
        gettext_lazy("Do both want to be together, freely and knowing what awaits them?"),
        EvidenceType.RECORDS,
    )
)
SAFE = register_check_kind(
    CheckKind(
        "tracing_safe",
        gettext_lazy("Safe for both"),
        gettext_lazy("Is it safe on the way, and where they will live?"),
        EvidenceType.RECORDS,
    )
)
# Families says what it takes, where a child's best interests were determined.
BEST_INTERESTS = register_check_kind(
    CheckKind(
        "best_interests_reunification",
        gettext_lazy("Best interests of the child"),
        gettext_lazy("Is it decided that this is best for the child?"),
        EvidenceType.RECORDS,
        decides="approve",
    )
)
_OF_ALL = (CONSENTS, VERIFIED, MAY_INFORM_FAMILY, WILLING, SAFE)


def required_checks(*, is_child: bool) -> list[str]:
    kinds = (*_OF_ALL, BEST_INTERESTS) if is_child else _OF_ALL
    return [kind.name for kind in kinds]


def _pair(check: "Check") -> MatchFacts | None:
    """The facts about both, whom this check concerns; None where their request was deleted."""
    known = check.looked_up if check.looked_up is not None else {}
    place = ("tracing pair", check.way)
    if place not in known:
        known[place] = _find_pair(check.way)
    return cast("MatchFacts | None", known[place])


def _find_pair(way: UUID) -> MatchFacts | None:
    from .models import Reunification

    rows = Reunification.objects.select_related("match__sought__request__office__organization")
    reunion = rows.select_related("match__person").filter(ref=way).first()
    return reunion.match.pair if reunion and reunion.match else None


def _asks(name: str, holds, words) -> None:
    def missing(check: "Check") -> str:
        pair = _pair(check)
        return "" if pair is not None and holds(pair) else str(words)

    register_requirement(name, missing)


_asks(
    CONSENTS.name, lambda pair: pair.may_be_shown,
    gettext_lazy("One of them has not agreed to the search, or took it back."),
)  # fmt: skip
_asks(
    VERIFIED.name, lambda pair: pair.is_verified,
    gettext_lazy("Those who trace have not verified both sides yet."),
)  # fmt: skip
_asks(
    MAY_INFORM_FAMILY.name, lambda pair: pair.may_inform_family,
    gettext_lazy("The person has not allowed that their family is told."),
)  # fmt: skip
_asks(
    WILLING.name, lambda pair: pair.are_willing,
    gettext_lazy("One of them has not said that they want to be together again."),
)  # fmt: skip
_asks(
    SAFE.name, lambda pair: pair.are_safe,
    gettext_lazy("It is not known of both sides that it is safe."),
)  # fmt: skip
