"""What a meeting speaks about: agenda items, what was said of each, and papers."""

import hashlib
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .convenings import NAMES_NOBODY, Convening


class AgendaItemState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("agenda item", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("agenda item", "On the agenda")
    TAKEN = "taken", pgettext_lazy("agenda item", "Discussed")
    DEFERRED = "deferred", pgettext_lazy("agenda item", "Deferred")


class AgendaItemQuerySet(PermissionQuerySet):
    def accepted(self) -> "AgendaItemQuerySet":
        """What is on the agenda, in its order."""
        on_agenda = (AgendaItemState.ACCEPTED, AgendaItemState.TAKEN)
        return self.filter(state__in=on_agenda).order_by("position", "pk")


class AgendaItem(Record):
    """One item of a meeting: what it is about, what is asked of whom, and its minutes."""

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("agenda item", "For information")
        DISCUSSION = "discussion", pgettext_lazy("agenda item", "For discussion")
        DECISION = "decision", pgettext_lazy("agenda item", "For decision")

    State = AgendaItemState

    convening = models.ForeignKey(Convening, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(pgettext_lazy("agenda item", "Number"))
    kind = models.CharField(
        pgettext_lazy("column", "Type"), max_length=12, choices=Kind, default=Kind.DISCUSSION
    )
    title = models.CharField(gettext_lazy("Title"), max_length=200)
    brief = models.TextField(pgettext_lazy("agenda item", "Brief"), max_length=4000, blank=True)
    duration = models.PositiveSmallIntegerField(
        pgettext_lazy("agenda item", "Time in minutes"), null=True, blank=True
    )
    presenter = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=pgettext_lazy("agenda item", "Presented by"),
        null=True, blank=True, related_name="+",
    )  # fmt: skip
    asked_of = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=pgettext_lazy("agenda item", "Asked of"),
        null=True, blank=True, related_name="+",
    )  # fmt: skip
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=AgendaItemState,
        default=AgendaItemState.PROPOSED,
    )  # fmt: skip
    minutes = models.TextField(gettext_lazy("Minutes"), max_length=20_000, blank=True)
    minutes_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    minutes_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "agendaitem"

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Agenda item")
        ordering = ["position", "pk"]

    class Privacy:
        no_owner = gettext_lazy("What institutions speak about; names nobody.")
        plain_text = {
            "title": "what institutions speak about",
            "brief": "what institutions speak about, in figures and asks",
            "minutes": "what institutions said; names of persons have a sealed field of their own",
        }

    class Events:
        proposed = AuditEvent(gettext_lazy("Agenda item proposed"))
        changed = AuditEvent(gettext_lazy("Agenda item updated"))
        accepted = AuditEvent(gettext_lazy("Agenda item accepted"))
        deferred = AuditEvent(gettext_lazy("Agenda item deferred"))
        written = AuditEvent(gettext_lazy("Minutes of an agenda item saved"))

    def __str__(self):
        return f"AgendaItem {self.ref}"

    def get_absolute_url(self) -> str:
        return f"{self.convening.get_absolute_url()}#{self.anchor}"

    @property
    def minutes_url(self) -> str:
        page = reverse("dialogue:meeting-minutes", args=[self.convening.ref])
        return f"{page}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its place on the pages of the meeting and its minutes."""
        return f"item-{self.ref}"

    @property
    def minutes_version(self) -> str:
        """Tells one text of its minutes from another."""
        return hashlib.blake2b(self.minutes.encode(), digest_size=8).hexdigest()

    @property
    def heading(self) -> str:
        return f"{self.position}. {self.title}"

    @classmethod
    @transaction.atomic
    def propose(
        cls, convening: Convening, *, by: User | None, title: str, **fields: Any
    ) -> "AgendaItem":
        """Proposes an item, at the end of the agenda; a keeper accepts or defers it."""
        if not convening.is_coming:
            raise Refusal(_("Items are proposed before a meeting takes place."))
        last = convening.items.aggregate(last=Max("position"))["last"] or 0
        item = cls.objects.create(
            convening=convening, by=by, title=title.strip(), position=last + 1, **fields
        )
        log.log_event(by, "agendaitem.proposed", item, kind=item.kind)
        return item

    @transaction.atomic
    def change(self, *, by: User, position: int | None = None, **fields: Any) -> None:
        """Updates the item until the minutes are handed in; another number moves the others."""
        self._must_be_open()
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        if position is not None and position != self.position:
            self._move_to(position)
        log.log_event(by, "agendaitem.changed", self, fields=sorted(fields))

    def _move_to(self, position: int) -> None:
        others = list(self.convening.items.exclude(pk=self.pk).order_by("position", "pk"))
        others.insert(max(0, min(position - 1, len(others))), self)
        for number, item in enumerate(others, start=1):
            AgendaItem.objects.filter(pk=item.pk).update(position=number)
        self.refresh_from_db(fields=["position"])

    @transaction.atomic
    def accept(self, *, by: User) -> None:
        """It is on the agenda. Twice is once."""
        self._must_be_open()
        if self.state in (self.State.PROPOSED, self.State.DEFERRED):
            self.state = self.State.ACCEPTED
            self.save(update_fields=["state"])
            log.log_event(by, "agendaitem.accepted", self)

    @transaction.atomic
    def defer(self, *, by: User) -> None:
        """It is left for another meeting. Twice is once; what was discussed stays."""
        self._must_be_open()
        if self.state == self.State.TAKEN:
            raise Refusal(_("This item was discussed: it is not deferred any more."))
        if self.state != self.State.DEFERRED:
            self.state = self.State.DEFERRED
            self.save(update_fields=["state"])
            log.log_event(by, "agendaitem.deferred", self)

    @transaction.atomic
    def write_minutes(self, *, by: User, minutes: str, version: str = "") -> bool:
        """Saves what was said of this item; others' items are not touched.

        `version` is that of the text that the writer had: where somebody else wrote
        meanwhile, both texts are kept, theirs first. Returns whether it was so.
        """
        self.must_be_written()
        lock_and_refresh(self, "state", "minutes")
        minutes, stored = minutes.strip(), self.minutes
        is_joined = bool(version) and version != self.minutes_version and stored not in minutes
        self.minutes = f"{stored}\n\n{minutes}" if is_joined else minutes
        self.minutes_by, self.minutes_at = by, now()
        self.state = self.State.TAKEN
        self.save(update_fields=["minutes", "minutes_by", "minutes_at", "state"])
        log.log_event(by, "agendaitem.written", self)
        return is_joined

    def must_be_written(self) -> None:
        """Refuses where minutes of this item are not written."""
        lock_and_refresh(self.convening, "state")
        self.convening.must_be_written()
        lock_and_refresh(self, "state")
        if self.state == self.State.PROPOSED:
            raise Refusal(_("Accept this item first: it is not on the agenda yet."))

    def mark_taken(self) -> None:
        if self.state != self.State.TAKEN:
            self.state = self.State.TAKEN
            self.save(update_fields=["state"])

    def _must_be_open(self) -> None:
        lock_and_refresh(self.convening, "state")
        if self.convening.state in (Convening.State.DRAFTED, Convening.State.ADOPTED):
            self.convening.must_be_written()
        if self.convening.state == Convening.State.CANCELLED:
            raise Refusal(_("This meeting was cancelled: its agenda stays as it was."))
        lock_and_refresh(self, "state")


