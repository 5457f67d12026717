"""Stories: what somebody told, its words in each language, and how far it has come.

Nothing leads from a story to a case or to the person's file. Whoever told it holds a code on paper
and needs neither a name nor an account to see where it is used and to stop all of it.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import find_by_secret, lock_and_refresh
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..consent_terms import WEB
from .texts import WITH_THE_CODE, StoryRemoval, StoryText

if TYPE_CHECKING:
    from .consents import MediaConsent

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SEQUENCE = "stories.story"
NOT_OURS = gettext_lazy("Words are written in a language of this site.")
NO_CONSENT = gettext_lazy("There is no consent.")
TITLE_LETTERS, BODY_LETTERS = 140, 6_000


class StoryState(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("story", "Draft")
    CLEARED = "cleared", pgettext_lazy("story", "Cleared")
    PUBLISHED = "published", pgettext_lazy("story", "Published")
    EXPIRED = "expired", pgettext_lazy("story", "Consent ended")
    TAKEN_DOWN = "taken_down", pgettext_lazy("story", "Stopped")


ENDED = (StoryState.EXPIRED, StoryState.TAKEN_DOWN)


class StoryQuerySet(PermissionQuerySet):
    def published(self) -> Self:
        return self.filter(state=StoryState.PUBLISHED)

    def in_use(self) -> Self:
        """Those that may be used anywhere."""
        return self.filter(state__in=(StoryState.CLEARED, StoryState.PUBLISHED))


class Story(Record, ReceiptCodeModel):
    """A story with its consent, its words, photos and uses."""

    class Reason(models.TextChoices):
        PERSON = "person", pgettext_lazy("story taken down", "The person said stop")
        DANGER = "danger", pgettext_lazy("story taken down", "Somebody could come to harm")
        RECOGNISED = "recognised", pgettext_lazy("story taken down", "Somebody was recognised")
        MISTAKE = "mistake", pgettext_lazy("story taken down", "It was published by mistake")

    State = StoryState

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    # Its number within a year: STO-26-018.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    # An ISO 639 code: any language, also one in which the product does not speak.
    original_language = models.CharField(pgettext_lazy("story", "Told in"), max_length=3)
    pseudonym = PersonalField(pgettext_lazy("story", "Name shown"))
    is_own_name = models.BooleanField(
        pgettext_lazy("story", "The name shown is their own"), default=False
    )
    age = PersonalField(pgettext_lazy("story", "Age shown"))
    removed_note = PersonalField(pgettext_lazy("story", "What was removed, in words"))
    # How the person can be told safely where the story appeared.
    contact = PersonalField(pgettext_lazy("story", "Safe way to tell the person"))
    read_back_on = models.DateField(
        pgettext_lazy("story", "Read back and agreed on"), null=True, blank=True
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=StoryState,
        default=StoryState.DRAFTED,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Who wrote any of its words last; the second reader is somebody else.
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    cleared_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    cleared_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # None: the person by code, or the night in which the consent ended.
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_because = models.CharField(max_length=10, choices=Reason, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "story"
    audit_name = "story"

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of migrants", "Story")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="story_number_once"),
            models.CheckConstraint(
                name="story_cleared_by_another",
                condition=models.Q(cleared_by=None)
                | ~models.Q(cleared_by=models.F("by"))
                & (models.Q(written_by=None) | ~models.Q(cleared_by=models.F("written_by"))),
            ),
            models.CheckConstraint(
                name="story_in_use_was_cleared",
                condition=~models.Q(state__in=["cleared", "published"])
                | models.Q(cleared_by__isnull=False, cleared_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="story_by_state")]

    class Privacy:
        no_owner = WITH_THE_CODE

    class Events:
        listed = AuditEvent(gettext_lazy("Stories viewed"))
        begun = AuditEvent(gettext_lazy("Story begun with its media consent"))
        changed = AuditEvent(gettext_lazy("Story changed"))
        cleared = AuditEvent(gettext_lazy("Story cleared"))
        published = AuditEvent(gettext_lazy("Story published"))
        expired = AuditEvent(
            gettext_lazy("Story stopped: its consent ended"),
            notice=Notice(
                gettext_lazy("Consent to a story ended: tell everybody who has it"),
                "work",
                icon="clock",
            ),
        )
        taken_down = AuditEvent(gettext_lazy("Use of a story stopped"))
        stopped = AuditEvent(
            gettext_lazy("Story stopped by the person, with their code"),
            notice=Notice(
                gettext_lazy("Story stopped by the person: tell everybody who has it"),
                "work",
                icon="hand-stop",
            ),
        )
        erased = AuditEvent(gettext_lazy("Words, photos and recordings of a story erased"))

    def __str__(self):
        return f"Story {self.ref}"

    @property
    def number(self) -> str:
        return f"STO-{self.year % 100:02d}-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("stories:story", args=[self.ref])

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_editable(self) -> bool:
        return self.state in (StoryState.DRAFTED, StoryState.CLEARED) and not self.erased_at

    # Its words. None stands in for those of another language.

    def text(self, language: str) -> "StoryText | None":
        return next((each for each in self.texts.all() if each.language == language), None)

    @property
    def title(self) -> str:
        """What it is called here: in the reader's language or any other, or by its number."""
        text = self.text(formats.current_language()) or next(iter(self.texts.all()), None)
        return text.title if text and text.title else self.number

    @property
    def title_language(self) -> str:
        text = self.text(formats.current_language()) or next(iter(self.texts.all()), None)
        return text.language if text and text.title else ""

    # Its consent: the last that was given.

    @cached_property
    def consent(self) -> "MediaConsent | None":
        return max(self.consents.all(), key=lambda each: each.pk, default=None)

    def is_shown_in(self, language: str, day: date) -> bool:
        """Whether anybody may read it in this language on this day: asked whenever it is served,
        whatever the night has done.
        """
        text, consent = self.text(language), self.consent
        return (
            self.state == StoryState.PUBLISHED and not self.erased_at
            and text is not None and consent is not None
            and consent.terms.uncovered(day, use=WEB, language=language) is None
        )  # fmt: skip

    def shown_languages(self, day: date) -> list[str]:
        return [code for code in LANGUAGES if self.is_shown_in(code, day)]

    @classmethod
    def for_code(cls, code: str) -> Self | None:
        """Returns the story of this code and opens it with all that belongs to it, or None."""
        return find_by_secret(cls, code, "office")

    # What is done with it.

    @transaction.atomic
    def change(self, *, by: User, removed: Iterable[str] = (), **fields: Any) -> None:
        """Changes what is said of it. What was cleared is to be cleared again."""
        self.must_be_editable()
        if fields.get("is_own_name", self.is_own_name):
            self._must_allow_name()
        for name, value in fields.items():
            setattr(self, name, value)
        self.written_by = by
        self._set_removed(removed)
        self.reopen()
        self.save()
        log.log_event(by, "story.changed", self)

    @transaction.atomic
    def write(self, language: str, *, by: User, title: str, body: str) -> "StoryText":
        """Writes its words in one language in the place of those that stood there."""
        self.must_be_editable()
        if language not in LANGUAGES:
            raise Refusal(str(NOT_OURS))
        if not title.strip() or not body.strip():
            raise Refusal(_("Write a title and the words."))
        text = self.texts.filter(language=language).first() or StoryText(
            story=self, language=language
        )
        text.title, text.body = title.strip()[:TITLE_LETTERS], body.strip()[:BODY_LETTERS]
        text.by, text.at = by, now()
        text.save()
        self._forget_prefetched("texts")
        self.written_by = by
        self.reopen()
        self.save()
        log.log_event(by, "story.changed", self, language=language)
        return text

    @transaction.atomic
    def clear(self, *, by: User) -> None:
        """A second person read it against the consent and the risk check."""
        lock_and_refresh(self, "state", "written_by_id", "read_back_on", "is_own_name")
        if self.state == StoryState.CLEARED:
            return
        if self.state != StoryState.DRAFTED:
            raise Refusal(_("Only a draft is cleared."))
        if by.pk in (self.by_id, self.written_by_id):
            raise Refusal(_("Somebody else clears what you wrote."))
        self._must_be_ready(self.office.today())
        self.state, self.cleared_by, self.cleared_at = StoryState.CLEARED, by, now()
        self.save(update_fields=["state", "cleared_by", "cleared_at"])
        log.log_event(by, "story.cleared", self)

    @transaction.atomic
    def publish(self, *, by: User) -> None:
        """Puts it on the public pages, in the languages that are consented and written."""
        lock_and_refresh(self, "state", "cleared_by_id", "cleared_at")
        if self.state == StoryState.PUBLISHED:
            return
        if self.state != StoryState.CLEARED:
            raise Refusal(_("A second person clears a story before it is published."))
        self._must_be_ready(self.office.today())
        self.must_allow(use=WEB)
        told = {each.language for each in self.texts.all()}
        if not told & self.consent.terms.languages:  # type: ignore[union-attr]
            raise Refusal(_("Nothing is written in a language that the person agreed to."))
        self.state, self.published_at = StoryState.PUBLISHED, now()
        self.save(update_fields=["state", "published_at"])
        self._note_public_page(by)
        log.log_event(by, "story.published", self)

    @transaction.atomic
    def take_down(self, *, by: User, because: str) -> None:
        """Takes it out of all that the product serves, at once. Twice is once."""
        self._end(StoryState.TAKEN_DOWN, by=by, because=because)
        if because == self.Reason.PERSON and self.consent:
            self.consent.withdraw(by=by)

    @transaction.atomic
    def stop_by_person(self) -> None:
        """The person, with their code, ends the consent and all use at once."""
        if self.consent:
            self.consent.withdraw(by=None)
        self._end(StoryState.TAKEN_DOWN, by=None, because=self.Reason.PERSON)

    @transaction.atomic
    def expire(self) -> None:
        """Its consent ended: the same as to take it down, by nobody."""
        self._end(StoryState.EXPIRED, by=None, because="")

    def _end(self, state: str, *, by: User | None, because: str) -> None:
        lock_and_refresh(self, "state", "ended_at")
        if self.state in ENDED:
            return
        self.state, self.ended_at, self.ended_by = state, now(), by
        self.ended_because = because
        self.save(update_fields=["state", "ended_at", "ended_by", "ended_because"])
        self.uses.filter(channel="page", ended_at=None).update(ended_at=now())
        event = "taken_down" if state == StoryState.TAKEN_DOWN else "expired"
        if event == "taken_down" and by is None:
            event = "stopped"
        log.log_event(by, f"story.{event}", self)
        if by is None:
            self._notify_keepers(f"story.{event}")

    def _notify_keepers(self, event: str) -> None:
        keepers = Membership.objects.held().with_permission("story.keep")
        Notification.notify(
            keepers.filter(office=self.office_id).people(), event=event, about=self.number,
            url=self.get_absolute_url(), by=None, urgent=True,
        )  # fmt: skip

    @transaction.atomic
    def erase_content(self) -> None:
        """Its time is over: words, photos, recordings and contact go for good, also in backups.
        What stays: number, days, states, for what it was used, and who was told.
        """
        lock_and_refresh(self, "erased_at")
        if self.erased_at:
            return
        for photo in self.photos.all():
            photo.forget()
        for recording in self.recordings.all():
            recording.forget()
        self.texts.all().delete()
        for message in self.messages.all():
            message.note = ""
            message.save(update_fields=["note"])
        self.pseudonym = self.age = self.removed_note = self.contact = ""
        self.erased_at = now()
        self.save()
        DataKey.destroy([self.ref])
        log.log_event(None, "story.erased", self)

    # What must hold.

    def must_be_editable(self) -> None:
        lock_and_refresh(self, "state", "erased_at")
        if self.state == StoryState.PUBLISHED:
            raise Refusal(_("It is published. Stop its use first, then change it."))
        if self.erased_at or self.is_ended:
            raise Refusal(_("It is no longer used. A new consent opens it again."))

    def must_allow(self, *, use: str, language: str = "", country: str = "") -> None:
        """Refuses, in words, what the consent does not cover today."""
        codes.require("story_use", use)
        if self.consent is None:
            raise Refusal(str(NO_CONSENT))
        self.consent.must_cover(self.office.today(), use=use, language=language, country=country)

    def must_have_consent(self) -> None:
        if self.consent is None:
            raise Refusal(str(NO_CONSENT))
        self.consent.must_be_valid(self.office.today())

    def _must_allow_name(self) -> None:
        if self.consent is None or not self.consent.shows_name:
            raise Refusal(_("The person did not agree to their name. Choose another name."))

    def _must_be_ready(self, today: date) -> None:
        self.must_have_consent()
        if self.is_own_name:
            self._must_allow_name()
        if not self.texts.exists():
            raise Refusal(_("Nothing is written yet."))
        if self.read_back_on is None or self.read_back_on > today:
            raise Refusal(_("Read it back to the person first, and write the date."))
        check = self.risk_check
        if check is None or check.at < max(each.at for each in self.texts.all()):
            raise Refusal(_("Answer the risk check first, of the words as they are now."))
        check.must_allow_use()

    @property
    def risk_check(self):
        """The last that was answered, since its words were changed or before."""
        return self.risk_checks.order_by("-pk").first()

    def reopen(self) -> None:
        """Back to a draft, which the caller saves: a second person reads it again."""
        self.state = StoryState.DRAFTED
        self.cleared_by = self.cleared_at = self.published_at = None
        self.ended_at = self.ended_by = None
        self.ended_because = ""

    def _note_public_page(self, by: User) -> None:
        from .uses import StoryUse

        StoryUse.objects.create(
            story=self, use=WEB, channel="page", what="", on=self.office.today(), by=by
        )

    def _set_removed(self, removed: Iterable[str]) -> None:
        wanted = list(dict.fromkeys(removed))
        for code in wanted:
            codes.require("story_removed", code)
        self.removals.all().delete()
        StoryRemoval.objects.bulk_create([StoryRemoval(story=self, code=c) for c in wanted])
        self._forget_prefetched("removals")

    def _forget_prefetched(self, name: str) -> None:
        getattr(self, "_prefetched_objects_cache", {}).pop(name, None)

    def forget_consent(self) -> None:
        """The next look finds the consent that was given meanwhile."""
        self._forget_prefetched("consents")
        with suppress(AttributeError):
            del self.consent
