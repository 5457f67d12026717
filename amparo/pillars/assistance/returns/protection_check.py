"""Why a return may not be booked: what the four protection questions say of those who travel.

Protects who fears return, is in danger, is ill or shows signs of trafficking. It is no gate: there
is nothing to decide, so nobody can decide it away. Answers count wherever a traveller is
accompanied, in this file or another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.foundation.people.models import FamilyMember
from amparo.foundation.trust.models import User
from amparo.foundation.trust.wall.standing import lowered
from amparo.ui import words as speech

from ..models import Case, Dependant, Screening
from ..protection_questions import QUESTIONS, Answer, newest_no, standing_yes
from ..told.words import called

if TYPE_CHECKING:
    from .models import ReturnJourney

# Of each person: their cases, and since when what is asked there is asked of them too.
type Files = dict[int, dict[int, datetime | None]]


@dataclass(frozen=True)
class Heard(Answer):
    """An answer with the screening in which it was given."""

    screening: Screening


@dataclass(frozen=True)
class Finding:
    """How one question stands for all who travel: a yes, a no of each, or not asked."""

    question: str
    yes: Heard | None = None
    no: Heard | None = None

    @property
    def label(self) -> str:
        return called(self.question)

    @property
    def is_open(self) -> bool:
        return self.no is None


def findings(journey: "ReturnJourney") -> list[Finding]:
    """How each of the four questions stands, in the order in which they are told."""
    heard = _heard([each.person_id for each in journey.travellers.filter(is_going=True)])
    return [_finding(name, [each[name] for each in heard]) for name in QUESTIONS]


def refusals(found: Iterable[Finding], reader: User) -> list[str]:
    """What holds the return back, in words: of a yes who wrote it, as far as `reader` may see."""
    still_open = [each for each in found if each.is_open]
    said = [each.yes.screening.pk for each in still_open if each.yes]
    seen = set()
    if said:
        visible = Screening.objects.open_to(reader).filter(pk__in=said)
        seen = set(visible.values_list("pk", flat=True))
    return [_in_words(each, seen) for each in still_open]


def _in_words(finding: Finding, seen: set[int]) -> str:
    if finding.yes is None:
        return _(
            "%(question)s: not asked yet of everybody who travels. Hold a screening, and record "
            "a yes or a no."
        ) % {"question": finding.label}
    if finding.yes.screening.pk not in seen:
        return _(
            "%(question)s: yes, in a file that you may not open. Nobody may book this return. "
            "Ask a supervisor to look at it."
        ) % {"question": finding.label}
    return _(
        "%(question)s: yes (%(name)s, %(day)s). Nobody may book this return. Only another "
        "colleague who asks again in a new screening, and hears a no, changes this."
    ) % {
        "question": finding.label,
        "name": finding.yes.screening.by.name,
        "day": speech.with_year(localtime(finding.yes.heard_at).date()),
    }


def _finding(question: str, answers: list[list[Heard]]) -> Finding:
    """`answers` are those of each who travels: one yes holds all back, a no is needed of each."""
    standing = [yes for theirs in answers if (yes := standing_yes(theirs))]
    if standing:
        return Finding(question, yes=max(standing, key=lambda each: each.number))
    denied = [newest_no(theirs) for theirs in answers]
    given = [no for no in denied if no is not None]
    if not given or len(given) < len(denied):
        return Finding(question)
    return Finding(question, no=min(given, key=lambda each: each.number))


@lowered()  # among the files may be some that who asks may not open: they hear no more than yes
def _heard(people: list[int]) -> list[dict[str, list[Heard]]]:
    """The answers of each who travels, by question."""
    files = _files_of(people)
    cases = {case for theirs in files.values() for case in theirs}
    held = Screening.objects.filter(case__in=cases).select_related("by")
    screenings = list(held.defer("first_steps", "words").order_by("pk"))
    return [_by_question(files[person], screenings) for person in people]


def _by_question(
    theirs: dict[int, datetime | None], screenings: list[Screening]
) -> dict[str, list[Heard]]:
    found: dict[str, list[Heard]] = {name: [] for name in QUESTIONS}
    for screening in screenings:
        if screening.case_id in theirs:
            since = theirs[screening.case_id]
            for name, answer in _answers(screening):
                if answer.is_yes or since is None or answer.heard_at >= since:
                    found[name].append(answer)
    return found


def _answers(screening: Screening) -> Iterator[tuple[str, Heard]]:
    for name in QUESTIONS:
        said = getattr(screening, name)
        if said is not None:
            yield name, Heard(said, screening.by_id, screening.at, screening.pk, screening)


def _files_of(people: list[int]) -> Files:
    found: Files = {person: {} for person in people}
    families: dict[int, list[tuple[int, datetime | None]]] = {}
    members = FamilyMember.objects.filter(person__in=people)
    for person, family, since in members.values_list("person", "family", "joined_at"):
        families.setdefault(family, []).append((person, since))
    along = Dependant.objects.filter(person__in=people)
    for case, person, since in along.values_list("case", "person", "joined_at"):
        found[person][case] = since
    cases = Case.objects.filter(Q(person__in=people) | Q(family__in=families))
    for case, main, family in cases.values_list("pk", "person", "family"):
        for person, since in families.get(family, ()):
            found[person][case] = since
        if main in found:
            found[main][case] = None
    return found
