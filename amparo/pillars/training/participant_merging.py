"""Participants who may be the same person: proposed, looked at side by side, decided by somebody.

Proposed are two of one office with the same name and institution, or with the same phone; never
for the same address alone, which institutions share. Nothing is merged by itself.
"""

from collections import defaultdict
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_for_update, lock_rows
from amparo.foundation.core.refusals import Refusal

from .enrolment_merging import merge_enrolments
from .held_competencies import keep_held_competencies
from .models import (
    DistinctParticipants,
    Enrolment,
    HeldCompetency,
    Observation,
    OutsideCompletion,
    Participant,
    ParticipantToken,
    PerDiemList,
    PracticeEntry,
)
from .participant_resealing import open_sealed, seal_anew
from .trainer_merging import merge_trainers

_LOOKED_AT = (ParticipantToken.Kind.SAME, ParticipantToken.Kind.PHONE)
_FILLED_FROM_OTHER = ("email", "phone", "institution", "role", "language", "country", "sex")


def proposals(user: User) -> QuerySet:
    """Returns one row for each pair, in order: `participant` and `earlier`, the key of the one
    recorded before. A pair may come twice, by name and by phone.
    """
    kept = Participant.objects.accessible_to(user, to="keep").filter(erased_at=None)
    decided = DistinctParticipants.objects.filter(
        one=OuterRef("participant"), two=OuterRef(OuterRef("participant"))
    )
    alike = ParticipantToken.objects.filter(
        ~Exists(decided), kind=OuterRef("kind"), key=OuterRef("key"),
        participant__lt=OuterRef("participant"),
        participant__office=OuterRef("participant__office"), participant__erased_at=None,
    )  # fmt: skip
    first = Subquery(alike.order_by("participant").values("participant")[:1])
    rows = ParticipantToken.objects.filter(kind__in=_LOOKED_AT, participant__in=kept)
    return rows.annotate(earlier=first).exclude(earlier=None)


def must_be_two(one: Participant, two: Participant) -> None:
    if one.pk == two.pk or one.office_id != two.office_id:
        raise Refusal(_("Choose two participants of one office."))
    if one.is_erased or two.is_erased:
        raise Refusal(_("The data of one of them were erased: there is nothing to compare."))


@transaction.atomic
def keep_apart(one: Participant, two: Participant, *, by: User) -> None:
    """Records that they are two persons; they are not proposed again."""
    must_be_two(one, two)
    first, second = sorted((one, two), key=lambda each: each.pk)
    DistinctParticipants.objects.get_or_create(one=first, two=second, defaults={"by": by})
    log.log_event(by, "participant.kept_apart", first, refs=str(second.ref))


@transaction.atomic
def merge(kept: Participant, other: Participant, *, by: User) -> None:
    """Moves all that belongs to `other` to `kept`, and deletes `other` for good. All of it is
    done, or nothing.

    What `kept` lacks is taken over; another address is offered on its page. Two enrolments at one
    event become one (`enrolment_merging`), two trainers one (`trainer_merging`). Refused where a
    person must decide first: both are colleagues, one observed the other, or both are on a list
    of per diem that is still to be paid.
    """
    must_be_two(kept, other)
    for each in sorted((kept, other), key=lambda each: each.pk):
        lock_for_update(each)
    if kept.user_id and other.user_id:
        raise Refusal(_("Both are colleagues with an account: they are two persons."))
    _must_not_have_judged(kept, other)
    shared = _shared_enrolments(kept, other)
    _must_not_wait_for_per_diem(shared)
    opened = open_sealed(other)
    for one, two in shared:
        merge_enrolments(one.event, one, two, kept=kept, by=by)
    merge_trainers(kept, other, by=by)
    _take_over(kept, other)
    user, other_ref = other.user, other.ref
    _move_all(kept, other, by=by)
    seal_anew(opened)
    Participant.objects.filter(pk=other.pk).delete()
    DataKey.destroy([other_ref])
    if user is not None:
        kept.user = user
    kept.change(by=by)
    keep_held_competencies(kept)
    log.log_event(by, "participant.merged", kept, refs=str(other_ref))


def _shared_enrolments(kept: Participant, other: Participant) -> list[tuple[Enrolment, Enrolment]]:
    """Those of both at the same event, that of `kept` first; who withdrew is on no list."""
    held = Enrolment.objects.exclude(state=Enrolment.State.WITHDRAWN)
    held = held.filter(participant__in=(kept, other)).order_by("event", "pk")
    of_both: dict[int, dict[int, Enrolment]] = defaultdict(dict)
    for each in lock_rows(held, "event"):
        of_both[each.event_id][each.participant_id] = each
    return [
        (each[kept.pk], each[other.pk]) for _event, each in sorted(of_both.items())
        if len(each) > 1
    ]  # fmt: skip


