"""Self-assessments: an institution answers a standard item by item, round after round.

Yes, partly, no, or not applicable, each with its evidence; what is not yet so leads to an action.
An institution answers with an account of its own or by a link. Nothing that it says is a level of
its capacity: that is assessed by two of ours, who may name it as a source.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

LINK_LASTS = timedelta(days=30)
TOKEN_BYTES = 32


@dataclass(frozen=True)
class StandardItem:
    """One requirement of a standard: its section, the number of its segment, and its digest."""

    section_key: str
    number: int
    digest: str


class SelfAssessmentQuerySet(PermissionQuerySet):
    def of(self, kind: str, ref: UUID) -> "SelfAssessmentQuerySet":
        return self.filter(subject_kind=kind, subject_ref=ref)

    def submitted(self) -> "SelfAssessmentQuerySet":
        return self.filter(submitted_at__isnull=False)

    def with_counts(self) -> "SelfAssessmentQuerySet":
        """Adds how many items were answered with each answer, as `count_yes` and so on."""
        counts = {
            f"count_{answer}": Count("items", filter=Q(items__answer=answer))
            for answer in AssessmentItem.Answer.values
        }
        return self.annotate(count_all=Count("items"), **counts)


class SelfAssessment(Record):
    """One round of one institution against one edition of a standard."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"),
        related_name="self_assessments",
    )  # fmt: skip
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.UUIDField()
    # The standard, whose editions are assessed round after round.
    standard_ref = models.UUIDField()
    # What the standard is called, so that it is known without its app.
    title = models.CharField(pgettext_lazy("field", "Title"), max_length=200)
    round = models.PositiveIntegerField(pgettext_lazy("self-assessment", "Round"))
    due_on = models.DateField(gettext_lazy("Due"))
    opened_at = models.DateTimeField(default=now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    submitted_at = models.DateTimeField(gettext_lazy("Submitted on"), null=True, editable=False)
    # Nobody where it was submitted by the link.
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    link_kept = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    link_until = models.DateTimeField(null=True, editable=False)

    audit_name = "selfassessment"

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Self-assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "standard_ref", "round"],
                name="self_assessment_round_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "standard_ref"], condition=Q(submitted_at=None),
                name="self_assessment_open_once",
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What an institution says of its own work.")
        plain_text = {"title": "title of a published standard"}

    class Events:
        opened = AuditEvent(gettext_lazy("Self-assessment opened"))
        answered = AuditEvent(gettext_lazy("Self-assessment answered"))
        submitted = AuditEvent(gettext_lazy("Self-assessment submitted"))
        link_made = AuditEvent(gettext_lazy("Link to a self-assessment created"))
        link_ended = AuditEvent(gettext_lazy("Link to a self-assessment ended"))

    def __str__(self):
        return f"SelfAssessment {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("guidance:self-assessment", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def has_link(self) -> bool:
        return bool(self.link_kept) and self.link_until is not None and self.link_until > now()

    @classmethod
    @transaction.atomic
    def open(
        cls, organization: Organization, *, by: User, kind: str, subject: Record,
        standard: Record, title: str, items: Iterable[StandardItem], due_on: date,
    ) -> "tuple[SelfAssessment, bool]":  # fmt: skip
        """Returns the open round against any edition of the standard, and whether it is new: then
        with an unanswered item for each requirement of the edition `subject`. Of several who open
        one at once all get the same. Raises Refusal where the edition has no requirements.
        """
        items = list(items)
        if not items:
            raise Refusal(_("This text has no items that can be answered: write a checklist."))
        rounds = cls.objects.filter(organization=organization, standard_ref=standard.ref)
        assessment, is_new = cls.objects.get_or_create(
            organization=organization, standard_ref=standard.ref, submitted_at=None,
            defaults={
                "subject_kind": kind, "subject_ref": subject.ref, "title": title,
                "round": rounds.count() + 1, "due_on": due_on, "opened_by": by,
            },
        )  # fmt: skip
        if not is_new:
            return assessment, False
        AssessmentItem.objects.bulk_create(
            AssessmentItem(
                assessment=assessment, order=order, section_key=each.section_key,
                number=each.number, digest=each.digest,
            )
            for order, each in enumerate(items)
        )  # fmt: skip
        log.log_event(by, "selfassessment.opened", assessment, count=len(items))
        return assessment, True

    @transaction.atomic
    def answer(self, answers: "dict[int, tuple[str, str]]", *, by: User | None) -> None:
        """Writes answers by the key of the item: the answer and its evidence. Without an account,
        `by` is None. What is left out stays as it was.
        """
        lock_and_refresh(self, "submitted_at")
        if not self.is_open:
            raise Refusal(_("This round was submitted. Open the next one."))
        for item in self.items.filter(pk__in=answers):
            item.answer, evidence = answers[item.pk]
            item.evidence = evidence.strip()
            item.save(update_fields=["answer", "evidence"])
        log.log_event(by, "selfassessment.answered", self, count=len(answers))

    @transaction.atomic
    def submit(self, *, by: User | None) -> None:
        """Ends the round. Raises Refusal while an item is unanswered, or an answer other than no
        has no evidence: nothing is taken for met, or left aside, because nobody looked.
        """
        lock_and_refresh(self, "submitted_at")
        if not self.is_open:
            raise Refusal(_("This was submitted already."))
        if self.items.filter(answer="").exists():
            raise Refusal(_("Answer every item first."))
        if self.items.exclude(answer=AssessmentItem.Answer.NO).filter(evidence="").exists():
            raise Refusal(_("Write what shows it for every answer except no."))
        self.submitted_at, self.submitted_by = now(), by
        self.link_kept, self.link_until = "", None
        self.save(update_fields=["submitted_at", "submitted_by", "link_kept", "link_until"])
        log.log_event(by, "selfassessment.submitted", self)

    @transaction.atomic
    def make_link(self, *, by: User) -> str:
        """Returns the token of a new link, said this once and kept by nobody; it takes the place
        of an earlier one and ends by itself.
        """
        if not self.is_open:
            raise Refusal(_("This was submitted already."))
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.link_kept, self.link_until = _kept(token), now() + LINK_LASTS
        self.save(update_fields=["link_kept", "link_until"])
        log.log_event(by, "selfassessment.link_made", self)
        return token

    @transaction.atomic
    def end_link(self, *, by: User) -> None:
        """From now on the link opens nothing. Twice changes nothing."""
        if self.link_kept:
            self.link_kept, self.link_until = "", None
            self.save(update_fields=["link_kept", "link_until"])
            log.log_event(by, "selfassessment.link_ended", self)

    @classmethod
    def with_secret(cls, secret: str) -> "SelfAssessment | None":
        """Returns the open round of a link, or None where it is unknown or has ended."""
        found = cls.objects.filter(link_kept=_kept(secret[:100]), link_until__gt=now())
        return found.filter(submitted_at=None).select_related("organization").first()


