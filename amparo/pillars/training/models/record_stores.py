"""Learning record stores: machines of others to which an office sends what its participants
attended, passed and earned, as statements of the Experience API under a pseudonym.
"""

import hmac
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Membership, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.outbound import (
    OutboundDelivery,
    OutboundDeliveryQuerySet,
    OutboundTarget,
    OutboundTargetQuerySet,
    must_be_allowed,
)
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from ..xapi import SELF, Fact
from .course_parts import CourseText
from .course_versions import CourseVersion
from .participants import Participant

# Whoever keeps the stores of an office.
KEEP = "training.require"
# No request takes longer: after it a statement that was under way has arrived or has not.
UNDER_WAY = timedelta(minutes=1)
PSEUDONYM_LENGTH = 32
REFUSED, CONFLICT = (401, 403), 409
MISSING = (404, 405, 410)
# What is tried again; every other answer of the 400s would be the same tomorrow.
PASSING = (408, 425, 429)


class StatementKind(models.TextChoices):
    """What is told to a store, as its keeper chooses it."""

    ATTENDED = "attended", pgettext_lazy("learning statement", "Sessions attended")
    TESTED = "tested", pgettext_lazy("learning statement", "Final tests passed or failed")
    EARNED = "earned", pgettext_lazy("learning statement", "Certificates earned")


class LearningRecordStoreQuerySet(OutboundTargetQuerySet):
    """Stores of offices."""


class LearningRecordStore(OutboundTarget):
    """A learning record store that an office named, with its credentials."""

    Kind = StatementKind

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    name = models.CharField(pgettext_lazy("record store", "Name"), max_length=100)
    # Of the endpoint, below which /statements lies. It may contain a secret: encrypted too.
    address = PersonalField(pgettext_lazy("record store", "Address"))
    login = PersonalField(pgettext_lazy("record store", "Key or user name"))
    password = PersonalField(pgettext_lazy("record store", "Secret"))
    kinds = models.JSONField(pgettext_lazy("record store", "Statements"), default=list)

    crypto_label = "recordstore"
    audit_name = "recordstore"
    ended_words = gettext_lazy("This record store has ended. Add a new one.")

    objects = LearningRecordStoreQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Learning record store")
        ordering = ["-made_at"]

    class Privacy:
        no_owner = gettext_lazy("Where an office sends statements; names no participant.")
        plain_text = {"kinds": "codes of statements", "name": "what an office calls a machine"}

    class Events:
        added = AuditEvent(gettext_lazy("Learning record store added"))
        changed = AuditEvent(gettext_lazy("Credentials of a learning record store changed"))
        tried = AuditEvent(gettext_lazy("Learning record store tried"))
        paused = AuditEvent(
            gettext_lazy("Learning record store paused"),
            notice=Notice(gettext_lazy("Learning record store paused"), "work", icon="tool"),
        )
        resumed = AuditEvent(gettext_lazy("Learning record store resumed"))
        ended = AuditEvent(gettext_lazy("Learning record store ended"))

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:record-store", args=[self.ref])

    def keepers(self) -> list[User]:
        held = Membership.objects.held().with_permission(KEEP)
        return held.filter(Q(office=self.office_id) | Q(team__office=self.office_id)).people()

    @property
    def kind_labels(self) -> list[str]:
        return [str(each.label) for each in StatementKind if each in self.kinds]

    @classmethod
    @transaction.atomic
    def add(
        cls, *, by: User, office: Office, name: str, address: str, login: str, password: str,
        kinds: list[str],
    ) -> "LearningRecordStore":  # fmt: skip
        """Adds a store that is told from now on. Raises Refusal for hosts outside AMPARO_OUTBOUND
        and where nothing is chosen.
        """
        if not kinds or not set(kinds) <= set(StatementKind.values):
            raise Refusal(_("Choose what is sent to it."))
        must_be_allowed(address)
        store = cls.objects.create(
            office=office, name=name, address=address.rstrip("/"), login=login,
            password=password, kinds=[each for each in StatementKind.values if each in kinds],
            made_by=by,
        )  # fmt: skip
        log.log_event(by, "recordstore.added", store)
        return store

    @transaction.atomic
    def change_credentials(self, *, by: User, login: str, password: str) -> None:
        self.must_not_have_ended()
        self.login, self.password = login, password
        self.save(update_fields=["login", "password"])
        log.log_event(by, "recordstore.changed", self)

    @transaction.atomic
    def resume(self, *, by: User) -> None:
        """Sends again, first what waits, with all its tries before it."""
        self.deliveries.waiting().update(tries=0)
        super().resume(by=by)

    @transaction.atomic
    def try_out(self, *, by: User) -> "LearningStatement":
        """Queues a statement about nobody, always the same one, and returns its delivery."""
        self.must_not_have_ended()
        if self.is_paused:
            raise Refusal(_("It is paused. Resume it, then try."))
        found = self.deliveries.filter(verb="try").first()
        if found is None:
            found = LearningStatement.create(self, verb="try", source=self.ref, at=self.made_at)
        elif not found.is_waiting:
            found.state, found.tries, found.next_at = StatementState.WAITING, 0, now()
            found.save(update_fields=["state", "tries", "next_at"])
            found.send()
        log.log_event(by, "recordstore.tried", self)
        return found

    def pseudonym_of(self, participant: Participant) -> str:
        """Returns by what this store knows somebody: another store knows them by another."""
        said = f"{self.ref.hex}|{participant.ref.hex}".encode()
        key = key_ring.derive("learning records")
        return hmac.new(key, said, sha256).hexdigest()[:PSEUDONYM_LENGTH]


