"""Application plans: what a participant will do with what they learned, and by when.

Written at the end of an event on their own page, or typed from paper; up to three commitments,
sealed with the key of the participant. A plan stays as it is once a follow-up was answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new, lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .enrolments import Enrolment
from .participants import Participant

MOST = 3
LONGEST = 500


@dataclass(frozen=True)
class Planned:
    """One commitment as it was written."""

    text: str
    due_on: date


class ApplicationCommitment(Record):
    """One of up to three things that a participant commits to do after a training."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="application_commitments"
    )
    position = models.PositiveSmallIntegerField(editable=False)
    text = PersonalField(pgettext_lazy("application plan", "What I will do"))
    due_on = models.DateField(pgettext_lazy("application plan", "By when"))
    # The colleague who typed it from paper; nobody where the participant wrote it.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(
        pgettext_lazy("application plan", "Recorded on"), default=now, editable=False
    )

    crypto_label = "applicationcommitment"
    audit_name = "applicationcommitment"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Commitment of an application plan")
        ordering = ["enrolment", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "position"], name="application_commitment_once"
            ),
            models.CheckConstraint(
                name="application_plan_of_three", condition=Q(position__gte=1, position__lte=MOST)
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "enrolment__participant"
        title = pgettext_lazy("training", "Application plan")
        disclose = ("text", "due_on", "at")

    class Events:
        written = AuditEvent(gettext_lazy("Application plan written"))

    def __str__(self):
        return f"ApplicationCommitment {self.ref}"

    @property
    def file(self) -> Participant:
        """It is sealed with the key of the participant, and gone with it."""
        return self.enrolment.participant


@transaction.atomic
def write_plan(enrolment: Enrolment, planned: Sequence[Planned], *, by: User | None) -> None:
    """Writes the plan in place of what it said before; empty lines are left out. Sent twice it is
    there once.

    Refuses more than three commitments, none at all, and any change after a follow-up asked how
    far they came.
    """
    lock_for_update(enrolment)
    wanted = [Planned(each.text.strip()[:LONGEST], each.due_on) for each in planned if each.text]
    _must_be_writable(enrolment, wanted)
    known = {each.position: each for each in enrolment.application_commitments.all()}
    for position, each in enumerate(wanted, 1):
        made = known.pop(position, None) or ApplicationCommitment(
            enrolment=enrolment, position=position
        )
        if made.pk and (made.text, made.due_on) == (each.text, each.due_on):
            continue
        made.text, made.due_on, made.by, made.at = each.text, each.due_on, by, now()
        if made.pk is None:
            allow_new(made)
        made.save()
    for gone in known.values():
        gone.delete()
    if wanted:
        log.log_event(by, "applicationcommitment.written", enrolment, count=len(wanted))


def _must_be_writable(enrolment: Enrolment, wanted: Sequence[Planned]) -> None:
    if enrolment.state != Enrolment.State.ENROLLED:
        raise Refusal(_("Only participants with a seat write an application plan."))
    if not wanted:
        raise Refusal(_("Write at least one commitment: what you will do, and by when."))
    if len(wanted) > MOST:
        raise Refusal(too_many())
    if enrolment.follow_ups.exclude(answered_at=None).exists():
        raise Refusal(
            _("A follow-up was answered about this plan already: it stays as it is now.")
        )


def too_many() -> str:
    return _("A plan has three commitments at most. Keep the three that matter most.")
