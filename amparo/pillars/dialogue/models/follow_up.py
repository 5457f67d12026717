"""What is added to a commitment over time: positions, milestones, clusters, disputes."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .commitments import Commitment


class Position(Record):
    """What a State said of a recommendation, as of a day. Amended by a later one, never changed.

    "Noted" is no rejection (Human Rights Council resolution 5/1, annex, paragraph 32).
    """

    class Answer(models.TextChoices):
        SUPPORTED = "supported", pgettext_lazy("recommendation", "Supported")
        PARTLY = "partly", pgettext_lazy("recommendation", "Supported in part")
        NOTED = "noted", pgettext_lazy("recommendation", "Noted")
        NOT_SUPPORTED = "not_supported", pgettext_lazy("recommendation", "Not supported")
        PENDING = "pending", pgettext_lazy("recommendation", "Answer pending")
        OTHER = "other", pgettext_lazy("recommendation", "Other answer")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="positions")
    answer = models.CharField(
        pgettext_lazy("recommendation", "Position"), max_length=14, choices=Answer
    )
    stated_on = models.DateField(pgettext_lazy("recommendation", "Stated on"), null=True)
    source = models.CharField(gettext_lazy("Source"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "position"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("recommendation", "Position of the State")
        ordering = ["stated_on", "pk"]

    class Privacy:
        no_owner = gettext_lazy("What a State said of a recommendation.")
        plain_text = {"source": "where a position of a State was published"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Position on a recommendation recorded"))

    def __str__(self):
        return f"Position {self.ref}"

    @classmethod
    @transaction.atomic
    def record(
        cls, commitment: Commitment, *, by: User | None, answer: str, stated_on: date | None,
        source: str = "",
    ) -> "Position":  # fmt: skip
        """Adds a dated line; the same one twice is once."""
        position, is_new = cls.objects.get_or_create(
            commitment=commitment, answer=answer, stated_on=stated_on, defaults={
                "by": by, "source": source.strip(),
            },
        )  # fmt: skip
        if is_new:
            log.log_event(by, "position.recorded", position, kind=answer)
        return position


class Milestone(Record):
    """A step on the way that a duty bearer promised, with its day."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones")
    text = models.CharField(pgettext_lazy("commitment", "Milestone"), max_length=300)
    due_on = models.DateField(gettext_lazy("Due"))
    done_on = models.DateField(pgettext_lazy("milestone", "Done on"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "milestone"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitment", "Milestone")
        ordering = ["due_on", "pk"]

    class Privacy:
        no_owner = gettext_lazy("A step that an institution promised.")
        plain_text = {"text": "what an institution is to do"}

    class Events:
        added = AuditEvent(gettext_lazy("Milestone added"))
        done = AuditEvent(gettext_lazy("Milestone reached"))

    def __str__(self):
        return f"Milestone {self.ref}"

    @classmethod
    @transaction.atomic
    def add(
        cls, commitment: Commitment, *, by: User | None, text: str, due_on: date
    ) -> "Milestone":
        """Adds a step; not to a commitment that is closed."""
        if not commitment.is_open:
            raise Refusal(_("This commitment was closed already."))
        milestone = cls.objects.create(
            commitment=commitment, by=by, text=text.strip(), due_on=due_on
        )
        log.log_event(by, "milestone.added", milestone)
        return milestone

    @transaction.atomic
    def finish(self, *, by: User, on: date) -> None:
        """It was reached on this day. A second time it is refused."""
        lock_and_refresh(self, "done_on")
        if self.done_on is not None:
            raise Refusal(_("This milestone was reached already."))
        self.done_on = on
        self.save(update_fields=["done_on"])
        log.log_event(by, "milestone.done", self)

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today


class Cluster(Record):
    """Commitments that are followed up together, by a name that an office gives them."""

    name = models.CharField(pgettext_lazy("commitments", "Cluster"), max_length=200, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "cluster"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitments", "Cluster")
        ordering = ["name"]

    class Privacy:
        no_owner = gettext_lazy("A name for several commitments.")
        plain_text = {"name": "name of a group of commitments"}

    class Events:
        created = AuditEvent(gettext_lazy("Cluster of commitments created"))
        changed = AuditEvent(gettext_lazy("Cluster of commitments updated"))

    def __str__(self):
        return f"Cluster {self.ref}"

    @classmethod
    @transaction.atomic
    def create(cls, *, by: User | None, office: Office, name: str) -> "Cluster":
        """Creates it; a name is given once."""
        if cls.objects.filter(name__iexact=name.strip()).exists():
            raise Refusal(_("There is a cluster with this name already."))
        cluster = cls.objects.create(by=by, office=office, name=name.strip())
        log.log_event(by, "cluster.created", cluster)
        return cluster

    @transaction.atomic
    def add(self, *, by: User | None, commitments: "models.QuerySet[Commitment]") -> int:
        """Adds commitments; returns how many are new in it."""
        held = set(self.items.values_list("commitment", flat=True))
        new = [ClusterItem(cluster=self, commitment=each) for each in commitments
               if each.pk not in held]  # fmt: skip
        ClusterItem.objects.bulk_create(new)
        if new:
            log.log_event(by, "cluster.changed", self, count=len(new))
        return len(new)

    @transaction.atomic
    def remove(self, *, by: User, commitment: Commitment) -> None:
        """Takes one out. Twice is once."""
        count, _each = self.items.filter(commitment=commitment).delete()
        if count:
            log.log_event(by, "cluster.changed", self, count=count)


class ClusterItem(models.Model):
    """One commitment in one cluster."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="items")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="clusters")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "commitment"], name="clustered_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which commitments are followed up together.")

    def __str__(self):
        return f"{self.cluster_id}: {self.commitment_id}"


class Dispute(Record):
    """Somebody says that how a commitment stands is described wrongly; answered in words."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="disputes")
    # On whose behalf; nobody where a colleague says it.
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    text = models.TextField(pgettext_lazy("dispute", "What is disputed"), max_length=4000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    answer = models.TextField(
        pgettext_lazy("dispute", "Answer"), max_length=4000, blank=True, editable=False
    )
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    audit_name = "dispute"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitment", "Dispute")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="dispute_answered_in_words",
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("About how an institution keeps a commitment; names nobody.")
        plain_text = {
            "text": "what is disputed of a commitment of an institution",
            "answer": "the answer to it",
        }

    class Events:
        opened = AuditEvent(gettext_lazy("Commitment disputed"))
        answered = AuditEvent(gettext_lazy("Dispute answered"))

    def __str__(self):
        return f"Dispute {self.ref}"

    @classmethod
    @transaction.atomic
    def open(
        cls, commitment: Commitment, *, by: User, text: str,
        organization: Organization | None = None,
    ) -> "Dispute":  # fmt: skip
        """Says what is wrong in how the commitment is shown."""
        if not text.strip():
            raise Refusal(_("Write what is disputed."))
        dispute = cls.objects.create(
            commitment=commitment, by=by, organization=organization, text=text.strip()
        )
        log.log_event(by, "dispute.opened", dispute)
        return dispute

    @transaction.atomic
    def resolve(self, *, by: User, answer: str) -> None:
        """Answers it in words; never by whoever opened it."""
        lock_and_refresh(self, "answered_at")
        if self.answered_at is not None:
            raise Refusal(_("This was answered already."))
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else answers what you disputed."))
        if not answer.strip():
            raise Refusal(_("Write an answer."))
        self.answer, self.answered_by, self.answered_at = answer.strip(), by, now()
        self.save(update_fields=["answer", "answered_by", "answered_at"])
        log.log_event(by, "dispute.answered", self)
