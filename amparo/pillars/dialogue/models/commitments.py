"""Commitments: what a duty bearer undertook, or was recommended, to do; by when; and whether.

One record for a recommendation, a pledge, a duty of an agreement, a decision of a meeting and an
ask that was accepted. Own words stay in the language of origin; translations are marked.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import fold_text
from amparo.foundation.people.models import Place

from .commitment_parts import (
    CommitmentAuthor,
    CommitmentBearer,
    CommitmentCounter,
    CommitmentTag,
)
from .documents import SourceDocument

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE_LETTERS = 140


class CommitmentState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("commitment", "Proposed")
    ADOPTED = "adopted", pgettext_lazy("commitment", "Adopted")
    IN_PROGRESS = "in_progress", pgettext_lazy("commitment", "In progress")
    FULFILLED = "fulfilled", pgettext_lazy("commitment", "Fulfilled")
    DROPPED = "dropped", pgettext_lazy("commitment", "Dropped or superseded")


class CommitmentQuerySet(PermissionQuerySet):
    def open(self) -> "CommitmentQuerySet":
        """Neither fulfilled nor dropped."""
        return self.exclude(state__in=Commitment.ENDED)

    def delayed(self, today: date) -> "CommitmentQuerySet":
        """Adopted, past their deadline, and neither fulfilled nor dropped."""
        return self.filter(
            state__in=(CommitmentState.ADOPTED, CommitmentState.IN_PROGRESS), deadline__lt=today
        )

    def due_until(self, day: date) -> "CommitmentQuerySet":
        return self.open().filter(deadline__lte=day)

    def borne_by(self, organization: Organization) -> "CommitmentQuerySet":
        held = CommitmentBearer.objects.filter(commitment=OuterRef("pk"), until=None)
        return self.filter(Exists(held.filter(organization=organization)))


class Commitment(Record):
    """One thing that one or several duty bearers are to do."""

    class Origin(models.TextChoices):
        RECOMMENDATION = "recommendation", pgettext_lazy("commitment", "Recommendation")
        PLEDGE = "pledge", pgettext_lazy("commitment", "Pledge")
        AGREEMENT = "agreement", pgettext_lazy("commitment", "Duty of an agreement")
        DECISION = "decision", pgettext_lazy("commitment", "Decision of a meeting")
        ASK = "ask", pgettext_lazy("commitment", "Advocacy ask accepted")

    class Reminded(models.TextChoices):
        """Of what its people were told."""

        NOTHING = "", pgettext_lazy("commitment, reminder", "Nothing")
        BEFORE = "before", pgettext_lazy("commitment, reminder", "Deadline to come")
        LATE = "late", pgettext_lazy("commitment, reminder", "Deadline passed")

    State = CommitmentState
    ENDED = (CommitmentState.FULFILLED, CommitmentState.DROPPED)

    # Its number within a year: COM-26-031.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    origin = models.CharField(pgettext_lazy("commitment", "Origin"), max_length=20, choices=Origin)
    document = models.ForeignKey(
        SourceDocument, models.PROTECT, verbose_name=gettext_lazy("Source document"), null=True,
        blank=True, related_name="commitments",
    )  # fmt: skip
    # Its number in the document: 140.7.
    reference = models.CharField(
        pgettext_lazy("document", "Number in the document"), max_length=40, blank=True
    )
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("commitment", "Wording"), max_length=10_000)
    # The words of text and reference, folded, for the search of lists.
    search_text = models.TextField(blank=True, editable=False)
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("commitment", "Area"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    theme = models.CharField(pgettext_lazy("commitment", "Theme"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=12, choices=CommitmentState,
        default=CommitmentState.PROPOSED,
    )  # fmt: skip
    adopted_on = models.DateField(pgettext_lazy("commitment", "Adopted on"), null=True, blank=True)
    deadline = models.DateField(gettext_lazy("Deadline"), null=True, blank=True)
    # The document says none: that is known, and is not the same as a deadline nobody recorded.
    has_no_deadline = models.BooleanField(gettext_lazy("No deadline was set"), default=False)
    baseline = models.DecimalField(
        pgettext_lazy("indicator", "Baseline"), max_digits=16, decimal_places=2, null=True,
        blank=True,
    )  # fmt: skip
    target = models.DecimalField(
        pgettext_lazy("indicator", "Target"), max_digits=16, decimal_places=2, null=True,
        blank=True,
    )  # fmt: skip
    # What baseline and target count: "beds", "registry desks".
    unit = models.CharField(pgettext_lazy("indicator", "Unit"), max_length=60, blank=True)
    is_public = models.BooleanField(pgettext_lazy("commitment", "Public"), default=False)
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Begun anew where the deadline is changed.
    reminded = models.CharField(max_length=6, choices=Reminded, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_reason = models.CharField(
        pgettext_lazy("commitment", "Reason"), max_length=300, blank=True
    )

    audit_name = "commitment"

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Commitment")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="commitment_number_once"),
            models.UniqueConstraint(
                fields=["document", "reference"], name="commitment_once_in_a_document",
                condition=Q(document__isnull=False) & ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="commitment_deadline_or_none_said",
                condition=Q(deadline=None) | Q(has_no_deadline=False),
            ),
            models.CheckConstraint(
                name="commitment_ended_with_its_state",
                condition=Q(ended_at=None, state__in=("proposed", "adopted", "in_progress"))
                | Q(ended_at__isnull=False, state__in=("fulfilled", "dropped")),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["deadline", "id"], name="commitments_by_deadline"),
            models.Index(fields=["country", "origin"], name="commitments_of_country"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution is to do; names nobody.")
        plain_text = {
            "text": "published or agreed words on what an institution is to do",
            "search_text": "the same words, folded",
            "theme": "theme of a recommendation",
            "ended_reason": "why a commitment of an institution no longer holds",
            "unit": "what a figure counts",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Commitment recorded"))
        changed = AuditEvent(gettext_lazy("Commitment updated"))
        adopted = AuditEvent(gettext_lazy("Commitment adopted"))
        published = AuditEvent(gettext_lazy("Commitment published"))
        unpublished = AuditEvent(gettext_lazy("Commitment no longer public"))
        fulfilled = AuditEvent(gettext_lazy("Commitment assessed as fulfilled"))
        dropped = AuditEvent(gettext_lazy("Commitment dropped"))
        reopened = AuditEvent(gettext_lazy("Commitment reopened"))
        listed = AuditEvent(gettext_lazy("Commitment list viewed"))
        exported = AuditEvent(gettext_lazy("Commitments exported"))
        due_soon = AuditEvent(
            gettext_lazy("Reminded of a commitment"),
            notice=Notice(
                pgettext_lazy("notification", "Commitment due soon"), "work", icon="clock"
            ),
        )
        overdue = AuditEvent(
            gettext_lazy("Commitment overdue"),
            notice=Notice(gettext_lazy("Commitment past its deadline"), "work", icon="clock"),
        )

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("dialogue:commitment", args=[self.ref])

    @property
    def number(self) -> str:
        return f"COM-{self.year % 100:02d}-{self.serial:03d}"

    @property
    def title(self) -> str:
        """Its words, cut after a whole word where they are long."""
        words = " ".join(self.text.split())
        if len(words) <= TITLE_LETTERS:
            return words
        return f"{words[:TITLE_LETTERS].rsplit(' ', 1)[0]} …"

    @property
    def is_open(self) -> bool:
        return self.state not in self.ENDED

    def is_delayed(self, today: date) -> bool:
        return (
            self.state in (self.State.ADOPTED, self.State.IN_PROGRESS)
            and self.deadline is not None
            and self.deadline < today
        )

    def state_label(self, today: date) -> str:
        """How it stands in words; "Delayed" where its deadline has passed."""
        if self.is_delayed(today):
            return pgettext("commitment", "Delayed")
        return self.get_state_display()

    @property
    def lead(self) -> "CommitmentBearer | None":
        return self.bearers.filter(until=None, is_lead=True).select_related("organization").first()

    # What is done with it.

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User | None, office: Office, origin: str, text: str, language: str,
        bearers: Iterable[Organization] = (), lead: Organization | None = None,
        authors: "Iterable[Mapping[str, object]]" = (), tags: Iterable[str] = (), today: date,
        **fields,
    ) -> "Commitment":  # fmt: skip
        """Records a commitment with the next number of this year. Adopted where it says since
        when. A reference stands once in a document.
        """
        commitment = cls(
            by=by, office=office, origin=origin, text=text.strip(), language=language, **fields
        )
        commitment._must_be_in_order()
        if commitment.adopted_on is not None:
            commitment.state = cls.State.ADOPTED
        commitment.year, commitment.serial = today.year, cls.next_serial(today.year)
        commitment.search_text = commitment.folded()
        commitment.save()
        commitment.set_bearers(bearers, lead=lead, today=today)
        for author in authors:
            CommitmentAuthor.objects.create(commitment=commitment, **author)
        commitment.set_tags(tags)
        log.log_event(by, "commitment.recorded", commitment, kind=origin)
        return commitment

    @classmethod
    def next_serial(cls, year: int, *, count: int = 1) -> int:
        """Returns the first of `count` numbers that nobody has in this year.

        Of two who ask at once one waits until the other is done.
        """
        counter, _is_new = CommitmentCounter.objects.select_for_update().get_or_create(
            year=year,
            defaults={"last": cls.objects.filter(year=year).aggregate(m=Max("serial"))["m"] or 0},
        )
        counter.last += count
        counter.save(update_fields=["last"])
        return counter.last - count + 1

    @transaction.atomic
    def change(self, *, by: User, tags: Iterable[str] = (), **fields) -> None:
        """Updates what is said of it. Its number, document and reference stay."""
        lock_and_refresh(self, "state", "ended_at")
        if fields.get("deadline", self.deadline) != self.deadline:
            self.reminded = self.Reminded.NOTHING
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_be_in_order()
        if self.state == self.State.PROPOSED and self.adopted_on is not None:
            self.state = self.State.ADOPTED
        self.search_text = self.folded()
        self.save()
        self.set_tags(tags)
        log.log_event(by, "commitment.changed", self, fields=sorted(fields))

    @transaction.atomic
    def adopt(self, *, by: User, on: date) -> None:
        """The duty bearer undertook it on this day. Twice is once."""
        lock_and_refresh(self, "state", "adopted_on")
        if self.state != self.State.PROPOSED:
            return
        self.state, self.adopted_on = self.State.ADOPTED, on
        self.save(update_fields=["state", "adopted_on"])
        log.log_event(by, "commitment.adopted", self)

    @transaction.atomic
    def begin(self) -> None:
        """A report says that work on it goes on: from then on it is in progress."""
        lock_and_refresh(self, "state")
        if self.state in (self.State.PROPOSED, self.State.ADOPTED):
            self.state = self.State.IN_PROGRESS
            self.save(update_fields=["state"])

    @transaction.atomic
    def fulfil(self, *, by: User) -> None:
        """A review of somebody else than who reported found it done. See `Review`."""
        self._end(self.State.FULFILLED, by=by, event="commitment.fulfilled")

    @transaction.atomic
    def drop(self, *, by: User, because: str) -> None:
        """It no longer holds: superseded, withdrawn, or recorded twice. Never deleted."""
        if not because.strip():
            raise Refusal(_("Say why the commitment no longer holds."))
        self._end(self.State.DROPPED, by=by, event="commitment.dropped", because=because.strip())

    def _end(self, state: str, *, by: User, event: str, because: str = "") -> None:
        lock_and_refresh(self, "state", "ended_at")
        if not self.is_open:
            raise Refusal(_("This commitment was closed already."))
        self.state, self.ended_at, self.ended_reason = state, now(), because
        self.save(update_fields=["state", "ended_at", "ended_reason"])
        log.log_event(by, event, self)

    @transaction.atomic
    def reopen(self, *, by: User, because: str) -> None:
        """It was closed too early. The reason stays on record."""
        if not because.strip():
            raise Refusal(_("Say why the commitment is reopened."))
        lock_and_refresh(self, "state", "ended_at")
        if self.is_open:
            raise Refusal(_("This commitment is open."))
        self.state, self.ended_at = self.State.IN_PROGRESS, None
        self.ended_reason = because.strip()
        self.save(update_fields=["state", "ended_at", "ended_reason"])
        log.log_event(by, "commitment.reopened", self)

    @transaction.atomic
    def publish(self, *, by: User) -> None:
        """From now on anybody reads it on the public pages. Twice is once."""
        if not self.is_public:
            self.is_public = True
            self.save(update_fields=["is_public"])
            log.log_event(by, "commitment.published", self)

    @transaction.atomic
    def unpublish(self, *, by: User) -> None:
        """Takes it from the public pages at once. Twice is once."""
        if self.is_public:
            self.is_public = False
            self.save(update_fields=["is_public"])
            log.log_event(by, "commitment.unpublished", self)

    @transaction.atomic
    def set_bearers(
        self, organizations: Iterable[Organization], *, lead: Organization | None, today: date
    ) -> None:
        """Says who bears it from today on, and who leads; who no longer bears it stays on record.

        The lead is one of them; without one, an only bearer leads.
        """
        wanted = list(dict.fromkeys(organizations))
        if lead is not None and lead not in wanted:
            wanted.insert(0, lead)
        if lead is None and len(wanted) == 1:
            lead = wanted[0]
        held = {each.organization_id: each for each in self.bearers.filter(until=None)}
        gone = [key for key in held if key not in {each.pk for each in wanted}]
        self.bearers.filter(until=None, organization__in=gone).update(until=today)
        for organization in wanted:
            bearer = held.get(organization.pk) or CommitmentBearer(
                commitment=self, organization=organization, since=today
            )
            bearer.is_lead = organization == lead
            bearer.save()

    def set_tags(self, tags: Iterable[str]) -> None:
        """Says which rights, goals and objectives it serves, by codes like `right:housing` and
        `GCM:15`. Unknown ones raise ValueError.
        """
        wanted = dict.fromkeys(tags)
        self.tags.all().delete()
        CommitmentTag.objects.bulk_create(CommitmentTag.of(self, code) for code in wanted)

    def folded(self) -> str:
        return fold_text(f"{self.reference} {self.theme} {self.text}")

    def _must_be_in_order(self) -> None:
        if not self.text.strip():
            raise Refusal(_("Write what is to be done."))
        if self.deadline is not None and self.has_no_deadline:
            raise Refusal(_("Give a deadline, or say that none was set, not both."))
        if self.target is not None and not self.unit.strip():
            raise Refusal(_("Say what the target counts."))
        twice = self.document is not None and Commitment.objects.filter(
            document=self.document, reference=self.reference
        ).exclude(pk=self.pk)
        if self.reference and twice and twice.exists():
            raise Refusal(_("This document has a commitment with this number already."))

    def share_done(self, figure: Decimal | None) -> int | None:
        """Percent of the way from baseline to target, 0 to 100; None where it is not known."""
        if figure is None or self.target is None:
            return None
        start = self.baseline or Decimal(0)
        if self.target == start:
            return None
        share = (figure - start) / (self.target - start) * 100
        return int(max(Decimal(0), min(Decimal(100), share)))
