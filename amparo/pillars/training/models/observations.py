"""Observations of trainers: who observes whom at which event, and what they saw, by a rubric."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..trainer_grades import is_good_enough
from .event_stages import must_be_on, must_have_begun_by
from .events import EventTrainer, TrainingEvent
from .participants import Participant
from .trainers import Trainer

# One more whenever an item of the rubric, or what its points mean, is changed: what was judged by
# the items before, on a device without a network, is not taken for a judgement by these.
RUBRIC_EDITION = 1


def trains_at_event(trainer: Trainer) -> Q:
    """Returns the condition on `EventTrainer` that it is this trainer, today: named themselves, or
    by their account.
    """
    who = Q(participant=trainer.participant_id)
    if account := trainer.participant.user_id:
        who |= Q(user=account)
    return who & Q(until=None)


class EventObserver(Record):
    """A colleague who is to observe a trainer at an event."""

    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, verbose_name=gettext_lazy("Training event"),
        related_name="observers",
    )  # fmt: skip
    trainer = models.ForeignKey(
        Trainer, models.PROTECT, verbose_name=gettext_lazy("Trainer"), related_name="observers"
    )
    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=pgettext_lazy("of a trainer", "Observer"),
        related_name="+",
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)
    # Since when they no longer are to observe; what they observed stays.
    until = models.DateTimeField(null=True, editable=False)

    audit_name = "eventobserver"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Observer of a trainer")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "trainer", "user"], condition=Q(until=None),
                name="event_observer_once",
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "trainer__participant"
        title = gettext_lazy("Observer of a trainer")
        disclose = ("event", "at")

    class Events:
        named = AuditEvent(
            gettext_lazy("Observer of a trainer named"),
            notice=Notice(
                gettext_lazy("You observe a trainer at a training event"), "work", icon="school"
            ),
        )
        removed = AuditEvent(gettext_lazy("Observer of a trainer removed"))

    def __str__(self):
        return f"EventObserver {self.ref}"

    @property
    def has_observed(self) -> bool:
        return Observation.objects.filter(observer=self.pk).exists()

    @classmethod
    @transaction.atomic
    def appoint(
        cls, trainer: Trainer, event: TrainingEvent, *, by: User, user: User
    ) -> "EventObserver":
        """Names a colleague; they see the trainer and the event from now on, and are told. Naming
        the same colleague twice is once.
        """
        must_be_another(trainer, user)
        must_be_on(event)
        must_train(trainer, event)
        there = cls.objects.filter(event=event, trainer=trainer, user=user, until=None).first()
        if there is not None:
            return there
        made = cls.objects.create(event=event, trainer=trainer, user=user, by=by)
        log.log_event(by, "eventobserver.named", made)
        url = trainer.get_absolute_url()
        Notification.notify([user], event="eventobserver.named", about="", url=url, by=by)
        return made

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """They are not to observe any more. Twice is once."""
        lock_and_refresh(self, "until")
        if self.until is None:
            self.until = now()
            self.save(update_fields=["until"])
            log.log_event(by, "eventobserver.removed", self)


def must_be_another(trainer: Trainer, user: User) -> None:
    if trainer.participant.user_id == user.pk:
        raise Refusal(_("Somebody else observes you."))


def must_train(trainer: Trainer, event: TrainingEvent) -> None:
    if not EventTrainer.objects.filter(trains_at_event(trainer), event=event).exists():
        raise Refusal(_("They are not a trainer of this event."))


class Observation(Record):
    """How an observer judged one delivery of a trainer, item by item."""

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="observations")
    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, verbose_name=gettext_lazy("Training event"),
        related_name="observations",
    )  # fmt: skip
    on = models.DateField(pgettext_lazy("observation", "Day"))
    note = PersonalField(pgettext_lazy("observation", "What they do well, and what to change"))
    # As whom they observed; None where an organizer did who was not named for it.
    observer = models.OneToOneField(
        EventObserver, models.PROTECT, null=True, editable=False, related_name="observation"
    )
    # The key of the command that a device sent: the same twice is one observation.
    command = models.UUIDField(null=True, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "trainerobservation"
    audit_name = "trainerobservation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Observation of a trainer")
        ordering = ["-on", "-pk"]

    class Privacy:
        owner = "trainer__participant"
        title = gettext_lazy("Observation of a trainer")
        disclose = ("event", "on", "note")

    class Events:
        recorded = AuditEvent(gettext_lazy("Trainer observed"))

    def __str__(self):
        return f"Observation {self.ref}"

    @property
    def file(self) -> Participant:
        """Under whose key the note is sealed: it is gone with the trainer's data."""
        return self.trainer.participant

    @property
    def points(self) -> list[int]:
        return [each.points for each in self.scores.all()]

    @property
    def is_good_enough(self) -> bool:
        """Whether it carries a certificate."""
        return is_good_enough(self.points)

    @classmethod
    @transaction.atomic
    def record(
        cls, trainer: Trainer, event: TrainingEvent, *, by: User, on: date,
        points: Mapping[str, int], note: str = "", command: UUID | None = None,
        observer: EventObserver | None = None,
    ) -> "Observation":  # fmt: skip
        """Records how they did, with a point of 0 to 3 for every item of the rubric. The same
        command twice is one observation, and so is what one who was named for it records twice.
        """
        if command and (known := cls.objects.filter(command=command).first()):
            return known
        must_be_another(trainer, by)
        must_be_on(event)
        must_train(trainer, event)
        must_have_begun_by(event, on)
        _must_judge_all(points)
        named = observer or _named(trainer, event, by)
        if named is not None:
            lock_and_refresh(named, "until")
            if named.has_observed:
                raise Refusal(
                    _("This observation was recorded already, and the first one stands.")
                )
        observation = cls.objects.create(
            trainer=trainer, event=event, on=on, note=note, by=by, observer=named, command=command
        )
        for item, given in points.items():
            observation.scores.create(item=item, points=given)
        log.log_event(by, "trainerobservation.recorded", observation)
        return observation


