"""Why a return may not be booked: what the four protection questions say of those who travel.

Protects who fears return, is in danger, is ill or shows signs of trafficking. Nobody decides it,
so nobody can decide it away. Answers count wherever a traveller is accompanied, in this file or
another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.labels import label_of
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.models import FamilyMember
from amparo.pillars.assistance.assessment.flag_kinds import flag_kinds
from amparo.pillars.assistance.assessment.models import FlagAnswer, ProtectionFlag
from amparo.pillars.assistance.assessment.protection_questions import (
    QUESTIONS,
    TRAFFICKING,
    Answer,
    Flag,
    Heard,
    Unanswered,
)
from amparo.pillars.assistance.cases.models import Case, Dependant
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.intake.models.screenings import NOT_ASKED, why_in_words
from amparo.ui import formats as speech

# How many days an answer counts, where an office has not set it: our choice.
ASKED_AGAIN, DAYS = "return.asked_again", 30
SET_ASIDE = "not_so"
# By question, for each person in the order in which they were asked for.
type HeardOfEach = tuple[dict[str, tuple], ...]
HOLDING = [code for code, kind in flag_kinds().items() if kind.holds_return]


@dataclass
class Files:
    """The families and cases that somebody joined, and since when what is asked is theirs too."""

    families: dict[int | None, datetime | None] = field(default_factory=dict)
    along: dict[int, datetime | None] = field(default_factory=dict)

    def include(self, person: int, case: Case) -> bool:
        return case.person_id == person or case.family_id in self.families or case.pk in self.along

    def since(self, person: int, case: Case) -> datetime | None:
        """Empty for whom the case is about, and where it is not known."""
        if case.person_id == person:
            return None
        return self.families.get(case.family_id) or self.along.get(case.pk)


@dataclass(frozen=True)
class Finding:
    """How one question stands for all who travel: a yes, a no of each, or not asked."""

    question: str
    # The number of an answer is the key of its screening.
    yes: Answer | None = None
    no: Answer | None = None
    flag: Flag | None = None  # nobody has answered it
    unanswered: Unanswered | None = None  # put, and neither yes nor no

    @property
    def label(self) -> str:
        return str(label_of(Screening, self.question))

    @property
    def is_open(self) -> bool:
        return self.no is None


def findings(
    people: list[int], asked_since: datetime, at_hand: HeardOfEach | None = None
) -> list[Finding]:
    """How each of the four questions stands for those who travel, by their keys.

    What was asked before `asked_since` is asked again (`asked_since_of`). `at_hand` is what a page
    read already of the same people (`heard_of`).
    """
    said_of_each = heard_of(people) if at_hand is None else at_hand
    heard = [{name: Heard(*said) for name, said in each.items()} for each in said_of_each]
    return [_finding(name, [each[name] for each in heard], asked_since) for name in QUESTIONS]


def asked_since_of(case: Case) -> datetime:
    """Returns since when an answer counts: as many days as the office of the case has set."""
    days = case.rules.amount(ASKED_AGAIN) or DAYS
    return now() - timedelta(days=days)


def refusals(found: Iterable[Finding], reader: User) -> list[str]:
    """What holds the return back, in words: of a yes who wrote it, as far as `reader` may see."""
    still_open = [each for each in found if each.is_open]
    said = [part.number for each in still_open for part in (each.yes, each.unanswered) if part]
    seen: dict[int, Screening] = {}
    if said:
        visible = Screening.objects.accessible_to(reader).select_related("by")
        seen = visible.in_bulk(said)
    return [_in_words(each, seen) for each in still_open]


def _in_words(finding: Finding, seen: dict[int, Screening]) -> str:
    if finding.flag is not None:
        return _(
            "%(question)s: a protection flag of %(day)s is not answered. Nobody may book this "
            "return before somebody answers it and asks again."
        ) % {"question": finding.label, "day": _day(finding.flag.raised_at)}
    if (put := finding.unanswered) and put.number in seen:
        return _(
            "%(question)s: asked on %(day)s (%(answer)s). That is no answer: ask again in private "
            "and record a yes or a no."
        ) % {
            "question": finding.label, "day": _day(put.heard_at), "answer": why_in_words(put.why),
        }  # fmt: skip
    if finding.yes is None:
        return _(
            "%(question)s: not asked yet of everybody who travels, or too long ago. Hold a "
            "screening, and record a yes or a no."
        ) % {"question": finding.label}
    if finding.yes.number not in seen:
        return _(
            "%(question)s: yes, in a file that you may not open. Nobody may book this return. "
            "Ask a supervisor to look at it."
        ) % {"question": finding.label}
    said = {
        "question": finding.label, "name": seen[finding.yes.number].by.name,
        "day": _day(finding.yes.heard_at),
    }  # fmt: skip
    if finding.question == TRAFFICKING:
        return (
            _(
                "%(question)s: yes (%(name)s, %(day)s). Nobody may book this return. Only another "
                "colleague who sets the protection flag aside, and says why, changes this."
            )
            % said
        )
    return (
        _(
            "%(question)s: yes (%(name)s, %(day)s). Nobody may book this return. Only another "
            "colleague who asks again in a new screening, and hears a no, changes this."
        )
        % said
    )


def last_yes_of(
    people: list[int], question: str, at_hand: HeardOfEach | None = None
) -> dict[int, datetime]:
    """When a yes to this question was heard last of each person, in any case of theirs; from
    `at_hand` where a page read it already (`heard_of`).
    """
    found = {}
    said_of_each = heard_of(people) if at_hand is None else at_hand
    for person, heard in zip(people, said_of_each, strict=True):
        answers, *_rest = heard[question]
        if said := [each.heard_at for each in answers if each.is_yes]:
            found[person] = max(said)
    return found


def _day(moment: datetime) -> str:
    return speech.with_year(localtime(moment).date())


def _finding(question: str, heard: list[Heard], asked_since: datetime) -> Finding:
    """`heard` is of each who travels: one yes holds all back, a no is needed of each."""
    standing = [yes for theirs in heard if (yes := theirs.standing_yes(question))]
    if standing:
        return Finding(question, yes=max(standing, key=lambda each: each.number))
    flags = [flag for theirs in heard if (flag := theirs.open_flag)]
    if flags:
        return Finding(question, flag=min(flags, key=lambda each: each.raised_at))
    denied = [theirs.newest_no(asked_since) for theirs in heard]
    given = [no for no in denied if no is not None]
    if not given or len(given) < len(denied):
        put = [
            last
            for theirs, no in zip(heard, denied, strict=True)
            if no is None and (last := theirs.newest_unanswered)
        ]
        newest = max(put, key=lambda each: each.number, default=None)
        return Finding(question, unanswered=newest)
    return Finding(question, no=min(given, key=lambda each: each.number))


@aggregate_query("a yes counts also in a case that is closed to who asks")
def heard_of(people: list[int]) -> HeardOfEach:
    """The answers and the flags of each who travels, by question."""
    files = {person: Files() for person in people}
    members = FamilyMember.objects.filter(person__in=people)
    for person, family, since in members.values_list("person", "family", "joined_at"):
        files[person].families[family] = since
    along = Dependant.objects.filter(person__in=people)
    for person, case, since in along.values_list("person", "case", "joined_at"):
        files[person].along[case] = since
    families = {key for each in files.values() for key in each.families}
    cases = {key for each in files.values() for key in each.along}
    theirs = Q(case__person__in=people) | Q(case__family__in=families) | Q(case__in=cases)
    held = Screening.objects.filter(theirs).select_related("case")
    screenings = list(held.defer("first_steps", "text").order_by("pk"))
    raised = ProtectionFlag.objects.filter(theirs | Q(person__in=people), kind__in=HOLDING)
    said = FlagAnswer.objects.filter(flag=OuterRef("pk")).order_by("-pk").values("code")[:1]
    flags = list(raised.select_related("case").annotate(last=Subquery(said)).order_by("pk"))
    return tuple(
        {
            name: (
                answers,
                _flags(name, person, files[person], flags),
                _unanswered(name, person, files[person], screenings),
            )
            for name, answers in _by_question(person, files[person], screenings).items()
        }
        for person in people
    )


def _flags(
    question: str, person: int, theirs: Files, flags: Sequence[ProtectionFlag]
) -> tuple[Flag, ...]:
    """Those about this person, or about everybody of a case of theirs."""
    return tuple(
        Flag(each.at, each.is_open, each.answered_at if each.last == SET_ASIDE else None)  # type: ignore[attr-defined]
        for each in flags
        if flag_kinds()[each.kind].holds_return == question and _is_about(each, person, theirs)
    )


def _unanswered(
    question: str, person: int, theirs: Files, screenings: list[Screening]
) -> tuple[Unanswered, ...]:
    """When the question was put to this person and got neither yes nor no."""
    found = []
    for each in screenings:
        why = each.unanswered.get(question, NOT_ASKED)
        if why != NOT_ASKED and theirs.include(person, each.case):
            since = theirs.since(person, each.case)
            if since is None or each.at >= since:
                found.append(Unanswered(why, each.at, each.pk))
    return tuple(found)


def _is_about(flag: ProtectionFlag, person: int, theirs: Files) -> bool:
    if flag.person_id is not None:
        return flag.person_id == person
    return theirs.include(person, flag.case)


def _by_question(
    person: int, theirs: Files, screenings: list[Screening]
) -> dict[str, tuple[Answer, ...]]:
    found: dict[str, list[Answer]] = {name: [] for name in QUESTIONS}
    for screening in screenings:
        if theirs.include(person, screening.case):
            since = theirs.since(person, screening.case)
            for name, answer in _answers(screening):
                if answer.is_yes or since is None or answer.heard_at >= since:
                    found[name].append(answer)
    return {name: tuple(answers) for name, answers in found.items()}


def _answers(screening: Screening) -> Iterator[tuple[str, Answer]]:
    for name in QUESTIONS:
        said = getattr(screening, name)
        if said is not None:
            yield name, Answer(said, screening.by_id, screening.at, screening.pk)
