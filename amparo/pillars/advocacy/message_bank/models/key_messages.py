"""Messages: what many people are to know or do, and who read it before it left."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.sequences import Sequence
from amparo.foundation.people.models import Place

from ..extension_points import message_approved, message_withdrawn, wording_checks
from .wordings import Wording

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SEQUENCE = "message_bank.message"


class KeyMessageState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("message", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("message", "Pending approval")
    APPROVED = "approved", pgettext_lazy("message", "Approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("message", "Withdrawn")


class KeyMessageQuerySet(PermissionQuerySet):
    def approved(self) -> "KeyMessageQuerySet":
        """Those that may be used now."""
        return self.filter(state=KeyMessageState.APPROVED)

    def public(self) -> "KeyMessageQuerySet":
        """Those that stand on the public pages."""
        return self.approved().filter(is_public=True)


class KeyMessage(Record):
    """A key message: for whom, what it asks them to do, and its approved wordings."""

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("message", "Information")
        WARNING = "warning", pgettext_lazy("message", "Warning")
        ANSWER = "answer", pgettext_lazy("message", "Answer to a rumour")
        INVITATION = "invitation", pgettext_lazy("message", "Invitation")

    State = KeyMessageState

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    # Its number within a year: MSG-26-012.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    # What colleagues call it. The public reads the headings of its wordings.
    title = models.CharField(pgettext_lazy("message", "Title"), max_length=140)
    kind = models.CharField(pgettext_lazy("message", "Type"), max_length=12, choices=Kind)
    topic = models.CharField(pgettext_lazy("message", "Topic"), max_length=40)
    audience = models.CharField(pgettext_lazy("message", "Audience"), max_length=40)
    need = models.TextField(
        pgettext_lazy("message", "Information need"), max_length=1_000, blank=True
    )
    behaviour = models.CharField(
        pgettext_lazy("message", "What people can do after it"), max_length=300, blank=True
    )
    # The languages in which it is to be said; one that lacks its wording is named.
    languages = models.CharField(
        pgettext_lazy("message", "Languages"), max_length=40, default=",".join(LANGUAGES)
    )
    is_public = models.BooleanField(gettext_lazy("On the public pages"), default=True)
    # The complaint line, and that help is free, stand on every material unless somebody says why
    # not.
    without_help_because = models.CharField(
        gettext_lazy("Why the complaint number and “help is free” are left out"), max_length=300,
        blank=True,
    )  # fmt: skip
    review_on = models.DateField(gettext_lazy("Review date"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=KeyMessageState,
        default=KeyMessageState.DRAFT,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    audit_name = "keymessage"

    objects = KeyMessageQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Key message")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="key_message_number_once"),
            models.CheckConstraint(
                name="key_message_approved_by_another",
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("by"))
                & ~models.Q(approved_by=models.F("submitted_by")),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What is said to many people; names nobody.")
        plain_text = {
            "title": "a working title of an office; its form says to name nobody",
            "need": "words of an office about many people; its form says to name nobody",
            "behaviour": "words of an office about many people",
            "without_help_because": "a reason of an office",
            "withdrawn_because": "a reason of an office",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Message bank viewed"))
        drafted = AuditEvent(gettext_lazy("Key message drafted"))
        changed = AuditEvent(gettext_lazy("Key message changed"))
        submitted = AuditEvent(gettext_lazy("Key message submitted for approval"))
        returned = AuditEvent(gettext_lazy("Key message returned for changes"))
        approved = AuditEvent(gettext_lazy("Key message approved"))
        withdrawn = AuditEvent(gettext_lazy("Key message withdrawn"))

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        return f"MSG-{self.year % 100:02d}-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("message_bank:message", args=[self.ref])

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The languages in which it is to be said, in the order of the product."""
        wanted = set(self.languages.split(","))
        return tuple(code for code in LANGUAGES if code in wanted)

    @property
    def is_editable(self) -> bool:
        return self.state == KeyMessageState.DRAFT

    def wording(self, language: str, level: str = Wording.Level.STANDARD) -> Wording | None:
        """Returns the words in this language and level, and never those of another."""
        found = (row for row in self.wordings.all() if row.language == language)
        return next((row for row in found if row.level == level), None)

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """The languages in which it is to be said and has no wording."""
        said = {row.language for row in self.wordings.all() if row.level == "standard"}
        return tuple(code for code in self.language_codes if code not in said)

    @classmethod
    @transaction.atomic
    def draft(cls, *, by: User, office: Office, places: Iterable[Place] = (), **fields: Any
              ) -> "KeyMessage":  # fmt: skip
        """Drafts a message with its number; `places` none means everywhere."""
        codes.require("message_topic", fields["topic"])
        codes.require("message_audience", fields["audience"])
        year = office.today().year
        serial = Sequence.reserve(SEQUENCE, year)[0]
        message = cls.objects.create(by=by, office=office, year=year, serial=serial, **fields)
        message._set_places(places)
        log.log_event(by, "keymessage.drafted", message)
        return message

    @transaction.atomic
    def change(self, *, by: User, places: Iterable[Place] = (), **fields: Any) -> None:
        """Changes what it is for. Refused once it was submitted."""
        self._must_be_draft()
        codes.require("message_topic", fields["topic"])
        codes.require("message_audience", fields["audience"])
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        self._set_places(places)
        log.log_event(by, "keymessage.changed", self)

    @transaction.atomic
    def say(self, language: str, *, by: User, level: str = Wording.Level.STANDARD,
            words: Mapping[str, str]) -> Wording:  # fmt: skip
        """Writes the words in one language and level in the place of those that stood there."""
        self._must_be_draft()
        for check in wording_checks:
            check(self, words)
        wording, _is_new = self.wordings.update_or_create(
            language=language, level=level, defaults=dict(words)
        )
        self._forget_wordings()
        log.log_event(by, "keymessage.changed", self)
        return wording

    @transaction.atomic
    def submit(self, *, by: User) -> None:
        """Asks a second person to approve it. Refused, by name of the languages, while one of them
        has no wording.
        """
        self._must_be_draft()
        self._must_be_whole()
        self.state, self.submitted_at, self.submitted_by = KeyMessageState.SUBMITTED, now(), by
        self.save(update_fields=["state", "submitted_at", "submitted_by"])
        log.log_event(by, "keymessage.submitted", self)

    @transaction.atomic
    def return_for_changes(self, *, by: User) -> None:
        """Gives it back to who wrote it."""
        lock_and_refresh(self, "state")
        if self.state != KeyMessageState.SUBMITTED:
            raise Refusal(_("This message is not pending approval."))
        self.state = KeyMessageState.DRAFT
        self.save(update_fields=["state"])
        log.log_event(by, "keymessage.returned", self)

    @transaction.atomic
    def approve(self, *, by: User) -> None:
        """A second person has read every wording: from now on it may be used."""
        lock_and_refresh(self, "state", "by_id", "submitted_by_id")
        if self.state == KeyMessageState.APPROVED:
            return
        if self.state != KeyMessageState.SUBMITTED:
            raise Refusal(_("This message is not pending approval."))
        if by.pk in (self.by_id, self.submitted_by_id):
            raise Refusal(_("Somebody else approves what you wrote."))
        self._must_be_whole()
        self.state, self.approved_at, self.approved_by = KeyMessageState.APPROVED, now(), by
        self.save(update_fields=["state", "approved_at", "approved_by"])
        log.log_event(by, "keymessage.approved", self)
        message_approved.send(type(self), message=self, by=by)

    @transaction.atomic
    def withdraw(self, *, by: User, because: str) -> None:
        """Takes it out of use, everywhere at once. Who holds a paper of it keeps the paper."""
        lock_and_refresh(self, "state")
        if self.state == KeyMessageState.WITHDRAWN:
            return
        self.state, self.withdrawn_at, self.withdrawn_by = KeyMessageState.WITHDRAWN, now(), by
        self.withdrawn_because = because
        self.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_because"])
        log.log_event(by, "keymessage.withdrawn", self)
        message_withdrawn.send(type(self), message=self, by=by)

    def _must_be_draft(self) -> None:
        lock_and_refresh(self, "state")
        if self.state != KeyMessageState.DRAFT:
            raise Refusal(_("This message is no longer a draft. Write a new one."))

    def _must_be_whole(self) -> None:
        self._forget_wordings()
        names = dict(settings.LANGUAGES)
        if missing := [str(names[code]) for code in self.missing_languages]:
            raise Refusal(
                _("A wording is missing in: %(languages)s.") % {"languages": ", ".join(missing)}
            )

    def _set_places(self, places: Iterable[Place]) -> None:
        self.places.all().delete()
        KeyMessagePlace.objects.bulk_create(
            [KeyMessagePlace(message=self, place=place) for place in places]
        )

    def _forget_wordings(self) -> None:
        getattr(self, "_prefetched_objects_cache", {}).pop("wordings", None)


class KeyMessagePlace(models.Model):
    """An area that a message is for. Without any it is for everywhere."""

    message = models.ForeignKey(KeyMessage, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Area")
        constraints = [
            models.UniqueConstraint(fields=["message", "place"], name="key_message_place_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What is said to many people; names nobody.")

    def __str__(self):
        return f"{self.message_id} {self.place_id}"
