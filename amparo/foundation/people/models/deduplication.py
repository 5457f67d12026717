"""Deduplication runs, the pairs they found, and what reviewers decided."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.bulk_verbs import check_bulk_verb
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .merges import Merge
from .persons import Person, PersonAccessGrant

# One pair in so many is read by two, so that we know how far readers agree.
READ_TWICE_EVERY = 10


class DeduplicationRun(Record):
    """One run over the whole register: how far it is, and how many it found."""

    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    people = models.PositiveIntegerField(default=0)
    slices = models.PositiveIntegerField(default=0)
    slices_done = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    lessons = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "comparison"
    audit_name = "comparison"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Deduplication run")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("How often the register was compared with itself: of nobody.")

    class Events:
        asked = AuditEvent(gettext_lazy("Deduplication requested"))
        stopped = AuditEvent(gettext_lazy("Deduplication stopped"))
        done = AuditEvent(gettext_lazy("Deduplication completed"))

    def __str__(self):
        return f"DeduplicationRun {self.ref}"

    @classmethod
    @transaction.atomic
    def ask(cls, *, by: User) -> "DeduplicationRun":
        """One at a time: a second would find what the first finds."""
        check_bulk_verb(by, "register.compare")
        if cls.objects.filter(done_at=None).exists():
            raise Refusal(_("The register is being compared already."))
        run = cls.objects.create(asked_by=by)
        log.log_event(by, "comparison.asked", run)
        return run

    @transaction.atomic
    def stop(self, *, by: User) -> None:
        """Leave it where it is: what was found stays."""
        if self.done_at is None:
            self.finish()
            log.log_event(by, "comparison.stopped", self)

    def finish(self) -> None:
        self.done_at = now()
        self.save(update_fields=["done_at"])


class DuplicateCandidateQuerySet(PermissionQuerySet):
    def waiting(self) -> "DuplicateCandidateQuerySet":
        return self.filter(state__in=DuplicateCandidate.OPEN)

    def not_merged(self) -> "DuplicateCandidateQuerySet":
        """Two files that are joined need no more said of them, until they are parted again."""
        ways = (("one", "other"), ("other", "one"))
        merged = [
            Exists(Merge.objects.in_force().filter(kept=OuterRef(a), duplicate=OuterRef(b)))
            for a, b in ways
        ]
        return self.exclude(merged[0] | merged[1])

    def unread_by(self, user: User) -> "DuplicateCandidateQuerySet":
        """Nobody reads a pair twice: a second reader is somebody else."""
        mine = DuplicateDecision.objects.filter(
            pair=OuterRef("pk"), turn=OuterRef("turn"), by=user.impersonated_by or user
        )
        return self.filter(~Exists(mine))

    def likeliest_first(self) -> "DuplicateCandidateQuerySet":
        return self.order_by("-likelihood", "-pk")


class DuplicateCandidate(Record):
    """Two people who may be one: what speaks for it in codes, and how far it was decided.

    Ids, codes and a figure that only puts pairs in order; nothing of what was compared.
    """

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Pending decision")
        SECOND = "second", gettext_lazy("Pending second review")
        DISAGREED = "disagreed", gettext_lazy("Reviewers disagree")
        SAME = "same", gettext_lazy("The same person")
        DIFFERENT = "different", gettext_lazy("Different people")
        UNSURE = "unsure", pgettext_lazy("duplicate review", "Unsure")
        GONE = "gone", gettext_lazy("No longer a possible duplicate")

    OPEN = (State.WAITING, State.SECOND, State.DISAGREED)
    # What was said of two files that were then otherwise; “the same” stays, and waits for joining.
    ASKED_ANEW = (State.SECOND, State.DISAGREED, State.DIFFERENT, State.UNSURE)
    SETTLED = (State.SAME, State.DIFFERENT, State.UNSURE)

    one = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    run = models.ForeignKey(DeduplicationRun, models.CASCADE, related_name="pairs")
    # In thousandths, for the order of the queue and for figures of quality: never shown.
    likelihood = models.PositiveSmallIntegerField()
    evidence = models.JSONField(default=dict)
    mark = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # How often it came up: decisions of an earlier turn were about what is no longer so.
    turn = models.PositiveSmallIntegerField(default=1)
    found_at = models.DateTimeField(default=now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)

    audit_name = "likelypair"

    objects = DuplicateCandidateQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Possible duplicate")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_candidate_once"),
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")), name="duplicate_candidate_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-likelihood", "-id"], name="duplicate_candidate_queue")
        ]

    class Privacy:
        plain_text = {
            "evidence": "names of fields and grades of likeness, never a value",
        }

    class Events:
        decided = AuditEvent(gettext_lazy("Duplicate decision recorded"))
        came_back = AuditEvent(gettext_lazy("Possible duplicate reopened after a change"))
        listed = AuditEvent(gettext_lazy("Duplicate list viewed"))

    def __str__(self):
        return f"DuplicateCandidate {self.ref}"

    @property
    def file(self) -> Person:
        return self.one

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_same(self) -> bool:
        return self.state == self.State.SAME

    @property
    def readings(self) -> models.QuerySet["DuplicateDecision"]:
        """What was decided of what is so today."""
        return self.decisions.filter(turn=self.turn).order_by("pk")

    @property
    def is_restricted(self) -> bool:
        """Whether a restricted group keeps the file of one of them."""
        held = PersonAccessGrant.objects.live().filter(record__in=(self.one_id, self.other_id))
        return held.filter(grantee__contains="@").exists()

    @property
    def takes_two(self) -> bool:
        return self.is_restricted or self.ref.int % READ_TWICE_EVERY == 0

    def is_read_by(self, user: User) -> bool:
        if self.state == self.State.WAITING:  # the first reading ends that
            return False
        return self.readings.filter(by=user.impersonated_by or user).exists()

    @transaction.atomic
    def decide(self, answer: str, *, by: User, reason: str = "") -> "DuplicateDecision":
        """Say what they are. Nothing is joined by this: who says “same” is led to joining."""
        DuplicateCandidate.objects.select_for_update().get(
            pk=self.pk
        )  # of two at once, one comes second
        self.refresh_from_db()
        earlier = self.readings.filter(by=by).first()
        if earlier and earlier.answer == answer:  # a phone that retries is welcome
            return earlier
        if earlier or not self.is_open:
            raise Refusal(_("This pair was already decided."))
        if not reason.strip() and self.state == self.State.DISAGREED:
            raise Refusal(_("Two readers disagree: write why you decide so."))
        decision = self.decisions.create(turn=self.turn, answer=answer, by=by, reason=reason)
        self._settle()
        log.log_event(by, "likelypair.decided", self, decided=answer)
        return decision

    def _settle(self) -> None:
        """One reader suffices for most; of two who disagree, a third decides."""
        answers = list(self.readings.values_list("answer", flat=True))
        if len(answers) == 1 and self.takes_two:
            self.state = self.State.SECOND
        elif len(answers) == 2 and answers[0] != answers[1]:
            self.state = self.State.DISAGREED
        else:
            self.state, self.settled_at = answers[-1], now()
        self.save(update_fields=["state", "settled_at"])

    def reopen(self) -> None:
        """Something of them has changed since: it is asked anew."""
        self.turn += 1
        self.state, self.settled_at = self.State.WAITING, None


class DuplicateDecision(Record):
    """What one reader said of two people, and why."""

    class Answer(models.TextChoices):
        SAME = "same", gettext_lazy("The same person")
        DIFFERENT = "different", gettext_lazy("Different people")
        UNSURE = "unsure", pgettext_lazy("duplicate review", "Unsure")

    pair = models.ForeignKey(
        DuplicateCandidate, models.CASCADE, related_name="decisions", db_index=False
    )
    turn = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    reason = PersonalField(gettext_lazy("Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "pairdecision"
    audit_name = "pairdecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Duplicate decision")
        constraints = [
            models.UniqueConstraint(fields=["pair", "turn", "by"], name="duplicate_decision_once")
        ]

    def __str__(self):
        return f"DuplicateDecision {self.ref}"

    @property
    def file(self) -> Person:
        return self.pair.one