def _must_not_wait_for_per_diem(shared: list[tuple[Enrolment, Enrolment]]) -> None:
    for one, two in shared:
        both = PerDiemList.objects.filter(
            paid_on=None, discarded_at=None, lines__enrolment=one
        ).filter(lines__enrolment=two)
        if both.exists():
            raise Refusal(
                _(
                    "Both are on the per diem list of %(number)s that is not paid yet. Discard it"
                    " and draw it up again once they are one."
                )
                % {"number": one.event.number}
            )


def _must_not_have_judged(one: Participant, two: Participant) -> None:
    """Nobody judges themselves: one of whom the other said how they trained, or met a practice,
    is somebody else.
    """
    for judge, judged in ((one, two), (two, one)):
        if judge.user_id is None:
            continue
        trained = Observation.objects.filter(by=judge.user_id, trainer__participant=judged)
        practised = PracticeEntry.objects.filter(by=judge.user_id, enrolment__participant=judged)
        if trained.exists() or practised.exists():
            raise Refusal(_("One of them observed the other: they are two persons."))


def _take_over(kept: Participant, other: Participant) -> None:
    for name in _FILLED_FROM_OTHER:
        if not getattr(kept, name):
            setattr(kept, name, getattr(other, name))
    if kept.organization_id is None:
        kept.organization = other.organization
    addresses = [*(kept.other_emails or []), other.email, *(other.other_emails or [])]
    further = dict.fromkeys(each for each in addresses if each and each != kept.email)
    kept.other_emails = list(further) or None


def _move_all(kept: Participant, other: Participant, *, by: User) -> None:
    """Every record that names `other` names `kept` from now on, also those of other parts."""
    ParticipantToken.objects.filter(participant=other).delete()
    HeldCompetency.objects.filter(participant=other).delete()  # counted anew from certificates
    _keep_decisions(kept, other)
    _keep_latest_answers(kept, other)
    _keep_latest_completions(kept, other, by=by)
    for model, name in relations_of(Participant):
        if model in (ParticipantToken, DistinctParticipants):
            continue
        for each in lock_rows(model._default_manager.filter(**{name: other})):
            setattr(each, name, kept)
            each.save(update_fields=[name])


def relations_of(model: type[models.Model]) -> list[tuple[Any, str]]:
    """Returns the models that name records of a model, with the field by which they do; links that
    only list several are left out.
    """
    found = []
    for each in model._meta.get_fields(include_hidden=True):
        if isinstance(each, models.ManyToOneRel) and not each.related_model._meta.auto_created:
            found.append((each.related_model, each.field.name))
    return found


def _keep_decisions(kept: Participant, other: Participant) -> None:
    """Whoever was kept apart from one of the two is kept apart from the person that they are."""
    rows = DistinctParticipants.objects.filter(Q(one=other) | Q(two=other))
    for each in rows:
        third = each.two_id if each.one_id == other.pk else each.one_id
        if third != kept.pk:
            first, second = sorted((third, kept.pk))
            DistinctParticipants.objects.get_or_create(
                one_id=first, two_id=second, defaults={"by_id": each.by_id}
            )
    rows.delete()


def _keep_latest_answers(kept: Participant, other: Participant) -> None:
    """Of two answers to one purpose the later one holds; the other stays on record as ended."""
    held = {each.purpose: each for each in lock_rows(kept.consents.filter(until=None))}
    for each in lock_rows(other.consents.filter(until=None)):
        if (known := held.get(each.purpose)) is not None:
            earlier, later = sorted((known, each), key=lambda answer: (answer.at, answer.pk))
            earlier.until = later.at
            earlier.save(update_fields=["until"])


def _keep_latest_completions(kept: Participant, other: Participant, *, by: User) -> None:
    """Of two completions of one course on one platform the later one holds."""
    held = {(each.version_id, each.system): each for each in _completions_of(kept)}
    for each in _completions_of(other):
        if (known := held.get((each.version_id, each.system))) is not None:
            min((known, each), key=lambda row: (row.completed_on, row.pk)).withdraw(by=by)


def _completions_of(participant: Participant) -> QuerySet[OutsideCompletion]:
    return OutsideCompletion.objects.filter(participant=participant, withdrawn_at=None)