class Statement(Record):
    """What somebody said of an item; by whom only where the rule of the meeting allows it."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="statements")
    text = models.TextField(pgettext_lazy("minutes", "What was said"), max_length=4000)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=pgettext_lazy("minutes", "Said by"),
        null=True, blank=True, related_name="+",
    )  # fmt: skip
    speaker = PersonalField(pgettext_lazy("minutes", "Name of the speaker"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "statement"
    crypto_label = "statement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("minutes", "Statement")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("What was said in a meeting of institutions.")
        plain_text = {"text": "what an institution said; the name has a sealed field of its own"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Statement added to the minutes"))

    def __str__(self):
        return f"Statement {self.ref}"

    @property
    def has_names(self) -> bool:
        return bool(self.speaker)

    @classmethod
    @transaction.atomic
    def record(
        cls, item: AgendaItem, *, by: User | None, text: str,
        organization: Organization | None = None, speaker: str = "",
    ) -> "Statement":  # fmt: skip
        """Adds what was said. Under the Chatham House rule nobody is named: it is refused."""
        item.must_be_written()
        if item.convening.names_nobody and (organization or speaker.strip()):
            raise Refusal(str(NAMES_NOBODY))
        statement = cls.objects.create(
            item=item, by=by, text=text.strip(), organization=organization,
            speaker=speaker.strip(),
        )  # fmt: skip
        item.mark_taken()
        log.log_event(by, "statement.recorded", statement)
        return statement

    def erase_names(self) -> None:
        """Erases the name for good; what was said, and for whom, stays."""
        self.speaker = ""
        self.save(update_fields=["speaker"])
        DataKey.destroy([self.ref])


class MeetingPaper(StoredFile):
    """A paper for a meeting or one of its items: a sealed file, or an address elsewhere."""

    convening = models.ForeignKey(Convening, models.CASCADE, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, verbose_name=gettext_lazy("Agenda item"), null=True,
        blank=True, related_name="papers",
    )  # fmt: skip
    url = models.URLField(pgettext_lazy("document", "Web address"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "meetingpaper"
    crypto_label = "meetingpaper"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("meeting", "Paper")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"],
                name="meeting_papers_to_check",
                condition=models.Q(verdict="waiting"),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What institutions put before a meeting.")
        plain_text = {
            "kind": "a media type",
            "url": "an address that an institution published",
        }

    class Events:
        added = AuditEvent(gettext_lazy("Paper for a meeting added"))
        removed = AuditEvent(gettext_lazy("Paper for a meeting removed"))
        infected = AuditEvent(
            gettext_lazy("Paper for a meeting quarantined: virus found"),
            notice=Notice(
                gettext_lazy("Meeting paper quarantined: virus found"), "work", icon="lock"
            ),
        )

    def __str__(self):
        return f"MeetingPaper {self.ref}"

    @property
    def page_url(self) -> str:
        return self.convening.get_absolute_url()

    @property
    def notified_office_id(self) -> int:
        return self.convening.office_id

    @property
    def is_there(self) -> bool:
        return bool(self.storage_key or self.url)

    @classmethod
    @transaction.atomic
    def add(
        cls, convening: Convening, *, by: User, title: str = "", file: ValidatedFile | None = None,
        url: str = "", item: AgendaItem | None = None,
    ) -> "MeetingPaper":  # fmt: skip
        """Adds a file or an address: one of them."""
        if (file is None) == (not url):
            raise Refusal(_("Give a file or a web address: one of them."))
        if convening.state == Convening.State.CANCELLED:
            raise Refusal(_("This meeting was cancelled: it takes no more papers."))
        if file is None:
            paper = cls.objects.create(
                convening=convening, item=item, by=by, url=url, name=title.strip() or url,
                kind="", size=0,
            )  # fmt: skip
        else:
            paper = cls.store(file, owner=convening, by=by, convening=convening, item=item)
        log.log_event(by, "meetingpaper.added", paper)
        return paper

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """It was added by mistake: name, content and address go. Twice is once."""
        lock_and_refresh(self, "storage_key", "url")
        if not self.is_there:
            return
        if self.storage_key:
            self.delete_content()
        self.name = self.url = ""
        self.save(update_fields=["name", "storage_key", "url"])
        log.log_event(by, "meetingpaper.removed", self)
