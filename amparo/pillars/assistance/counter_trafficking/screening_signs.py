"""Signs of trafficking that screenings and other sources heard, beside those noted in a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db.models import Q
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.flags import TRAFFICKING_SIGNS
from amparo.pillars.assistance.assessment.models import FlagAnswer, ProtectionFlag
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.models import Screening

MOST = 20


@dataclass(frozen=True)
class HeardSigns:
    """What was heard at one moment: where, by whom, which signs; and how its flag was answered."""

    source: str
    by: User
    at: datetime
    signs: list[str] = field(default_factory=list)
    answers: list[FlagAnswer] = field(default_factory=list)


def signs_heard(case: Case, people: Iterable[Person], user: User) -> list[HeardSigns]:
    """Returns what was heard of these people, or of everybody of the case, as far as `user` may
    read it; the newest first. Three queries.
    """
    about = Q(person=None) | Q(person__in=people)
    flags = ProtectionFlag.objects.filter(about, case=case, kind=TRAFFICKING_SIGNS)
    readable = flags.accessible_to(user)  # type: ignore[attr-defined]
    raised = list(readable.select_related("by").prefetch_related("answers__by")[:MOST])
    by_source = {flag.source_ref: flag for flag in raised}
    held = Screening.objects.filter(case=case, trafficking=True).accessible_to(user)
    screenings = list(held.select_related("by").order_by("-at")[:MOST])
    found = [_of_screening(each, by_source.pop(each.ref, None)) for each in screenings]
    found += [
        HeardSigns(flag.get_source_display(), flag.by, flag.at, answers=list(flag.answers.all()))
        for flag in by_source.values()
    ]
    return sorted(found, key=attrgetter("at"), reverse=True)


def _of_screening(screening: Screening, flag: ProtectionFlag | None) -> HeardSigns:
    signs = [code_lists.label("trafficking_sign", code) for code in screening.trafficking_signs]
    answers = list(flag.answers.all()) if flag else []
    return HeardSigns(_("Screening"), screening.by, screening.at, signs, answers)
