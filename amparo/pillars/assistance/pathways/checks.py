"""What a check asks, who decides it, and whether two people may let somebody through all the same.

Each package that has checks names its kinds here when the house begins. A kind may be told what
else it takes (`takes`): what another package knows of the same person, a determination of a
child's best interests for one.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from amparo.foundation.core.permissions.rls.bypass import rls_bypass

from .extension_points import CheckRequirement, check_kinds, check_requirements

if TYPE_CHECKING:
    from .models import Check

# Whose records are no proof at this check, by key: whoever counselled them, for one.
type Makers = Callable[["Check"], Collection[int]]

# Says in words what is still missing before this check can be met; "" where nothing is.
type Missing = Callable[["Check"], str]


def nobody(_check: "Check") -> Collection[int]:
    return ()


class EvidenceType(TextChoices):
    """What shows that a check is met. Words alone never do."""

    INTERVIEW = "interview", gettext_lazy("Interview by another person")
    DOCUMENT = "document", gettext_lazy("Document with issuer and date")
    CLINICIAN = "clinician", gettext_lazy("Decision of a clinician")
    BODY = "body", gettext_lazy("Decision of a body")
    RECORDS = "records", gettext_lazy("Computed from records")


@dataclass(frozen=True)
class CheckKind:
    """One kind of check.

    `evidence` is the type of evidence that it takes. `rests_on` names the kinds of record that
    show it (see `evidence.py`), and `document` says which document does, or may replace such a
    record; without both, it is computed from what `takes` knows. `not_by` says whose records do
    not count. `decides` is the verb on the case that it takes to decide it: `work`, or `approve`.
    `good_for` says after how many days it has to be looked at again, from the date of the document
    where one shows it; nothing, where it stays met. `to_do` says what to do while nothing does.
    `follows` names the kind of record that alone opens and shuts it: nobody decides it by hand.
    """

    name: str
    label: Promise
    asks: Promise
    evidence: EvidenceType
    decides: str = "work"
    may_be_overridden: bool = False
    good_for: int | None = None
    rests_on: tuple[str, ...] = ()
    document: Promise | None = None
    not_by: Makers = nobody
    to_do: Promise | str = ""

    @property
    def is_computed(self) -> bool:
        return not self.rests_on and self.document is None

    follows: str = ""


def register_check_kind(kind: CheckKind) -> CheckKind:
    return check_kinds.register(kind.name, kind)


def register_requirement(name: str, missing: Missing) -> Missing:
    """A check of this kind is met only where `missing` has nothing to say."""
    check_requirements.register(CheckRequirement(name, missing))
    return missing


def has_requirement(name: str) -> bool:
    return any(each.kind == name for each in check_requirements)


@rls_bypass(reason="a check is about people and relatives who may be closed to who decides")
def missing_of(checks: Iterable["Check"]) -> dict[int, list[str]]:
    """Returns all that each check takes and that is not there yet, by its key; in our own words,
    which name nobody.
    """
    looked_up: dict[object, object] = {}
    for check in (checks := list(checks)):
        check.looked_up = looked_up
    return {check.pk: _missing_for(check) for check in checks}


def _missing_for(check: "Check") -> list[str]:
    asked = [each.missing(check) for each in check_requirements if each.kind == check.kind]
    return [words for words in asked if words]
