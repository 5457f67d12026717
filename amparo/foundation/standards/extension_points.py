"""What apps add to standards: steps of work, guidance for them, and what can be endorsed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from amparo.foundation.core.registry import ExtensionList, Registry

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.utils.functional import Promise

    from amparo.foundation.core.accounts.organizations import Office
    from amparo.foundation.core.accounts.users import User

    from .models import AssessmentItem, SelfAssessment

STANDARDS = "amparo.foundation.standards"


@dataclass(frozen=True)
class GuidanceStep:
    """A step of work beside which guidance stands: "case.screening", "return.voluntariness"."""

    code: str
    label: str | Promise


@dataclass(frozen=True)
class LawHere:
    """What one provision of the law of a country says: a copy, as of a day, from a source.
    `is_old`: that day is more than a year ago.
    """

    title: str
    text: str
    url: str
    as_of: str
    source: str
    is_old: bool
    language: str
    direction: str

    @property
    def as_of_text(self) -> str:
        """As of which day and from where it is, in words; that it is old, where it is."""
        words = {"day": self.as_of, "source": self.source}
        said = _("As of %(day)s, from %(source)s.") % words
        old = _("That is more than a year ago: ask whether it still holds.")
        return f"{said} {old}" if self.is_old else said


@dataclass(frozen=True)
class ServiceHere:
    """A service to call, as the directory publishes it. `language` is that of its title;
    `is_stale`: nobody has confirmed it for a year.
    """

    title: str
    language: str
    organization: str
    phone: str
    url: str
    is_stale: bool

    @property
    def stale_text(self) -> str:
        """That nobody confirmed it for long, in words; "" where somebody did."""
        return _("Not confirmed for a year: ask first.") if self.is_stale else ""


@dataclass(frozen=True)
class StepCard:
    """What stands beside a step for one reader: the text of one edition, in one language.

    `html` is safe markup. `scope` is "office", "country" or "global". `language` is that of the
    text, which may be another than the reader asked for; `direction` "ltr" or "rtl".
    `is_endorsed` and `is_reviewed` are False where nobody endorsed it, or nobody reviewed its
    translation. `is_review_due`: its date to be reviewed has passed.
    """

    ref: UUID
    edition_ref: UUID
    number: int
    title: str
    html: str
    url: str
    remark_url: str
    scope: str
    language: str
    direction: str
    is_endorsed: bool
    is_reviewed: bool
    is_review_due: bool
    sources: Sequence[str] = field(default=())
    # Nothing: no text of the law of the reader's country was imported; None: no country is known.
    laws: Sequence[LawHere] | None = None
    # Nothing: nobody is listed there for what the text names; None: it names no kind of service.
    services: Sequence[ServiceHere] | None = None

    @property
    def edition_text(self) -> str:
        """Which edition it is, in words."""
        return _("Edition %(number)s") % {"number": self.number}

    @property
    def sources_text(self) -> str:
        """What it rests on, in words; "" where nothing is named."""
        listed = "; ".join(self.sources)
        return _("Sources: %(sources)s") % {"sources": listed} if listed else ""


class GuidanceProvider(Protocol):
    """Returns what stands beside each of these steps for `user`, the nearest to the office first.
    A fixed number of queries.
    """

    def __call__(
        self, steps: Collection[str], *, user: User | None, language: str
    ) -> Mapping[str, Sequence[StepCard]]: ...


@dataclass(frozen=True)
class EndorsedSubject:
    """How a record that is endorsed is called, for one reader: its title, and the language of it,
    which may be another than theirs; its edition in their words; its address.
    """

    title: str
    language: str
    edition_text: str
    url: str


class SubjectLookup(Protocol):
    """Returns records that `user` may open, by ref, with their titles in the language of the page
    where there is one.
    """

    def __call__(
        self, refs: Collection[UUID], *, user: User | None
    ) -> Mapping[UUID, EndorsedSubject]: ...


class OpenSteps(Protocol):
    """Returns the codes of the steps that the open work of `user` is in today, the most urgent
    first. One query.
    """

    def __call__(self, *, user: User) -> Sequence[str]: ...


guidance_steps: Registry[str, GuidanceStep] = Registry(
    "guidance_steps",
    """Steps of work beside which guidance stands, by code.""",
    register_in="apps.py",
    register_with=f"{STANDARDS}.step_guidance.register_steps",
)
guidance_providers: ExtensionList[GuidanceProvider] = ExtensionList(
    "guidance_providers",
    """What stands beside a step for a reader.""",
    register_in="apps.py",
    takes=GuidanceProvider,
)
open_steps: ExtensionList[OpenSteps] = ExtensionList(
    "open_steps",
    """Steps of work that the open work of a user is in.""",
    register_in="apps.py",
    takes=OpenSteps,
)
endorsed_subjects: Registry[str, SubjectLookup] = Registry(
    "endorsed_subjects",
    """Kinds of records that are endorsed and adopted, by the name under which both call them.""",
    register_in="apps.py",
    takes=SubjectLookup,
)


@dataclass(frozen=True)
class PracticeMeasure:
    """What is counted from records of how a procedure is followed, in one office.

    `count` returns how often it was kept and how often it applied, for an office and the days from
    `since` to before `until`. It names nobody, and is shown from `LEAST_SHOWN` on.
    """

    code: str
    label: str | Promise
    count: Callable[[Office, date, date], tuple[int, int]]


@dataclass(frozen=True)
class WorkCheck:
    """Something in the work that an item of a checklist can be: a check of a return, a step of a
    pathway.

    `code` is that of the step beside which the item is read. `kind` says what it is. `count`, as
    in `PracticeMeasure`; None where nothing is counted.
    """

    code: str
    kind: str | Promise
    label: str | Promise
    count: Callable[[Office, date, date], tuple[int, int]] | None = None

    @property
    def name(self) -> str:
        return _("%(kind)s: %(name)s") % {"kind": self.kind, "name": self.label}


practice_measures: Registry[str, PracticeMeasure] = Registry(
    "practice_measures",
    """What is counted of how a procedure is followed in an office, by code.""",
    register_in="apps.py",
    register_with=f"{STANDARDS}.practice.register_measures",
)
work_checks: Registry[str, WorkCheck] = Registry(
    "work_checks",
    """Checks and steps of the work that items of a checklist can be, by code.""",
    register_in="apps.py",
    register_with=f"{STANDARDS}.practice.register_checks",
)


@dataclass(frozen=True)
class GapCourse:
    """A course that closes a gap of a self-assessment. `language` is that of its title."""

    title: str
    language: str
    url: str


@dataclass(frozen=True)
class GapAnswer:
    """What closes a gap, as one reader finds it: courses, the competencies that the item asks for
    where no course teaches them yet, and where the reader names them; "" where they may not.
    """

    courses: Sequence[GapCourse] = field(default=())
    untaught: Sequence[str] = field(default=())
    edit_url: str = ""


class GapAnswers(Protocol):
    """Returns what closes these items that are partly so or not, by key. A fixed number of
    queries.
    """

    def __call__(
        self, assessment: SelfAssessment, items: Sequence[AssessmentItem], *, user: User
    ) -> Mapping[int, GapAnswer]: ...


gap_answers: ExtensionList[GapAnswers] = ExtensionList(
    "gap_answers",
    """What closes the gaps that a self-assessment shows.""",
    register_in="apps.py",
    takes=GapAnswers,
)
