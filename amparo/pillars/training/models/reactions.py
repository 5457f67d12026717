"""Reactions to an event: three scales and a sentence, by nobody in particular.

Nothing leads from a reaction to who gave it: neither a key, nor its time, nor its place in the
table. That somebody gave one is noted on their enrolment, so that each gives one.
"""

import secrets
from collections.abc import Iterable
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new, lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .enrolments import Enrolment
from .events import TrainingEvent

LONGEST = 500
_SCALE = [MinValueValidator(1), MaxValueValidator(5)]


def random_key() -> int:
    """A key that says nothing of when the row was written."""
    return secrets.randbits(62)


class WithheldBecause(models.TextChoices):
    """Why a sentence is quoted nowhere; that it is unkind to the organizers is no reason."""

    NAMES = "names", pgettext_lazy("sentence withheld", "It names somebody")
    KNOWN = "known", pgettext_lazy("sentence withheld", "It tells who wrote it")
    CASE = "case", pgettext_lazy("sentence withheld", "It tells of somebody whom we assist")
    INSULT = "insult", pgettext_lazy("sentence withheld", "It insults somebody")
    NO_SENSE = "no_sense", pgettext_lazy("sentence withheld", "Nobody can make sense of it")


class Reaction(Record):
    """What somebody thinks of an event, from 1 (not at all) to 5 (entirely)."""

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    # At random: the references of other records tell their time.
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="reactions")
    useful = models.PositiveSmallIntegerField(
        gettext_lazy("What I learned is useful for my work"), validators=_SCALE
    )
    clear = models.PositiveSmallIntegerField(
        gettext_lazy("It was taught clearly"), validators=_SCALE
    )
    able = models.PositiveSmallIntegerField(
        gettext_lazy("I feel able to apply it"), validators=_SCALE
    )
    text = PersonalField(pgettext_lazy("reaction", "One sentence about the training"))
    may_be_quoted = models.BooleanField(
        gettext_lazy("It may be quoted without my name"), default=False
    )
    # A sentence by which somebody is known is quoted nowhere.
    is_withheld = models.BooleanField(default=False, editable=False)
    withheld_because = models.CharField(
        gettext_lazy("Why it is left out"), max_length=8, choices=WithheldBecause, blank=True
    )
    # An organizer has read it, and it may leave the office.
    is_cleared = models.BooleanField(default=False, editable=False)

    crypto_label = "reaction"
    audit_name = "trainingreaction"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Reaction to a training event")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="reaction_on_its_scale",
                condition=Q(useful__range=(1, 5), clear__range=(1, 5), able__range=(1, 5)),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Whoever gave it gave no name, and nothing leads to them.")

    class Events:
        given = AuditEvent(gettext_lazy("Reaction to a training event given"))
        withheld = AuditEvent(gettext_lazy("Sentence of a reaction withheld"))
        cleared = AuditEvent(gettext_lazy("Sentences of reactions cleared for quotation"))

    def __str__(self):
        return f"Reaction {self.ref}"

    @classmethod
    @transaction.atomic
    def give(
        cls, enrolment: Enrolment, *, useful: int, clear: int, able: int, text: str = "",
        may_be_quoted: bool = False,
    ) -> None:  # fmt: skip
        """Takes it once from each who has a seat; nothing is returned that would join the two."""
        locked = lock_for_update(enrolment)
        if locked.state != Enrolment.State.ENROLLED:
            raise Refusal(_("Only participants with a seat say what they think of it."))
        if locked.has_reacted:
            raise Refusal(_("You said already what you think of it. Thank you."))
        reaction = cls(
            event=enrolment.event, useful=useful, clear=clear, able=able,
            text=text.strip()[:LONGEST], may_be_quoted=may_be_quoted and bool(text.strip()),
        )  # fmt: skip
        allow_new(reaction)
        reaction.save(force_insert=True)
        locked.has_reacted = enrolment.has_reacted = True
        locked.save(update_fields=["has_reacted"])
        log.log_event(None, "trainingreaction.given", enrolment.event)

    @transaction.atomic
    def withhold(self, *, by: User, because: str) -> None:
        """Its sentence is quoted nowhere, and the report counts it as left out. Twice is once."""
        lock_for_update(self)
        if not self.is_withheld:
            self.is_withheld, self.withheld_because, self.is_cleared = True, because, False
            self.save(update_fields=["is_withheld", "withheld_because", "is_cleared"])
            log.log_event(by, "trainingreaction.withheld", self.event, reason=because)

    @classmethod
    @transaction.atomic
    def allow_quotation(
        cls, event: TrainingEvent, reactions: Iterable["Reaction"], *, by: User
    ) -> int:
        """Somebody has read these sentences: they may leave the office. Returns how many were not
        cleared before; twice is once.
        """
        waiting = [each for each in reactions if each.may_leave_once_read]
        for each in waiting:
            lock_for_update(each)
            each.is_cleared = True
            each.save(update_fields=["is_cleared"])
        if waiting:
            log.log_event(by, "trainingreaction.cleared", event, count=len(waiting))
        return len(waiting)

    @property
    def may_leave_once_read(self) -> bool:
        return self.may_be_quoted and not self.is_withheld and not self.is_cleared