def _kept(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class AssessmentItem(models.Model):
    """One requirement in one round, and what the institution says of it."""

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("self-assessment", "Yes")
        PARTLY = "partly", pgettext_lazy("self-assessment", "Partly")
        NO = "no", pgettext_lazy("self-assessment", "No")
        NOT_APPLICABLE = "na", pgettext_lazy("self-assessment", "Not applicable")

    assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    section_key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=32)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    evidence = models.TextField(gettext_lazy("What shows it"), blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "order"], name="assessment_item_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution says of its own work.")
        plain_text = {"evidence": "what an institution shows for its own work"}

    def __str__(self):
        return f"{self.assessment_id} {self.order}"


class ImprovementAction(Record):
    """Something that an institution will do about an item that is not yet so."""

    item = models.ForeignKey(AssessmentItem, models.CASCADE, related_name="actions")
    action = models.CharField(pgettext_lazy("improvement", "Action"), max_length=300)
    # A unit or a function of the institution.
    responsible = models.CharField(pgettext_lazy("improvement", "Who does it"), max_length=200)
    due_on = models.DateField(gettext_lazy("Due"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    done_on = models.DateField(pgettext_lazy("improvement", "Done on"), null=True, editable=False)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    audit_name = "improvement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Improvement action")
        ordering = ["due_on", "pk"]

    class Privacy:
        no_owner = gettext_lazy("What an institution will do about its own work.")
        plain_text = {
            "action": "what an institution will do",
            "responsible": "a unit or function of an institution",
        }

    class Events:
        planned = AuditEvent(gettext_lazy("Improvement planned"))
        done = AuditEvent(gettext_lazy("Improvement done"))

    def __str__(self):
        return f"ImprovementAction {self.ref}"

    @classmethod
    @transaction.atomic
    def plan(
        cls, item: AssessmentItem, *, by: User, action: str, responsible: str, due_on: date
    ) -> "ImprovementAction":
        """Plans something about an item that is partly so, or not."""
        if item.answer not in (AssessmentItem.Answer.NO, AssessmentItem.Answer.PARTLY):
            raise Refusal(_("An action is planned for what is partly so, or not."))
        planned = cls(item=item, by=by, action=action.strip(), due_on=due_on)
        planned.responsible = responsible.strip()
        planned.save()
        log.log_event(by, "improvement.planned", planned)
        return planned

    @transaction.atomic
    def finish(self, *, by: User, today: date) -> None:
        """It was done. A second time it is refused."""
        lock_and_refresh(self, "done_on")
        if self.done_on is not None:
            raise Refusal(_("This was done already."))
        self.done_on, self.done_by = today, by
        self.save(update_fields=["done_on", "done_by"])
        log.log_event(by, "improvement.done", self)
