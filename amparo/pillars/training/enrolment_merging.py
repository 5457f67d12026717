"""Two enrolments of one person at one event made one, when two participants are merged.

One stays: that with a certificate, else with a seat, else that which came first. The other is
withdrawn and leads to it, so that its number and its badge still find the person. What belongs to
both is united by the rules of each part; what cannot be united stays where it was recorded.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_for_update, lock_rows

from .attendance import Answer, unite_answers
from .attendance_records import attendance_of
from .models import (
    ApplicationCommitment,
    AttendanceEntry,
    Certificate,
    Enrolment,
    NamedSupervisor,
    Participant,
    PerDiemLine,
    PracticeEntry,
    TestSitting,
    TrainingEvent,
    TrainingFollowUp,
    TrainingNotice,
)
from .models.application_plans import MOST as MOST_COMMITMENTS
from .models.enrolments import release

# More than any month after a training.
_ASIDE = 100


def merge_enrolments(
    event: TrainingEvent, one: Enrolment, two: Enrolment, *, kept: Participant, by: User
) -> None:
    """Makes two enrolments at an event one, of `kept`. The caller makes their participants one, in
    the same transaction.
    """
    locked = lock_for_update(event)
    stays, gone = _which_stays(one, two)
    stays.event = gone.event = locked
    was = gone.state
    _take_over(stays, gone, kept)
    answers = _answers(locked, stays, gone)
    for move in (_move_attendance, _move_practice, _move_tests, _move_plan, _move_follow_ups,
                 _move_supervisor, _move_lines, _move_notices):  # fmt: skip
        move(stays, gone)
    _say_attendance(stays, answers, by)
    Enrolment.objects.filter(repeats=gone).update(repeats=stays)
    log.log_event(by, "enrolment.united", stays, refs=str(gone.ref))
    release(locked, was, by=by)


def _which_stays(one: Enrolment, two: Enrolment) -> tuple[Enrolment, Enrolment]:
    issued = set(
        Certificate.objects.filter(
            enrolment__in=(one, two), state=Certificate.State.ISSUED
        ).values_list("enrolment", flat=True)
    )
    states = Enrolment.State

    def standing(each: Enrolment) -> tuple:
        state = each.state
        return (each.pk in issued, state == states.ENROLLED, state == states.WAITING, -each.number)

    first, second = sorted((one, two), key=standing, reverse=True)
    return first, second


def _take_over(stays: Enrolment, gone: Enrolment, kept: Participant) -> None:
    """What one of the two said holds for both; the other leaves the list."""
    for name in ("needs", "guardian_consent", "guardian_consented_at", "confirmed_at"):
        if not getattr(stays, name):
            setattr(stays, name, getattr(gone, name))
    stays.has_reacted = stays.has_reacted or gone.has_reacted
    gone.state, gone.withdrawn_at = Enrolment.State.WITHDRAWN, now()
    gone.repeats, gone.person_key, gone.needs = stays, "", ""
    gone.may_be_reminded = gone.may_be_asked_later = False
    gone.because = _("The same person as number %(number)s.") % {"number": stays.number}
    gone.save()
    stays.participant = kept  # before anything is sealed: the other key goes
    stays.save()


def _give(rows: models.QuerySet, stays: Enrolment) -> None:
    for each in lock_rows(rows):
        each.enrolment = stays
        each.save(update_fields=["enrolment"])


def _move_attendance(stays: Enrolment, gone: Enrolment) -> None:
    """A code that both typed stays with each."""
    typed = AttendanceEntry.objects.filter(enrolment=stays, how=AttendanceEntry.How.CODE)
    both = models.Q(how=AttendanceEntry.How.CODE, session__in=typed.values("session"))
    _give(AttendanceEntry.objects.filter(enrolment=gone).exclude(both), stays)


def _answers(
    event: TrainingEvent, stays: Enrolment, gone: Enrolment
) -> dict[int, Answer | None]:  # fmt: skip
    """What holds at each session for the one person that they are, by its key."""
    known = attendance_of(event, [stays, gone]).answers
    one, two = known.get(stays.pk, {}), known.get(gone.pk, {})
    return {key: unite_answers(one.get(key), two.get(key)) for key in {*one, *two}}


def _say_attendance(stays: Enrolment, answers: dict[int, Answer | None], by: User) -> None:
    """Where the records of both together say something else, it is put right with the reason: a
    trainer who marked the second number as absent did not say that the first was not there.
    """
    event = stays.event
    if event.state == event.State.CANCELLED or stays.state != Enrolment.State.ENROLLED:
        return
    known = attendance_of(event, [stays]).answers.get(stays.pk, {})
    for session in event.sessions.all():
        right, found = answers.get(session.pk), known.get(session.pk)
        if right is None or (found and _same(right, found)):
            continue
        session.event = event
        AttendanceEntry.correct(
            session, stays, by=by, is_present=right.is_present,
            minutes=right.minutes or None, because=_("Two records of one person were merged."),
        )  # fmt: skip


def _same(one: Answer, other: Answer) -> bool:
    return (one.is_present, one.minutes) == (other.is_present, other.minutes)


def _move_practice(stays: Enrolment, gone: Enrolment) -> None:
    """The rules of practice decide among the records of both."""
    _give(PracticeEntry.objects.filter(enrolment=gone), stays)


def _move_tests(stays: Enrolment, gone: Enrolment) -> None:
    """Of two tests at one moment the first counts, as always; but not where a certificate was
    issued by the other.
    """
    is_relied_on = stays.certificates.filter(state=Certificate.State.ISSUED).exists()
    own = {each.moment_id: each for each in lock_rows(stays.test_sittings.all())}
    for each in lock_rows(gone.test_sittings.all(), "moment"):
        known = own.get(each.moment_id)
        if known is None:
            _pair(each, stays)
        elif each.taken_at < known.taken_at and not is_relied_on:
            known.moment = each.moment
            known.pairing = known.moment.hash_text(f"aside {uuid4()}")
            known.save(update_fields=["pairing"])
            _pair(each, stays)
            _pair(known, gone)


def _pair(sitting: TestSitting, enrolment: Enrolment) -> None:
    sitting.enrolment = enrolment
    sitting.pairing = sitting.moment.hash_text(f"enrolment {enrolment.ref}")
    sitting.save(update_fields=["enrolment", "pairing"])


def _move_plan(stays: Enrolment, gone: Enrolment) -> None:
    """As many commitments as a plan has room for; the others stay with the second number."""
    taken = set(stays.application_commitments.values_list("position", flat=True))
    free = [each for each in range(1, MOST_COMMITMENTS + 1) if each not in taken]
    rows = lock_rows(ApplicationCommitment.objects.filter(enrolment=gone))
    for each, position in zip(rows, free, strict=False):
        each.enrolment, each.position = stays, position
        each.save(update_fields=["enrolment", "position"])


def _move_follow_ups(stays: Enrolment, gone: Enrolment) -> None:
    """Of two of one month that which was answered."""
    own = {each.month: each for each in lock_rows(stays.follow_ups.all())}
    for each in lock_rows(gone.follow_ups.all()):
        known = own.get(each.month)
        if known is not None and (known.answered_at or not each.answered_at):
            continue
        month = each.month
        if known is not None:
            _place(known, gone, month + _ASIDE)
        _place(each, stays, month)
        if known is not None:
            _place(known, gone, month)


def _place(follow_up: TrainingFollowUp, enrolment: Enrolment, month: int) -> None:
    follow_up.enrolment, follow_up.month = enrolment, month
    follow_up.save(update_fields=["enrolment", "month"])


def _move_supervisor(stays: Enrolment, gone: Enrolment) -> None:
    if not NamedSupervisor.objects.filter(enrolment=stays).exists():
        _give(NamedSupervisor.objects.filter(enrolment=gone), stays)


def _move_lines(stays: Enrolment, gone: Enrolment) -> None:
    """Of a list that names both each line stays: it says who was paid. Days that were paid are
    not paid again.
    """
    lists = stays.per_diem_lines.values("of")
    _give(PerDiemLine.objects.filter(enrolment=gone).exclude(of__in=lists), stays)


def _move_notices(stays: Enrolment, gone: Enrolment) -> None:
    said = set(stays.notices.values_list("kind", "for_day", "sequence"))
    rows = [
        each.pk for each in gone.notices.all()
        if (each.kind, each.for_day, each.sequence) not in said
    ]  # fmt: skip
    _give(TrainingNotice.objects.filter(pk__in=rows), stays)


# By the relation of `Enrolment`: what is done with each, or why nothing is. The test of merging
# compares it with the relations that there are.
MOVES: dict[str, Callable[..., Any] | str] = {
    "attendance_entries": _move_attendance,
    "practice_entries": _move_practice,
    "test_sittings": _move_tests,
    "application_commitments": _move_plan,
    "follow_ups": _move_follow_ups,
    "supervisor": _move_supervisor,
    "per_diem_lines": _move_lines,
    "notices": _move_notices,
    "certificates": "one that was issued stays with the number that it was issued to",
    "repetitions": "they lead to the number that stays",
}
