"""What is shown after a training: plans, follow-ups and reactions of an event, and of one person.

Figures are for everybody who sees the event; they name nobody, and there is none below five.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.ui import formats

from ..follow_up_figures import FEWEST, Asked, Counted, Level3, Scale, counted, level_3, scale_of
from ..models import (
    ApplicationCommitment,
    CommitmentProgress,
    Enrolment,
    FollowUpChoice,
    NamedSupervisor,
    Reaction,
    SupervisorAnswer,
    TrainingEvent,
    TrainingFollowUp,
)
from ..models.answers_by_link import Month, is_late
from ..models.follow_ups import APPLIES, Hindrance, Support
from ..verbatim_choice import Sentence, choose_sentences

VERBATIMS = 5
_Applies = SupervisorAnswer.Applies
_SUPERVISOR_APPLIES = (_Applies.OFTEN, _Applies.SOMETIMES)


@dataclass(frozen=True)
class MonthFigures:
    """Follow-ups of one month: of participants, and apart from them of their superiors."""

    month: int
    participants: Level3
    supervisors: Level3
    hindrances: list[tuple[str, int]]
    support: list[tuple[str, int]]
    progress: list[tuple[str, int]]


@dataclass(frozen=True)
class ScaleLine:
    """A scale of the reactions with its label."""

    label: str
    scale: Scale

    @property
    def mean(self) -> float:
        return round(self.scale.mean, 1)


class AfterEvent:
    """What came after an event, in figures. Six queries, each once."""

    def __init__(self, event: TrainingEvent):
        self.event = event

    @cached_property
    def months(self) -> list[MonthFigures]:
        """Those in which somebody was asked."""
        asked = [row for row in self._asked if row[3]]
        choices = _choices(self.event.pk)
        progress, superiors = _progress(self.event.pk), _superiors(self.event.pk)
        found = []
        for month in Month.values:
            participants = level_3(Asked(row[1], row[2]) for row in asked if row[0] == month)
            if not participants.asked:
                continue
            of_month = [row[1:] for row in choices if row[0] == month]
            found.append(
                MonthFigures(
                    month, participants,
                    level_3(Asked(row[1], row[2]) for row in superiors if row[0] == month),
                    _labelled(Hindrance, of_month, "hindrance", participants.answered),
                    _labelled(Support, of_month, "support", participants.answered),
                    _labelled(
                        CommitmentProgress.State,
                        [("progress", row[1]) for row in progress if row[0] == month],
                        "progress", participants.answered,
                    ),
                )
            )  # fmt: skip
        return found

    @cached_property
    def _asked(self) -> tuple:
        return _asked(self.event.pk)

    @property
    def not_asked(self) -> int:
        """Whose day has come, and who could not be asked: no address, or no mail from here."""
        return sum(not each[3] and each[1] is None for each in self._asked)

    @cached_property
    def plans(self) -> int:
        return _plans(self.event.pk)

    @cached_property
    def seats(self) -> int:
        return self.event.seats_taken

    @cached_property
    def _reactions(self) -> list[Reaction]:
        return _reactions_to(self.event)

    @property
    def reacted(self) -> int:
        return len(self._reactions)

    @cached_property
    def scales(self) -> list[ScaleLine]:
        """The three scales; none below five reactions."""
        rows = self._reactions
        names = ("useful", "clear", "able")
        found = [(name, scale_of([getattr(row, name) for row in rows])) for name in names]
        return [
            ScaleLine(_label(Reaction, name), scale)
            for name, scale in found if scale is not None
        ]  # fmt: skip

    @property
    def verbatims(self) -> list[str]:
        return [each.text for each in self.chosen if each.is_cleared]

    @cached_property
    def chosen(self) -> list[Reaction]:
        """The sentences that are quoted, or wait to be read by an organizer first."""
        return chosen_sentences(self._reactions)

    @property
    def withheld(self) -> int:
        return sum(each.is_withheld for each in self._reactions)

    @property
    def quotable(self) -> list[Reaction]:
        """All sentences that may be quoted, for who looks whether one tells of whom it is."""
        return _quotable(self._reactions)

    @property
    def fewest(self) -> int:
        return FEWEST


def _labelled(
    labels: Any, rows: Sequence[tuple], question: str, answered: int
) -> list[tuple[str, int]]:
    codes = [row[1] for row in rows if row[0] == question]
    found: list[Counted] = counted(codes, labels.values, answered)
    return [(str(labels(each.code).label), each.count) for each in found]


@aggregate_query("figures of an event are for all who see it, and name nobody")
def _asked(event: int) -> tuple:
    """Of each follow-up: month, whether it is applied, whether it came late, and whether it was
    asked at all.
    """
    rows = TrainingFollowUp.objects.filter(enrolment__event=event)
    return tuple(
        (month, used in APPLIES if at else None, is_late(asked, at), asked is not None)
        for month, used, asked, at in rows.order_by().values_list(
            "month", "used", "asked_at", "answered_at"
        )
    )


@aggregate_query("figures of an event are for all who see it, and name nobody")
def _superiors(event: int) -> tuple:
    """Whoever cannot tell has answered, and says nothing of whether it is applied: left out."""
    rows = SupervisorAnswer.objects.filter(follow_up__enrolment__event=event)
    rows = rows.exclude(asked_at=None).exclude(applies=_Applies.UNKNOWN)
    return tuple(
        (
            month,
            applies in _SUPERVISOR_APPLIES if at else None,
            is_late(asked, at),
        )
        for month, applies, asked, at in rows.order_by().values_list(
            "follow_up__month", "applies", "asked_at", "answered_at"
        )
    )


@aggregate_query("figures of an event are for all who see it, and name nobody")
def _choices(event: int) -> tuple:
    rows = FollowUpChoice.objects.filter(follow_up__enrolment__event=event).order_by()
    return tuple(rows.values_list("follow_up__month", "question", "code"))


@aggregate_query("figures of an event are for all who see it, and name nobody")
def _progress(event: int) -> tuple:
    rows = CommitmentProgress.objects.filter(follow_up__enrolment__event=event).order_by()
    return tuple(rows.values_list("follow_up__month", "state"))


@aggregate_query("figures of an event are for all who see it, and name nobody")
def _plans(event: int) -> int:
    rows = ApplicationCommitment.objects.filter(enrolment__event=event).order_by()
    return rows.values("enrolment").distinct().count()


def _reactions_to(event: TrainingEvent) -> list[Reaction]:
    """Opens them to whoever sees the event: nothing leads from one to who gave it."""
    load_related([event], "reactions")
    return sorted(event.reactions.all(), key=lambda each: each.pk)


def _quotable(reactions: list[Reaction]) -> list[Reaction]:
    if len(reactions) < FEWEST:
        return []
    return [each for each in reactions if each.may_be_quoted and not each.is_withheld]


def chosen_sentences(reactions: list[Reaction]) -> list[Reaction]:
    """Returns up to five of those that may be quoted, across all opinions; none below five
    reactions. Always the same, until one more comes or one is left out.
    """
    quotable = {each.pk: each for each in _quotable(reactions)}
    points = (
        Sentence(key, each.useful + each.clear + each.able) for key, each in quotable.items()
    )
    return [quotable[key] for key in choose_sentences(points, VERBATIMS)]


def five_verbatims(event: TrainingEvent) -> list[str]:
    """Returns those of the five chosen sentences that an organizer has read and cleared: they may
    leave the office. Their authors agreed to it, and nobody is named.
    """
    chosen = chosen_sentences(_reactions_to(event))
    return [each.text for each in chosen if each.is_cleared]


def after_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """What the page of the event says of what came after it; None before its last session."""
    if not has_ended(event):
        return None
    return {"after": AfterEvent(event), "event": event}


def has_ended(event: TrainingEvent) -> bool:
    """Whether its last session has begun: at its end people write plans and what they think."""
    starts = [each.starts_at for each in event.sessions.all()]
    return bool(starts) and max(starts) <= now()


# Of one person.


@dataclass(frozen=True)
class OwnAfter:
    """What the own page of a participant shows after the training."""

    enrolment: Enrolment

    @property
    def is_shown(self) -> bool:
        is_enrolled = self.enrolment.state == Enrolment.State.ENROLLED
        return is_enrolled and has_ended(self.enrolment.event)

    @property
    def plan(self) -> list[ApplicationCommitment]:
        return list(self.enrolment.application_commitments.all())

    @property
    def may_write_plan(self) -> bool:
        return not self.enrolment.follow_ups.exclude(answered_at=None).exists()

    @property
    def follow_ups(self) -> list[TrainingFollowUp]:
        return [each for each in self.enrolment.follow_ups.all() if each.is_open]

    @property
    def names_supervisor(self) -> bool:
        named = NamedSupervisor.objects.filter(enrolment=self.enrolment, withdrawn_at=None)
        return named.exists()


def own_after(enrolment: Enrolment) -> dict[str, OwnAfter]:
    return {"after": OwnAfter(enrolment)}


def follow_up_answers(follow_up: TrainingFollowUp) -> list[tuple[str, str]]:
    """Returns each question with what was answered, as it was said."""
    choices = list(follow_up.choices.all())
    found = [
        (_label(follow_up, name), str(getattr(follow_up, f"get_{name}_display")()))
        for name in ("used", "how_often", "changed")
    ]
    for question in FollowUpChoice.Question:
        labels = [each.label for each in choices if each.question == question]
        found.append((str(question.label), formats.join_list(labels) if labels else _not_said()))
    for each in follow_up.progress.select_related("commitment"):
        each.commitment.enrolment = follow_up.enrolment
        found.append((each.commitment.text, str(each.get_state_display())))
    return [*found, *_own_text(follow_up)]


def supervisor_answers(answer: SupervisorAnswer) -> list[tuple[str, str]]:
    found = [
        (_label(answer, name), str(getattr(answer, f"get_{name}_display")()))
        for name in ("applies", "changed", "provides")
    ]
    return [*found, *_own_text(answer)]


def _label(record: TrainingFollowUp | SupervisorAnswer | type[Reaction], name: str) -> str:
    return str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _own_text(record: TrainingFollowUp | SupervisorAnswer) -> list[tuple[str, str]]:
    return [(_("In your words"), record.text)] if record.text else []


def _not_said() -> str:
    return pgettext("answer", "Not said")


@dataclass(frozen=True)
class MonthAnswers:
    """What a participant and, beside it, their superior answered at one follow-up."""

    month: int
    follow_up: TrainingFollowUp | None
    supervisor: SupervisorAnswer | None

    @property
    def said(self) -> list[tuple[str, str]]:
        is_there = self.follow_up is not None and self.follow_up.is_answered
        return follow_up_answers(self.follow_up) if is_there else []  # type: ignore[arg-type]

    @property
    def said_by_supervisor(self) -> list[tuple[str, str]]:
        is_there = self.supervisor is not None and self.supervisor.is_answered
        return supervisor_answers(self.supervisor) if is_there else []  # type: ignore[arg-type]


def months_of(enrolment: Enrolment) -> list[MonthAnswers]:
    """Returns both months, asked or not; four queries."""
    found = enrolment.follow_ups.select_related("supervisor_answer").prefetch_related("choices")
    by_month = {each.month: each for each in found}
    answers = []
    for month in Month.values:
        follow_up = by_month.get(month)
        if follow_up is not None:
            follow_up.enrolment = enrolment
        answers.append(MonthAnswers(month, follow_up, _supervisor_of(follow_up)))
    return answers


def _supervisor_of(follow_up: TrainingFollowUp | None) -> SupervisorAnswer | None:
    return getattr(follow_up, "supervisor_answer", None) if follow_up is not None else None


PEOPLE = Enrolment.objects.select_related("participant").prefetch_related(
    "application_commitments",
    Prefetch("follow_ups", TrainingFollowUp.objects.select_related("supervisor_answer")),
)


@dataclass(frozen=True)
class PersonLine:
    """One participant in the list of an event: plan and outcomes, no answers."""

    enrolment: Enrolment

    @property
    def outcomes(self) -> list[tuple[int, str, str]]:
        """Month, outcome of the participant, outcome of the superior ("" where none is named)."""
        found = []
        for each in self.enrolment.follow_ups.all():
            superior = _supervisor_of(each)
            found.append((each.month, each.outcome, superior.outcome if superior else ""))
        return found

    @property
    def planned(self) -> int:
        return len(self.enrolment.application_commitments.all())
