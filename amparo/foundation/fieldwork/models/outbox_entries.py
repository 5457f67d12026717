"""Entries of a device's outbox: applied once, held for another one, or kept for a decision."""

import json
import logging
from typing import Any
from uuid import UUID

from django.db import OperationalError, models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rls.records import named_by
from amparo.foundation.core.refusals import Refusal

from ..extension_points import (
    entry_guidance_handlers,
    held_entry_handlers,
    offline_commands,
    record_lookups,
)
from ..refused_entries import report_refused
from ..sync import command_fields, commands
from ..sync.commands import (
    CommandContext,
    CommandResult,
    EntryGuidance,
    KeyReused,
    NotPermitted,
    OutboxCommand,
)
from .base import BelongsToRecord
from .devices import Device

# Beside the fields of an entry that waits: which guidance stood there.
GUIDANCE = "guidance_shown"

logger = logging.getLogger(__name__)


class OutboxEntryQuerySet(PermissionQuerySet):
    def waiting(self) -> "OutboxEntryQuerySet":
        """A person decides about them: of a lost telephone, of somebody who may no longer."""
        return self.filter(state=OutboxEntry.State.REVIEW)

    def refused(self) -> "OutboxEntryQuerySet":
        return self.filter(state=OutboxEntry.State.REFUSED)

    def held_for(self, key: UUID) -> "OutboxEntryQuerySet":
        return self.filter(state=OutboxEntry.State.HELD, depends_on=key).order_by("sequence", "pk")


