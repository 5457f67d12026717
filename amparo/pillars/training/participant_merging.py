"""Participants who may be the same person: proposed, looked at side by side, decided by somebody.

Proposed are two of one office with the same name and institution, or with the same phone; never
for the same address alone, which institutions share. Nothing is merged by itself.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.refusals import Refusal

from .held_competencies import keep_held_competencies
from .models import (
    DistinctParticipants,
    Enrolment,
    HeldCompetency,
    OutsideCompletion,
    Participant,
    ParticipantToken,
)
from .participant_enrolling import TAKES_PART

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
    """Moves all that belongs to `other` to `kept`, and deletes `other` for good.

    What `kept` lacks is taken over; another address is offered on its page. Refused where both
    are enrolled in one event: which enrolment holds is for a person to say first.
    """
    must_be_two(kept, other)
    for each in sorted((kept, other), key=lambda each: each.pk):
        lock_for_update(each)
    if kept.user_id and other.user_id:
        raise Refusal(_("Both are colleagues with an account: they are two persons."))
    _must_share_no_event(kept, other)
    _take_over(kept, other)
    user, other_ref = other.user, other.ref
    _keep_one_completion(kept, other)
    _move_all(kept, other)
    keep_held_competencies(kept)
    Participant.objects.filter(pk=other.pk).delete()
    DataKey.destroy([other_ref])
    if user is not None:
        kept.user = user
    kept.change(by=by)
    log.log_event(by, "participant.merged", kept, refs=str(other_ref))


def _must_share_no_event(kept: Participant, other: Participant) -> None:
    held = Enrolment.objects.filter(state__in=TAKES_PART)
    events = held.filter(participant=kept).values("event")
    both = held.filter(participant=other, event__in=events).select_related("event").first()
    if both is not None:
        raise Refusal(
            _("Both are enrolled in %(number)s. Withdraw one of the two enrolments first.")
            % {"number": both.event.number}
        )


def _take_over(kept: Participant, other: Participant) -> None:
    for name in _FILLED_FROM_OTHER:
        if not getattr(kept, name):
            setattr(kept, name, getattr(other, name))
    if kept.organization_id is None:
        kept.organization = other.organization
    addresses = [*(kept.other_emails or []), other.email, *(other.other_emails or [])]
    further = dict.fromkeys(each for each in addresses if each and each != kept.email)
    kept.other_emails = list(further) or None


def _keep_one_completion(kept: Participant, other: Participant) -> None:
    """Of two completions of one course on one platform the later one stays. What both hold is
    worked out again afterwards.
    """
    HeldCompetency.objects.filter(participant=other).delete()
    held = OutsideCompletion.objects.filter(withdrawn_at=None)
    mine = {(each.version_id, each.system): each for each in held.filter(participant=kept)}
    for theirs in held.filter(participant=other):
        if own := mine.get((theirs.version_id, theirs.system)):
            min(own, theirs, key=lambda each: each.completed_on).delete()


def _move_all(kept: Participant, other: Participant) -> None:
    """Every record that names `other` names `kept` from now on, also those of other parts."""
    ParticipantToken.objects.filter(participant=other).delete()
    DistinctParticipants.objects.filter(Q(one=other) | Q(two=other)).delete()
    # Of consents to one purpose the one of `kept` holds.
    purposes = kept.consents.filter(until=None).values("purpose")
    other.consents.filter(until=None, purpose__in=purposes).delete()
    for relation in Participant._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model is ParticipantToken or model is DistinctParticipants or relation.many_to_many:
            continue
        model._default_manager.filter(**{name: other}).update(**{name: kept})  # type: ignore[union-attr]
