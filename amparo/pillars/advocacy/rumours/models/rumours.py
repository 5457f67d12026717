"""Rumours: what is heard, sighted again, assessed, checked by two people and answered.

Online only: a report without signal waits on paper. The words are sealed, because whoever repeats
a rumour may name somebody; no address, ledger line or notification carries them.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new, lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.sequences import Sequence
from amparo.foundation.people.models import Place

from .answers import AnswerActions
from .checks import CheckActions
from .sightings import RecruitmentAdvert, RumourFile, Sighting

SEQUENCE = "rumours.rumour"


class RumourState(models.TextChoices):
    NEW = "new", pgettext_lazy("rumour", "New")
    CHECKING = "checking", pgettext_lazy("rumour", "Being checked")
    CHECKED = "checked", pgettext_lazy("rumour", "Checked")
    ANSWERED = "answered", pgettext_lazy("rumour", "Answered")
    CLOSED = "closed", pgettext_lazy("rumour", "Closed")


class RumourQuerySet(PermissionQuerySet):
    def open(self) -> "RumourQuerySet":
        return self.exclude(state=RumourState.CLOSED)

    def unanswered(self) -> "RumourQuerySet":
        return self.exclude(state__in=(RumourState.ANSWERED, RumourState.CLOSED))

    def heard_again(self) -> "RumourQuerySet":
        """Answered, and heard on the day of its answer or later."""
        return self.filter(state=RumourState.ANSWERED, heard_again_at__isnull=False)

    def to_ask_about(self, moment: datetime) -> "RumourQuerySet":
        """Answered so long ago that somebody is asked whether it is still heard."""
        return self.filter(
            state=RumourState.ANSWERED, asked_at=None, ask_again_on__lte=moment.date()
        )


class Rumour(AnswerActions, CheckActions, Record):
    """Something false or unproven that goes round, or an advert that may lead to exploitation."""

    class Kind(models.TextChoices):
        RUMOUR = "rumour", pgettext_lazy("rumour", "Rumour")
        ADVERT = "advert", pgettext_lazy("rumour", "Suspicious recruitment advert")

    State = RumourState

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    # Its number within a year: RUM-26-004.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=6, choices=Kind)
    text = PersonalField(pgettext_lazy("rumour", "Words heard"))
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("Place"),
    )  # fmt: skip
    channel = models.CharField(pgettext_lazy("rumour", "Channel"), max_length=20)
    topic = models.CharField(pgettext_lazy("message", "Topic"), max_length=40)
    first_heard_on = models.DateField(pgettext_lazy("rumour", "First heard"))
    last_heard_on = models.DateField(pgettext_lazy("rumour", "Last heard"))
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=8, choices=RumourState,
        default=RumourState.NEW,
    )  # fmt: skip
    # The level that a person decided last; "none" while nobody did.
    risk = models.CharField(
        pgettext_lazy("rumour", "Risk level"), max_length=8, default="none", editable=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    heard_again_at = models.DateTimeField(null=True, editable=False)
    ask_again_on = models.DateField(null=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_because = models.CharField(
        pgettext_lazy("rumour", "Reason for closing it"), max_length=300, blank=True
    )
    # The rumour that this one turned out to be; its sightings went there.
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    # When words, advert, photos and sources were erased.
    erased_at = models.DateTimeField(null=True, editable=False)

    audit_name = "rumour"
    crypto_label = "rumour"

    objects = RumourQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Rumour")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="rumour_number_once"),
            models.CheckConstraint(
                name="rumour_heard_in_order", condition=Q(last_heard_on__gte=F("first_heard_on"))
            ),
            models.CheckConstraint(
                name="rumour_closed_with_answer_or_reason",
                condition=~Q(state="closed") | Q(answered_at__isnull=False)
                | ~Q(closed_because="") | Q(same_as__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["office", "state"], name="rumours_by_state")]

    class Privacy:
        no_owner = gettext_lazy(
            "What goes round among many; whoever is named in the words is in no file by it."
        )
        plain_text = {"closed_because": "a reason of an office; its form says to name nobody"}

    class Events:
        recorded = AuditEvent(
            gettext_lazy("Rumour recorded"),
            notice=Notice(pgettext_lazy("notification", "Rumour recorded"), "message", icon="ear"),
        )
        sighted = AuditEvent(gettext_lazy("Rumour heard again"))
        sighted_after = AuditEvent(
            gettext_lazy("Answered rumour heard again"),
            notice=Notice(gettext_lazy("Answered rumour heard again"), "message", icon="ear"),
        )
        assessed = AuditEvent(gettext_lazy("Risk of a rumour assessed"))
        source_added = AuditEvent(gettext_lazy("Source for a rumour added"))
        proposed = AuditEvent(
            gettext_lazy("Verdict on a rumour proposed"),
            notice=Notice(
                gettext_lazy("Verdict on a rumour pending confirmation"),
                "decision",
                icon="clipboard-check",
            ),
        )
        confirmed = AuditEvent(gettext_lazy("Verdict on a rumour confirmed"))
        disagreed = AuditEvent(
            gettext_lazy("Verdict on a rumour not confirmed"),
            notice=Notice(gettext_lazy("Verdict on a rumour not confirmed"), "decision", icon="x"),
        )
        drafted = AuditEvent(gettext_lazy("Answer to a rumour drafted"))
        answered = AuditEvent(
            gettext_lazy("Rumour answered"),
            notice=Notice(
                gettext_lazy("Rumour that you recorded was answered"), "message", icon="messages"
            ),
        )
        unanswered = AuditEvent(
            gettext_lazy("Answer to a rumour withdrawn"),
            notice=Notice(
                gettext_lazy("Answer to a rumour withdrawn: a new one is needed"),
                "work",
                icon="refresh",
            ),
        )
        asked = AuditEvent(
            gettext_lazy("Asked whether a rumour is still heard"),
            notice=Notice(
                gettext_lazy("Rumour answered some time ago: still heard?"), "work", icon="ear"
            ),
        )
        silent = AuditEvent(gettext_lazy("Rumour no longer heard"))
        closed = AuditEvent(gettext_lazy("Rumour closed"))
        reopened = AuditEvent(gettext_lazy("Rumour reopened"))
        merged = AuditEvent(gettext_lazy("Rumour joined to the same one"))
        erased = AuditEvent(gettext_lazy("Words of a rumour erased"))
        listed = AuditEvent(gettext_lazy("Rumours viewed"))

    def __str__(self):
        return f"Rumour {self.ref}"

    @property
    def number(self) -> str:
        return f"RUM-{self.year % 100:02d}-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("rumours:rumour", args=[self.ref])

    @property
    def is_closed(self) -> bool:
        return self.state == RumourState.CLOSED

    @property
    def is_advert(self) -> bool:
        return self.kind == self.Kind.ADVERT

    @property
    def was_heard_again(self) -> bool:
        return self.state == RumourState.ANSWERED and self.heard_again_at is not None

    @property
    def is_to_be_asked(self) -> bool:
        """Whether its day has come to be asked whether it is still heard."""
        day = self.ask_again_on
        return (
            self.state == RumourState.ANSWERED and day is not None and day <= self.office.today()
        )

    @property
    def topic_label(self) -> str:
        return codes.label("message_topic", self.topic)

    @property
    def channel_label(self) -> str:
        return codes.label("communication_channel", self.channel)

    @property
    def text_kept_until(self) -> date | None:
        """When its words are erased; None while it is not closed."""
        if self.closed_at is None:
            return None
        kept = timedelta(days=30 * settings.AMPARO_RUMOUR_WORDS_KEPT_MONTHS)
        return self.closed_at.date() + kept

    # Hearing it.

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, office: Office, kind: str, text: str, topic: str, channel: str,
        language: str, place: Place | None = None, heard_on: date | None = None,
        advert: dict[str, str] | None = None, photo: ValidatedFile | None = None,
    ) -> "Rumour":  # fmt: skip
        """Records what was heard, with its first sighting, and tells communications of the office.
        `advert` holds what a recruitment advert offers, where, and its contact.
        """
        if not text.strip():
            raise Refusal(_("Write what you heard, as it was said."))
        codes.require("message_topic", topic)
        codes.require("communication_channel", channel)
        day = _day_of(office, heard_on)
        year = office.today().year
        rumour = cls(
            by=by, office=office, kind=kind, text=text.strip(), topic=topic, channel=channel,
            language=language, place=place, first_heard_on=day, last_heard_on=day, year=year,
            serial=Sequence.reserve(SEQUENCE, year)[0],
        )  # fmt: skip
        allow_new(rumour)
        rumour.save()
        Sighting.objects.create(rumour=rumour, by=by, channel=channel, place=place, heard_on=day)
        if rumour.is_advert:
            RecruitmentAdvert.place(rumour, **(advert or {}))
        if photo is not None:
            RumourFile.add(rumour, photo, by=by)
        log.log_event(by, "rumour.recorded", rumour)
        rumour.tell("rumour.recorded", by=by)
        return rumour

    @transaction.atomic
    def sight(
        self, *, by: User, channel: str, place: Place | None = None, heard_on: date | None = None
    ) -> Sighting:
        """Somebody heard it again. Twice by the same person on one day, in one place and by one
        channel is once. After its answer it shows as heard again, and communications learn of it.
        """
        lock_and_refresh(
            self, "state", "first_heard_on", "last_heard_on", "answered_at", "heard_again_at"
        )
        if self.is_closed:
            raise Refusal(_("This rumour is closed. Record what you heard as a new one."))
        codes.require("communication_channel", channel)
        day = _day_of(self.office, heard_on)
        sighting, is_new = Sighting.objects.get_or_create(
            rumour=self, by=by, channel=channel, place=place, heard_on=day
        )
        if not is_new:
            return sighting
        self._widen(day, day)
        log.log_event(by, "rumour.sighted", self)
        if self.state == RumourState.ANSWERED and day >= self._answered_on:
            self._note_heard_again(by)
        return sighting

    def _note_heard_again(self, by: User) -> None:
        if self.heard_again_at is None:
            log.log_event(by, "rumour.sighted_after", self)
            self.tell("rumour.sighted_after", by=by)
        self.heard_again_at = now()
        self.save(update_fields=["heard_again_at"])

    @property
    def _answered_on(self) -> date:
        moment = self.answered_at or now()
        return moment.astimezone(self.office.zone).date()

    def _widen(self, first: date, last: date) -> None:
        self.first_heard_on = min(self.first_heard_on, first)
        self.last_heard_on = max(self.last_heard_on, last)
        self.save(update_fields=["first_heard_on", "last_heard_on"])

    @transaction.atomic
    def merge_into(self, other: "Rumour", *, by: User) -> None:
        """It is the same as another, open rumour: its sightings count there, and it closes.
        Refused once somebody worked on it.
        """
        lock_and_refresh(self, "state", "same_as_id")
        if self.same_as_id == other.pk:
            return
        if self.pk == other.pk or other.is_closed or other.office_id != self.office_id:
            raise Refusal(_("Choose another rumour of the same office that is open."))
        if self.state != RumourState.NEW or self.risk != "none":
            raise Refusal(_("Somebody worked on this rumour already. Close it with a reason."))
        if self.is_advert != other.is_advert:
            raise Refusal(_("An advert and a rumour are not the same. Keep both."))
        there = {each.key for each in other.sightings.all()}
        for each in self.sightings.all():
            if each.key in there:
                continue
            each.rumour = other
            each.save(update_fields=["rumour"])
        other._widen(self.first_heard_on, self.last_heard_on)
        self.same_as = other
        self._close(by, "")
        log.log_event(by, "rumour.merged", self)
        log.log_event(by, "rumour.sighted", other)
        if other.state == RumourState.ANSWERED and self.last_heard_on >= other._answered_on:
            other._note_heard_again(by)

    # Its end.

    @transaction.atomic
    def close(self, *, by: User, because: str = "") -> None:
        """Ends it: after its answer, or with a reason. Its words are erased some months later."""
        lock_and_refresh(self, "state", "answered_at")
        if self.is_closed:
            return
        if self.state != RumourState.ANSWERED and not because.strip():
            raise Refusal(_("It has no answer: say why it is closed without one."))
        self._close(by, because.strip())
        log.log_event(by, "rumour.closed", self)

    def _close(self, by: User, because: str) -> None:
        self.state, self.closed_at, self.closed_by = RumourState.CLOSED, now(), by
        self.closed_because = because
        self.save(update_fields=["state", "closed_at", "closed_by", "closed_because", "same_as"])

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """It is heard again after it was closed; what is known of it still stands."""
        lock_and_refresh(self, "state", "erased_at")
        if not self.is_closed:
            return
        if self.erased_at or self.same_as_id:
            raise Refusal(_("Its words are no longer here. Record what you heard as a new one."))
        self.state, self.closed_at, self.closed_by = self._state_by_work(), None, None
        self.closed_because = ""
        self.save(update_fields=["state", "closed_at", "closed_by", "closed_because"])
        log.log_event(by, "rumour.reopened", self)

    @transaction.atomic
    def erase_text(self) -> None:
        """Erases words, advert, files and sources for good; counts stay. Twice is once."""
        lock_and_refresh(self, "erased_at")
        if self.erased_at:
            return
        self._erase_parts()
        self.text, self.erased_at = "", now()
        self.save(update_fields=["text", "erased_at"])
        log.log_event(None, "rumour.erased", self)

    # Who is told.

    def tell_confirmers(self, *, by: User) -> None:
        """Tells who may confirm the verdict that `by` proposed."""
        Notification.notify(
            confirmers_of(self.office), event="rumour.proposed", about=self.number,
            url=self.get_absolute_url(), by=by,
        )  # fmt: skip

    def tell(self, event: str, *, by: User | None, also: tuple[User, ...] = ()) -> None:
        """Tells who keeps rumours in the office, or in the organization where nobody does."""
        users = [*keepers_of(self.office), *also]
        Notification.notify(
            users, event=event, about=self.number, url=self.get_absolute_url(), by=by
        )


def keepers_of(office: Office) -> list[User]:
    """Returns who keeps rumours in the office; where nobody does, in its organization."""
    held = Membership.objects.held().with_permission("rumour.keep")
    here = held.filter(Q(office=office) | Q(team__office=office)).people()
    if here:
        return here
    organization = office.organization_id
    return held.filter(
        Q(office__organization=organization) | Q(team__office__organization=organization)
    ).people()


def confirmers_of(office: Office) -> list[User]:
    """Returns who may confirm a verdict as second person in the office."""
    held = Membership.objects.held().with_permission("rumour.see")
    return held.filter(Q(office=office) | Q(team__office=office)).people()


def _day_of(office: Office, heard_on: date | None) -> date:
    today = office.today()
    if heard_on is not None and heard_on > today:
        raise Refusal(_("This day is still to come. Write the day on which it was heard."))
    return heard_on or today