class OutboxEntry(BelongsToRecord):
    """What somebody wrote in the field. Its words are kept until they are done, and no longer."""

    class State(models.TextChoices):
        DONE = "done", pgettext_lazy("field entry", "Applied")
        CONFLICT = "conflict", gettext_lazy("Conflict with another change")
        HELD = "held", gettext_lazy("Waiting for earlier entry")
        REVIEW = "review", gettext_lazy("Pending decision")
        REFUSED = "refused", gettext_lazy("Could not be applied")
        DISCARDED = "away", gettext_lazy("Discarded")
        MENDED = "mended", pgettext_lazy("field entry", "Mended by a later entry")

    class Because(models.TextChoices):
        REVOKED = "revoked", gettext_lazy("Device was revoked before this arrived.")
        BEFORE = "before", gettext_lazy("Earlier entry was discarded.")
        LEFT = "left", gettext_lazy("Author is no longer on staff.")
        NOT_THEIRS = "not-theirs", gettext_lazy("Author has no access to the file.")
        FAULT = "fault", gettext_lazy("It could not be done, through a fault of ours.")

    key = models.UUIDField(unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="outbox_entries")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    depends_on = models.UUIDField(null=True, db_index=True)
    verb = models.CharField(max_length=41)
    about = models.UUIDField(null=True)
    # The ref that the telephone gave to the record that it made.
    creates = models.UUIDField(null=True)
    # By the clock of the telephone.
    created_on_device_at = models.DateTimeField()
    at = models.DateTimeField(default=now, editable=False)
    body = PersonalField(gettext_lazy("Entry as sent"), kind="json")
    text = PersonalField(gettext_lazy("Entry"), crypto_name="words")
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    because = models.CharField(max_length=12, choices=Because, blank=True)

    crypto_label = "sent"
    audit_name = "sent"

    objects = OutboxEntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Field entry")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["state", "at"], name="outbox_entries_waiting",
                condition=models.Q(state__in=("review", "refused")),
            ),
            models.Index(fields=["device", "state"], name="outbox_entries_of_a_device"),
        ]  # fmt: skip

    class Privacy:
        plain_text = {
            "result": "codes and refs of what an entry did",
        }

    class Events:
        done = AuditEvent(gettext_lazy("Field entry applied"))
        conflict = AuditEvent(gettext_lazy("Field entry partly applied: conflict"))
        held = AuditEvent(gettext_lazy("Field entry waiting for an earlier one"))
        review = AuditEvent(gettext_lazy("Field entry pending decision"))
        refused = AuditEvent(gettext_lazy("Field entry could not be applied"))
        accepted = AuditEvent(gettext_lazy("Field entry accepted on own behalf"))
        put_away = AuditEvent(gettext_lazy("Field entry discarded"))
        mended = AuditEvent(gettext_lazy("Field entry mended by a later one"))
        not_taken = AuditEvent(
            gettext_lazy("Field entry that could not be applied reported to the supervisors"),
            notice=Notice(
                gettext_lazy("Entry from a device not applied: see how to mend it"),
                "work",
                icon="cloud-off",
                may_endanger=True,
            ),
        )

    def __str__(self):
        return f"OutboxEntry {self.key}"

    @classmethod
    @transaction.atomic
    def receive(cls, device: Device, entry: OutboxCommand, digest: str) -> "OutboxEntry":
        """Done, or kept; the same again is answered as the first time."""
        sent, is_first = cls._claim(device, entry, digest)
        sent.telephone = device
        if is_first:
            sent._end_earlier(entry)
            if not device.is_trusted and not sent._follows:
                left = device.revoked_at is None
                sent._wait(cls.Because.LEFT if left else cls.Because.REVOKED, entry)
            elif sent._comes_after(cls.State.DISCARDED):
                sent._wait(cls.Because.BEFORE, entry)
            elif not sent._is_its_turn():
                sent._settle_as(cls.State.HELD, entry)
            else:
                sent._try(entry, by=device.user)
            sent._note(device.user if device.is_trusted else None)
        return sent

    @classmethod
    def _claim(
        cls, device: Device, entry: OutboxCommand, digest: str
    ) -> "tuple[OutboxEntry, bool]":
        kind, ref = cls._file_of(entry)
        sent, is_first = cls.objects.get_or_create(
            key=entry.key,
            defaults={
                "digest": digest, "device": device, "by": device.user, "office": device.office,
                "sequence": entry.seq, "depends_on": entry.after, "verb": entry.verb,
                "about": entry.about, "creates": entry.ref, "created_on_device_at": entry.made_at,
                "file_kind": kind, "file_ref": ref,
            },
        )  # fmt: skip
        if not is_first and (sent.digest, sent.device_id) != (digest, device.pk):
            raise KeyReused(_("This was already sent with other words. Write it anew."))
        return sent, is_first

    @classmethod
    def _file_of(cls, entry: OutboxCommand) -> tuple[str, UUID | None]:
        """The file that it is about, or that of the entry which it follows."""
        command = offline_commands.get(entry.verb)
        if command and command.follows and entry.about:
            followed = cls.objects.filter(key=entry.about).first()
            return (followed.file_kind, followed.file_ref) if followed else ("", None)
        kind = command.about if command and entry.about else ""
        return kind, entry.about if kind else None

    @cached_property
    def telephone(self) -> Device:
        """Whoever decides about an entry need not be somebody who sees colleagues' telephones."""
        return named_by(self, "device")

    @property
    def _follows(self) -> bool:
        """A piece of a file goes where its form goes: of the form a person decides, and once."""
        command = offline_commands.get(self.verb)
        return bool(command and command.follows)

    def _is_its_turn(self) -> bool:
        return self.depends_on is None or self._comes_after(*SETTLED)

    def _comes_after(self, *states: str) -> bool:
        if self.depends_on is None:
            return False
        return type(self).objects.filter(key=self.depends_on, state__in=states).exists()

    def _lock(self) -> None:
        """Whoever comes in the same moment waits, and finds it as it is then."""
        rows = type(self).objects.select_for_update().filter(pk=self.pk)
        self.state = rows.values_list("state", flat=True).get()

    # What becomes of it.

    def _try(self, entry: OutboxCommand, *, by: User) -> None:
        """By the verb that stands behind the page; of what fails, nothing is half done."""
        try:
            with transaction.atomic(), rls_user(by, by_action=True):
                done = self._do(entry, by)
        except NotPermitted:
            self._wait(self.Because.NOT_THEIRS, entry)
            for handle in held_entry_handlers:
                handle(self, entry, by)
        except Refusal as refusal:
            self.text = str(refusal)
            self._settle_as(self.State.REFUSED, entry)
            report_refused(self)
        except (OperationalError, DecryptionError):
            raise  # the database or the ring is away: nothing of what came was taken
        except Exception as fault:  # whatever befalls one entry, the others go on
            logger.error("An entry from the field could not be done: %s", type(fault).__name__)
            self._wait(self.Because.FAULT, entry)
        else:
            self._is_done(done, entry)

    def _do(self, entry: OutboxCommand, by: User) -> CommandResult:
        command = commands.command_of(entry.verb)
        told = command.read(entry)
        asked = CommandContext(entry, command.record(entry, by), told, by, self.telephone)
        # Days are those of the office in which it was written, whoever takes it over.
        with timezone.override(self.telephone.office.zone):
            done = command.do(asked)
        if entry.guidance is not None:
            self._keep_guidance(entry.guidance, asked)
        return done

    def _keep_guidance(self, guidance: EntryGuidance, asked: CommandContext) -> None:
        """Keeps which guidance stood there, about the file or about the one that was made."""
        entry, by = asked.entry, asked.by
        found = (lookup.find(entry.ref, by) for lookup in record_lookups.values() if entry.ref)
        record = asked.record or next((each for each in found if each is not None), None)
        if record is not None:
            for keep in entry_guidance_handlers:
                keep(record, guidance.step, guidance.shown, by=by)

    def _is_done(self, done: CommandResult, entry: OutboxCommand) -> None:
        from .conflicts import Conflict

        self.result = done.result
        for clash in done.clashes:
            Conflict.create(self, clash)
        self._settle_as(self.State.CONFLICT if done.clashes else self.State.DONE, entry)

    def _wait(self, because: str, entry: OutboxCommand) -> None:
        self.because = because
        self._settle_as(self.State.REVIEW, entry)

    def _settle_as(self, state: str, entry: OutboxCommand) -> None:
        self.state = state
        is_over = state in (self.State.DONE, self.State.DISCARDED)
        # Of somebody who is in no file yet, the entry that came anew holds the words.
        is_over = is_over or (state == self.State.MENDED and not self.file_ref)
        self.body = None if is_over else _body_of(entry)
        if state != self.State.REFUSED:
            self.text = ""
        if state != self.State.REVIEW:
            self.because = ""
        self.save()

    def _note(self, by: User | None) -> None:
        log.log_event(
            by, f"sent.{self.state}", self, verb=self.verb, **{"from": self.telephone.ref}
        )

    # Later.

    def _end_earlier(self, entry: OutboxCommand) -> None:
        """Ends what could not be applied and is written anew, on the same device: the same record
        made again, or the same fields changed again. What came after it comes anew, too.
        """
        alike = type(self).objects.refused().filter(
            device=self.device_id, verb=self.verb, about=self.about, creates=self.creates,
            sequence__lt=self.sequence,
        )  # fmt: skip
        if self.creates is None and not _are_changes(entry.fields):
            return
        for each in alike:
            if self.creates or set(each.fields_of_body) <= set(entry.fields):
                for ended in (each, *type(self).objects.held_for(each.key)):
                    ended._settle_as(self.State.MENDED, ended.command)
                    log.log_event(self.telephone.user, "sent.mended", ended, verb=ended.verb)

    @transaction.atomic
    def process(self) -> None:
        """What it comes after is done: now it is its turn."""
        self._lock()
        if self.state != self.State.HELD or not self._is_its_turn():
            return
        if self.telephone.is_trusted or self._follows:
            self._try(self.command, by=self.by)
            self._note(self.by)
        else:
            self._wait(self.Because.REVOKED, self.command)
            self._note(None)

    @transaction.atomic
    def accept(self, *, by: User) -> None:
        """Done in the name of a person who takes it over; or it is said why it cannot be."""
        try:
            with rls_user(by, by_action=True):
                done = self._do(self.command, by)
        except NotPermitted:
            raise Refusal(
                _("The file that this is about is not there, or not open to you.")
            ) from None
        self._is_done(done, self.command)

    @transaction.atomic
    def discard(self, *, by: User) -> None:
        """Its words go; what waited for it waits for a person now."""
        self._settle_as(self.State.DISCARDED, self.command)
        for each in type(self).objects.held_for(self.key):
            each._wait(self.Because.BEFORE, each.command)
            each._note(by)

    def require_open(self) -> None:
        self._lock()
        if self.state not in (self.State.REVIEW, self.State.REFUSED):
            raise Refusal(_("Somebody has decided about this already."))

    @transaction.atomic
    def agreed(self) -> None:
        """The last of its conflicts was settled."""
        self._settle_as(self.State.DONE, self.command)

    # What is told of it.

    @property
    def command(self) -> OutboxCommand:
        return OutboxCommand(
            key=self.key, seq=self.sequence, after=self.depends_on,
            made_at=self.created_on_device_at, verb=self.verb, ref=self.creates,
            about=self.about, fields=self.fields_of_body,
            guidance=_guidance_in(self.body or {}),
        )  # fmt: skip

    @property
    def fields_of_body(self) -> dict[str, Any]:
        """What it says, without the guidance that stood beside it."""
        return {name: value for name, value in (self.body or {}).items() if name != GUIDANCE}

    @property
    def called(self) -> str:
        """What it is, in a word or two."""
        known = offline_commands.get(self.verb)
        return str(known.label) if known else _("Unknown to this Amparo site")

    @property
    def why(self) -> str:
        """Why it waits, or is not possible."""
        return self.text or str(self.get_because_display())

    @property
    def is_urgent(self) -> bool:
        """Whether somebody may be without help until it is mended."""
        known = offline_commands.get(self.verb)
        return bool(known and known.is_urgent)

    @property
    def described_fields(self) -> list[tuple[str, str]]:
        """What it says, field by field, as a page shows it."""
        known = offline_commands.get(self.verb)
        return command_fields.describe_fields(known.fields if known else None, self.fields_of_body)

    @property
    def receipt(self) -> dict[str, Any]:
        state, told = self.state, self.text
        if state == self.State.DISCARDED:
            state, told = self.State.REFUSED, _("A colleague looked at it and put it away.")
        elif state == self.State.MENDED:
            state, told = self.State.REFUSED, _("A later entry took its place. Discard this one.")
        return {"key": str(self.key), "state": str(state), "text": told, "result": self.result}


SETTLED = (OutboxEntry.State.DONE, OutboxEntry.State.CONFLICT)


def _body_of(entry: OutboxCommand) -> dict[str, Any]:
    """Returns what is kept of an entry that waits."""
    if entry.guidance is None:
        return entry.fields
    return entry.fields | {GUIDANCE: entry.guidance.model_dump(mode="json")}


def _guidance_in(body: dict[str, Any]) -> EntryGuidance | None:
    kept = body.get(GUIDANCE)
    return EntryGuidance.model_validate_json(json.dumps(kept)) if kept else None


def _are_changes(fields: dict[str, Any]) -> bool:
    """Whether each says from what to what: those of a note do not, and no note is another."""
    return bool(fields) and all(
        isinstance(each, dict) and each.keys() == {"was", "now"} for each in fields.values()
    )


# Entries that waited for another one


def release_dependents(key: UUID) -> None:
    """Whatever waited for this entry, and for those that waited for it, has its turn."""
    settled = [key]
    while settled:
        for each in OutboxEntry.objects.held_for(settled.pop()).select_related("by"):
            each.process()
            if each.state in SETTLED:
                settled.append(each.key)
