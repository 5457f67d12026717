"""What open flags mean elsewhere: for the risk of a case, and for a return."""

from django.db.models import Q, QuerySet

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person

from ..models import Case
from .flag_kinds import flag_kinds
from .models import ProtectionFlag

CHILD_WITHOUT_ADULT, TRAFFICKING_SIGNS = "child_without_adult", "trafficking_signs"
GRAVE = tuple(code for code, kind in flag_kinds().items() if kind.raises_risk)


def grave_flags(user: User) -> QuerySet:
    """Returns the open flags of danger or of a risk of suicide that `user` may read: like all that
    bears on a level, as far as they see.
    """
    flags = ProtectionFlag.objects.unanswered().filter(kind__in=GRAVE)
    return flags.accessible_to(user)  # type: ignore[attr-defined]


def has_grave_flag(case: Case, user: User) -> bool:
    """Returns whether danger or a risk of suicide was heard and nobody has answered it.

    The page of a case has asked it with the case, in one query.
    """
    asked = getattr(case, "has_grave_flag", None)
    return grave_flags(user).filter(case=case).exists() if asked is None else asked


def answer_flags_of(
    person: Person, kind: str, *, by: User, code: str, text: str, case: Case | None = None
) -> None:
    """Answers the open flags of this kind about a person, in every case that `by` may answer for;
    with `case`, also those of the case that name nobody.

    For what another record says already: a child was registered, or found to be with a guardian.
    Skips a flag that `by` raised and may not set aside alone.
    """
    about = Q(person=person) | (Q(person=None, case=case) if case else Q())
    flags = ProtectionFlag.objects.unanswered().filter(about, kind=kind)
    for flag in flags.accessible_to(by, "answer").select_related("case"):  # type: ignore[attr-defined]
        if by.pk != flag.by_id or code not in flag.of_kind.of_others:
            flag.answer(by=by, code=code, text=text)
