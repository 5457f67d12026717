"""Messages: what many people are to know or do, and who read it before it left.

Nothing leaves without a wording in each language, a risk check, and for each wording a pretest or
a waiver by name; then a second person approves it. Whoever works here and has "message.see" reads
messages; an office keeps its own. They are kept for good, withdrawn ones too: what was said to
many people stays on record. Nothing in them is personal. Not offline.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

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
from amparo.foundation.core.search import fold_text
from amparo.foundation.core.sequences import Sequence
from amparo.foundation.people.models import Place

from ..extension_points import wording_checks
from .approval import KeyMessageState, MessageApproval
from .risk_checks import RiskCheck
from .wordings import LANGUAGES, ChannelWording, Wording, all_languages

SEQUENCE = "message_bank.message"


class KeyMessageQuerySet(PermissionQuerySet):
    def approved(self) -> "KeyMessageQuerySet":
        """Those that may be used now."""
        return self.filter(state=KeyMessageState.APPROVED)

    def public(self) -> "KeyMessageQuerySet":
        """Those that stand on the public pages."""
        return self.approved().filter(is_public=True)

    def past_review(self, today: date) -> "KeyMessageQuerySet":
        """Those in use that nobody has looked at again by their review date."""
        return self.approved().filter(review_on__lt=today)


class KeyMessage(MessageApproval, Record):
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
        pgettext_lazy("message", "Languages"), max_length=40, default=all_languages
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
    # Why the last one who was to approve it gave it back.
    returned_because = models.CharField(max_length=300, blank=True)
    # The version whose place it takes; that one is withdrawn once this one is approved.
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements",
        verbose_name=pgettext_lazy("message", "Replaces"),
    )  # fmt: skip
    # Title and headings folded, for the search of the bank.
    search_text = models.TextField(default="", editable=False)

    audit_name = "keymessage"
    crypto_label = "keymessage"

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
            "returned_because": "what a colleague asks to be changed",
            "search_text": "title and headings again",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Message bank viewed"))
        drafted = AuditEvent(gettext_lazy("Key message drafted"))
        changed = AuditEvent(gettext_lazy("Key message changed"))
        submitted = AuditEvent(gettext_lazy("Key message submitted for approval"))
        returned = AuditEvent(gettext_lazy("Key message returned for changes"))
        approved = AuditEvent(gettext_lazy("Key message approved"))
        withdrawn = AuditEvent(gettext_lazy("Key message withdrawn"))
        read = AuditEvent(gettext_lazy("Wording of a key message read by a second person"))

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        return f"MSG-{self.year % 100:02d}-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("message_bank:message", args=[self.ref])

    @property
    def topic_label(self) -> str:
        return codes.label("message_topic", self.topic)

    @property
    def audience_label(self) -> str:
        return codes.label("message_audience", self.audience)

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
    def written_languages(self) -> tuple[str, ...]:
        """The languages that have a wording."""
        said = {row.language for row in self.wordings.all() if row.level == "standard"}
        return tuple(code for code in LANGUAGES if code in said)

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """The languages in which it is to be said and has no wording."""
        return tuple(code for code in self.language_codes if code not in self.written_languages)

    # What it needs before it is submitted.

    @property
    def risk_check(self) -> RiskCheck | None:
        """The latest, which counts."""
        return next(iter(self.risk_checks.all()), None)

    @property
    def is_risk_checked(self) -> bool:
        """Whether somebody answered for the words as they stand; "not known" is no answer."""
        check = self.risk_check
        is_answered = check is not None and check.answer != RiskCheck.Answer.UNKNOWN
        return is_answered and not self.is_changed_since_risk_check

    @property
    def is_changed_since_risk_check(self) -> bool:
        """Whether words were written after the risk check that counts: it did not see them."""
        check = self.risk_check
        written = [each.at for each in self.wordings.all()]
        written += [each.at for each in self.channel_wordings.all()]
        return check is not None and any(at > check.at for at in written)

    @property
    def waiver(self) -> Any:
        """The latest waiver of its pretest, or None."""
        return next(iter(self.waivers.all()), None)

    @property
    def untested_languages(self) -> tuple[str, ...]:
        """The languages of it in which nobody of the audience was asked."""
        tested = {row.language for row in self.pretests.all() if row.discarded_at is None}
        return tuple(code for code in self.language_codes if code not in tested)

    @property
    def is_tested_or_waived(self) -> bool:
        return not self.untested_languages or self.waiver is not None

    @property
    def newest_version(self) -> "KeyMessage | None":
        """The approved message that took its place, if any."""
        rows = (row for row in self.replacements.all() if row.state == KeyMessageState.APPROVED)
        return next(rows, None)

    @classmethod
    @transaction.atomic
    def draft(cls, *, by: User, office: Office, places: Iterable[Place] = (), **fields: Any
              ) -> "KeyMessage":  # fmt: skip
        """Drafts a message with its number; `places` none means everywhere."""
        codes.require("message_topic", fields["topic"])
        codes.require("message_audience", fields["audience"])
        year = office.today().year
        serial = Sequence.reserve(SEQUENCE, year)[0]
        message = cls.objects.create(
            by=by, office=office, year=year, serial=serial,
            search_text=fold_text(fields["title"]), **fields,
        )  # fmt: skip
        message._set_places(places)
        log.log_event(by, "keymessage.drafted", message)
        return message

    @transaction.atomic
    def change(self, *, by: User, places: Iterable[Place] = (), **fields: Any) -> None:
        """Changes what it is for. Refused once it was submitted."""
        self.must_be_draft()
        codes.require("message_topic", fields["topic"])
        codes.require("message_audience", fields["audience"])
        # Whoever says last what it is for is the one who wrote it, and does not approve it.
        for name, value in (fields | {"by": by}).items():
            setattr(self, name, value)
        self.save(update_fields=["by", *fields])
        self._set_places(places)
        self._keep_search_text()
        log.log_event(by, "keymessage.changed", self)

    @transaction.atomic
    def write_wording(self, language: str, *, by: User, level: str = Wording.Level.STANDARD,
                      fields: Mapping[str, str]) -> Wording:  # fmt: skip
        """Writes heading, body and text in one language and level, in the place of those before.
        Nobody has read them yet.
        """
        self.must_be_draft()
        for check in wording_checks:
            check(self, fields)
        written = {"by": by, "at": now(), "read_by": None, "read_at": None, **fields}
        wording, _is_new = self.wordings.update_or_create(
            language=language, level=level, defaults=written
        )
        self._forget_wordings()
        self._keep_search_text()
        log.log_event(by, "keymessage.changed", self, language=language, level=str(level))
        return wording

    @transaction.atomic
    def remove_wording(
        self, language: str, *, by: User, level: str = Wording.Level.STANDARD
    ) -> None:
        """Deletes the wording in one language and level; then the language lacks it."""
        self.must_be_draft()
        self.wordings.filter(language=language, level=level).delete()
        self._forget_wordings()
        self._keep_search_text()
        log.log_event(by, "keymessage.changed", self, language=language, level=str(level))

    @transaction.atomic
    def write_channel_text(self, channel: str, language: str, *, by: User, text: str) -> None:
        """Writes words of their own for a channel; empty ones give the derived words back."""
        codes.require("communication_channel", channel)
        self.must_be_draft()
        rows = ChannelWording.objects.filter(message=self, language=language, channel=channel)
        if not text.strip():
            rows.delete()
        elif not rows.filter(text=text).exists():
            ChannelWording.objects.update_or_create(
                message=self, language=language, channel=channel,
                defaults={"text": text, "by": by, "at": now()},
            )  # fmt: skip
        log.log_event(by, "keymessage.changed", self, language=language, code=channel)

    @transaction.atomic
    def mark_read(self, language: str, *, by: User, level: str = Wording.Level.STANDARD) -> None:
        """Records that another person than who wrote a wording has read it."""
        wordings = self.wordings.select_for_update(of=("self",))
        wording = wordings.filter(language=language, level=level).first()
        if wording is None:
            raise Refusal(_("There is no wording in this language."))
        if wording.by_id == by.pk:
            raise Refusal(_("Somebody else reads what you wrote."))
        wording.read_by, wording.read_at = by, now()
        wording.save(update_fields=["read_by", "read_at"])
        self._forget_wordings()
        log.log_event(by, "keymessage.read", self, language=language, level=str(level))

    def must_be_draft(self) -> None:
        """Refuses where it was submitted."""
        lock_and_refresh(self, "state")
        if self.state != KeyMessageState.DRAFT:
            raise Refusal(_("This message is no longer a draft. Write a new one."))

    def _keep_search_text(self) -> None:
        headings = self.wordings.values_list("heading", flat=True)
        self.search_text = fold_text(" ".join([self.title, *headings]))
        self.save(update_fields=["search_text"])

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