def _named(trainer: Trainer, event: TrainingEvent, by: User) -> EventObserver | None:
    return EventObserver.objects.filter(trainer=trainer, event=event, user=by, until=None).first()


def _must_judge_all(points: Mapping[str, int]) -> None:
    is_whole = set(points) == set(ObservationScore.Item.values)
    if not is_whole or not all(0 <= each <= MOST_POINTS for each in points.values()):
        raise Refusal(_("Judge every item, from 0 to 3."))


def rubric_edition() -> str:
    """Returns a word that is another once the rubric was changed."""
    said = f"{RUBRIC_EDITION}|{'|'.join(ObservationScore.Item.values)}|{MOST_POINTS}"
    return sha256(said.encode()).hexdigest()[:12]


MOST_POINTS = 3


class ObservationScore(models.Model):
    """One item of the rubric, judged from 0 (not seen) to 3 (done well)."""

    class Item(models.TextChoices):
        """Configuration of ours, not a standard."""

        PREPARED = "prepared", pgettext_lazy("rubric", "Prepared: objectives, time and materials")
        CORRECT = "correct", pgettext_lazy("rubric", "What is taught is right and up to date")
        TAKES_PART = (
            "takes_part",
            pgettext_lazy("rubric", "Participants practise, not only listen"),
        )
        CLEAR = "clear", pgettext_lazy("rubric", "Words and language that everybody understands")
        INCLUDES = "includes", pgettext_lazy("rubric", "Nobody is left out")
        NO_HARM = (
            "no_harm",
            pgettext_lazy("rubric", "Examples identify nobody and hurt nobody present"),
        )
        CHECKS = "checks", pgettext_lazy("rubric", "Checks what was understood")
        APPLIES = "applies", pgettext_lazy("rubric", "Leads to what participants will do at work")

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="scores")
    item = models.CharField(max_length=12, choices=Item)
    points = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_POINTS)])

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Item of an observation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "item"], name="observed_item_once"),
            models.CheckConstraint(
                name="points_of_an_item", condition=models.Q(points__gte=0, points__lte=3)
            ),
        ]

    class Privacy:
        owner = "observation__trainer__participant"
        withheld = gettext_lazy("Told with the observation it belongs to.")

    def __str__(self):
        return f"{self.observation_id} {self.item} {self.points}"
