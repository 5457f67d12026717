"""What open flags mean elsewhere: for the risk of a case, and for a return."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, lock_rows
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .flag_kinds import flag_kinds
from .models import ProtectionFlag

REFERRED = "referred"

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


@aggregate_query("the flag may be of a case that is closed to who reviews the registration")
def has_open_flag(person: Person) -> bool:
    """Returns whether a flag about them, or about the whole of their own case, is open."""
    about = Q(person=person) | Q(person=None, case__person=person)
    flags = ProtectionFlag.objects.unanswered().filter(about)
    return flags.exclude(case__status__in=Case.ENDED).exists()


def open_flag(case: Case, ref: UUID, user: User) -> ProtectionFlag | None:
    """Returns the flag of this case if it is open and `user` may read it."""
    flags = ProtectionFlag.objects.unanswered().filter(case=case, ref=ref)
    return flags.accessible_to(user).first()  # type: ignore[attr-defined]


def answer_by_referral(flag: ProtectionFlag, referral: Any, *, by: User) -> bool:
    """Answers an open flag with to whom somebody was referred; returns whether it did.

    Not where `by` may not answer this flag, or a referral is no answer to its kind. Where another
    answered meanwhile, theirs stays.
    """
    may = ProtectionFlag.objects.filter(pk=flag.pk).accessible_to(by, "answer").exists()  # type: ignore[attr-defined]
    if not may or REFERRED not in flag.of_kind.answers:
        return False
    lock_and_refresh(flag, "answered_at")
    if not flag.is_open:
        return False
    flag.case = referral.case
    text = _("Referred to %(name)s.") % {"name": referral.organization.name}
    flag.answer(by=by, code=REFERRED, text=text)
    return True


def answer_flags_everywhere(person: Person, kind: str, *, by: User, code: str, text: str) -> None:
    """Answers the open flags of this kind that name a person, in every open case, also where `by`
    may not read it: what they were raised for is over. `code` is one that whoever raised a flag
    may give.
    """
    flags = ProtectionFlag.objects.unanswered().filter(person=person, kind=kind)
    still = flags.exclude(case__status__in=Case.ENDED)
    for flag in lock_rows(still, "case__team__office", owners=("case",)):
        flag.answer(by=by, code=code, text=text)
