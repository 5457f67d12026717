"""What a meeting decided, how, and who is to do what by when."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.links.models import Link

from .agenda import AgendaItem
from .commitments import Commitment
from .convenings import Convening


class Decision(Record):
    """What was decided on an item: agreed by all, agreed with reservations, or voted."""

    class How(models.TextChoices):
        CONSENSUS = "consensus", pgettext_lazy("decision", "By consensus")
        RESERVATIONS = "reservations", pgettext_lazy("decision", "With reservations")
        VOTE = "vote", pgettext_lazy("decision", "By vote")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(pgettext_lazy("meeting", "Decision"), max_length=4000)
    how = models.CharField(
        pgettext_lazy("decision", "How it was taken"), max_length=12, choices=How,
        default=How.CONSENSUS,
    )  # fmt: skip
    votes_for = models.PositiveSmallIntegerField(
        pgettext_lazy("vote", "In favour"), null=True, blank=True
    )
    votes_against = models.PositiveSmallIntegerField(
        pgettext_lazy("vote", "Against"), null=True, blank=True
    )
    votes_abstained = models.PositiveSmallIntegerField(
        pgettext_lazy("vote", "Abstained"), null=True, blank=True
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "meetingdecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("meeting", "Decision")
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_voted_with_figures",
                condition=Q(how="vote", votes_for__isnull=False, votes_against__isnull=False)
                | ~Q(how="vote")
                & Q(votes_for=None, votes_against=None, votes_abstained=None),
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What institutions decided; names nobody.")
        plain_text = {"text": "what institutions decided"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Decision recorded"))
        committed = AuditEvent(gettext_lazy("Decision made a commitment"))

    def __str__(self):
        return f"Decision {self.ref}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @classmethod
    @transaction.atomic
    def record(
        cls, item: AgendaItem, *, by: User | None, text: str, how: str = How.CONSENSUS,
        votes_for: int | None = None, votes_against: int | None = None,
        votes_abstained: int | None = None, reserved_by: Iterable[Organization] = (),
    ) -> "Decision":  # fmt: skip
        """Records a decision with its figures or reservations, as it was taken."""
        item.must_be_written()
        reserved_by = list(reserved_by)
        votes = (votes_for, votes_against, votes_abstained)
        _check_how(how, votes, reserved_by)
        last = cls.objects.filter(item__convening=item.convening_id)
        number = (last.aggregate(last=Max("number"))["last"] or 0) + 1
        decision = cls.objects.create(
            item=item, by=by, number=number, text=text.strip(), how=how, votes_for=votes_for,
            votes_against=votes_against, votes_abstained=votes_abstained,
        )  # fmt: skip
        for organization in reserved_by:
            Reservation.objects.create(decision=decision, organization=organization)
        item.mark_taken()
        log.log_event(by, "meetingdecision.recorded", decision, kind=how)
        return decision

    @transaction.atomic
    def commit(
        self, *, by: User, bearers: Iterable[Organization], lead: Organization | None = None,
        deadline: date | None = None, has_no_deadline: bool = False,
    ) -> Commitment:  # fmt: skip
        """Makes a commitment of it, adopted on the day of the meeting, that results from its
        agenda item. Once.
        """
        meeting = self.item.convening
        lock_and_refresh(self, "commitment")
        if self.commitment is not None:
            raise Refusal(_("This decision is a commitment already."))
        if not meeting.took_place:
            raise Refusal(_("A decision becomes a commitment once the meeting was held."))
        bearers = list(bearers)
        if not bearers:
            raise Refusal(_("Say which institution is to do it."))
        self.commitment = Commitment.record(
            by=by, office=meeting.office, origin=Commitment.Origin.DECISION, document=None,
            text=self.text, language=(meeting.languages or ["en"])[0], bearers=bearers, lead=lead,
            country=meeting.office.country, deadline=deadline, has_no_deadline=has_no_deadline,
            adopted_on=meeting.day, today=meeting.office.today(),
        )  # fmt: skip
        self.save(update_fields=["commitment"])
        Link.add(
            by=by, source=("commitment", self.commitment), relation=Link.Relation.RESULTS_FROM,
            target=("agenda_item", self.item),
        )  # fmt: skip
        log.log_event(by, "meetingdecision.committed", self)
        return self.commitment


def _check_how(how: str, votes: tuple, reserved_by: list[Organization]) -> None:
    if how == Decision.How.VOTE:
        if votes[0] is None or votes[1] is None:
            raise Refusal(_("Give how many voted in favour and how many against."))
        if votes[1] >= votes[0]:
            raise Refusal(_("With so many against, nothing was decided: write it in the minutes."))
    elif any(each is not None for each in votes):
        raise Refusal(_("Give figures only where there was a vote."))
    if how == Decision.How.RESERVATIONS and not reserved_by:
        raise Refusal(_("Say which institution made a reservation."))
    if how == Decision.How.CONSENSUS and reserved_by:
        raise Refusal(_("With a reservation it is no consensus: choose “With reservations”."))


class Reservation(models.Model):
    """That an institution made a reservation on a decision."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="reservations")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), related_name="+"
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("decision", "Reservation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "organization"], name="reserved_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which institution made a reservation.")

    def __str__(self):
        return f"{self.decision_id}: {self.organization_id}"


class ActionItemQuerySet(PermissionQuerySet):
    def open(self) -> "ActionItemQuerySet":
        return self.filter(done_on=None)

    def late(self, today: date) -> "ActionItemQuerySet":
        return self.open().filter(due_on__lt=today)


class ActionItem(Record):
    """What an institution is to do after a meeting, by when."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions")
    text = models.CharField(pgettext_lazy("meeting", "Action"), max_length=300)
    owner = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=pgettext_lazy("action", "Who"),
        related_name="+",
    )  # fmt: skip
    due_on = models.DateField(gettext_lazy("Due"))
    done_on = models.DateField(pgettext_lazy("action", "Done on"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    audit_name = "meetingaction"

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("meeting", "Action")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], name="actions_due", condition=Q(done_on=None)),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution is to do; names nobody.")
        plain_text = {"text": "what an institution is to do"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Action of a meeting recorded"))
        done = AuditEvent(gettext_lazy("Action of a meeting done"))
        late = AuditEvent(
            gettext_lazy("Reminder of an action past due"),
            notice=Notice(gettext_lazy("Action of a meeting overdue"), "work", icon="clock"),
        )

    def __str__(self):
        return f"ActionItem {self.ref}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @classmethod
    @transaction.atomic
    def record(
        cls, item: AgendaItem, *, by: User | None, text: str, owner: Organization, due_on: date
    ) -> "ActionItem":
        """Adds an action, due after the meeting."""
        item.must_be_written()
        if due_on < item.convening.day:
            raise Refusal(_("An action is due after the meeting, not before it."))
        action = cls.objects.create(
            item=item, by=by, text=text.strip(), owner=owner, due_on=due_on
        )
        item.mark_taken()
        log.log_event(by, "meetingaction.recorded", action)
        return action

    @transaction.atomic
    def finish(self, *, by: User, on: date) -> None:
        """It was done on this day; also after the minutes were adopted."""
        lock_and_refresh(self, "done_on")
        if self.done_on is not None:
            raise Refusal(_("This action was done already."))
        if on < self.item.convening.day:
            raise Refusal(_("An action is done after the meeting, not before it."))
        if on > self.item.convening.office.today():
            raise Refusal(_("This day lies in the future."))
        self.done_on = on
        self.save(update_fields=["done_on"])
        log.log_event(by, "meetingaction.done", self)

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today


def open_actions_of(meeting: Convening | None) -> ActionItemQuerySet:
    """What is still to be done after a meeting; nothing where there was none."""
    found = ActionItem.objects.filter(item__convening=meeting) if meeting else None
    return (found.open() if found is not None else ActionItem.objects.none()).select_related(
        "owner", "item__convening"
    )