class StatementState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("webhook", "Pending")
    TAKEN = "taken", pgettext_lazy("webhook", "Delivered")
    FAILED = "failed", pgettext_lazy("learning statement", "Not taken")
    DROPPED = "dropped", pgettext_lazy("learning statement", "Recalled before it was sent")


class LearningStatementQuerySet(OutboundDeliveryQuerySet):
    """Statements for stores."""


class LearningStatement(OutboundDelivery):
    """One statement for one store. It is put together when it is sent, from what stands here."""

    class Verb(models.TextChoices):
        ATTENDED = "attended", pgettext_lazy("learning statement", "Attended a session")
        PASSED = "passed", pgettext_lazy("learning statement", "Passed the final test")
        FAILED = "failed", pgettext_lazy("learning statement", "Failed the final test")
        EARNED = "earned", pgettext_lazy("learning statement", "Earned a certificate")
        VOIDED = "voided", pgettext_lazy("learning statement", "Voids an earlier statement")
        TRY = "try", pgettext_lazy("learning statement", "Connection test")

    store = models.ForeignKey(
        LearningRecordStore, models.CASCADE, related_name="deliveries",
        verbose_name=gettext_lazy("Learning record store"),
    )  # fmt: skip
    verb = models.CharField(
        pgettext_lazy("learning statement", "Statement"), max_length=8, choices=Verb
    )
    # None for a try, and once the data of the participant were erased.
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="statements"
    )
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, verbose_name=pgettext_lazy("training", "Course"),
        null=True, related_name="+",
    )  # fmt: skip
    # The session, the test or the course that it is about.
    about = models.UUIDField(null=True)
    said_at = models.DateTimeField(pgettext_lazy("learning statement", "When it happened"))
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    # What it is known by: the same fact is told once; after it was recalled, in another round.
    source = models.UUIDField()
    round = models.PositiveSmallIntegerField(default=0)
    voids = models.OneToOneField("self", models.CASCADE, null=True, related_name="voided_by")
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=StatementState,
        default=StatementState.WAITING,
    )  # fmt: skip

    audit_name = "learningstatement"
    outlasts_tries = True

    objects = LearningStatementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Learning statement")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "source", "round"], name="learning_statement_once"
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Sent to a learning record store, without your name")
        disclose = ("store", "verb", "version", "said_at", "state")
        # The row outlives an erasure without a participant, until its recall has arrived.
        shared = True

    class Events:
        replayed = AuditEvent(gettext_lazy("Learning statement sent again"))

    def __str__(self):
        return f"{self.verb} {self.ref}"

    @classmethod
    def create(
        cls, store: LearningRecordStore, *, verb: str, source: UUID, at: datetime,
        wait: timedelta = timedelta(0), round: int = 0, **fields: Any,
    ) -> "LearningStatement":  # fmt: skip
        """Queues a statement in the caller's transaction. Its number follows from what it is
        known by: however often it is sent, it is one.
        """
        statement = cls(
            store=store, verb=verb, source=source, said_at=at, round=round, next_at=now() + wait,
            **fields,
        )  # fmt: skip
        statement.ref = uuid5(store.ref, f"{source}|{round}")
        statement.save(force_insert=True)
        statement.send()
        return statement

    @property
    def target(self) -> LearningRecordStore:
        return self.store

    @property
    def job(self) -> Any:
        return find_task("deliver-learning-statement")

    @property
    def label(self) -> str:
        return str(self.get_verb_display())

    @property
    def is_live(self) -> bool:
        """Whether the store holds it, or will: neither recalled nor voided."""
        return self.state != StatementState.DROPPED and not hasattr(self, "voided_by")

    def as_fact(self) -> Fact:
        """Returns what it says, the same at every attempt."""
        version = self.version
        if self.verb in (self.Verb.VOIDED, self.Verb.TRY) or self.participant is None:
            actor = SELF
        else:
            actor = self.store.pseudonym_of(self.participant)
        return Fact(
            self.ref, self.verb, self.said_at, actor, self.about,
            version.course.ref if version else None,
            version.texts_in(CourseText.Part.TITLE) if version else {},
            None if self.percent is None else Decimal(self.percent),
            self.voids.ref if self.voids else None,
        )  # fmt: skip

    # What becomes of it.

    @transaction.atomic
    def recall(self) -> None:
        """Takes it back: one that was never sent is not sent, one that may have arrived is voided.
        Twice is once.
        """
        lock_and_refresh(self, "state", "tried_at", "status")
        if not self.is_live:
            return
        was_taken = self.state == StatementState.TAKEN
        if self.is_waiting:
            self.state = StatementState.DROPPED
            self.save(update_fields=["state"])
        if was_taken or self._may_have_arrived:
            self._void(wait=timedelta(0) if was_taken else UNDER_WAY)

    @property
    def _may_have_arrived(self) -> bool:
        """Whether it was sent and nobody knows what came of it: silence is no answer."""
        return self.tried_at is not None and (self.status is None or self.status >= 500)

    def _void(self, *, wait: timedelta) -> None:
        LearningStatement.create(
            self.store, verb=self.Verb.VOIDED, source=uuid5(self.ref, "voided"), at=now(),
            wait=wait, voids=self, participant=self.participant,
        )  # fmt: skip

    @transaction.atomic
    def record_answer(self, status: int | None, fault: str) -> None:
        """Records what came of an attempt, also where it was recalled while it was under way."""
        lock_and_refresh(self, "state")
        if self.state == StatementState.DROPPED:
            self._note(status=status, fault=fault[:40])
            if (status is None or status < 300 or status >= 500) and self.is_dropped_alone:
                self._void(wait=timedelta(0))
        elif status in REFUSED:
            self._note(status=status, fault="")
            self.store.pause(because="refused")
        elif status in MISSING:
            self._note(status=status, fault="")
            self.store.pause(because="gone")
        elif status is not None and 400 <= status < 500 and status not in PASSING:
            self._note(status=status, fault=fault, state=StatementState.FAILED)
            self.store.record_success()
        else:
            super().record_answer(status, fault)

    @property
    def is_dropped_alone(self) -> bool:
        return not LearningStatement.objects.filter(voids=self).exists()
