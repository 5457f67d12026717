"""Registry of offline commands, record lookups, and the field-level merge of changes.

An app declares its commands in `offline.py`. A command names its fields and their types; whatever
else arrives is refused in words. It calls the same method as the page, in the name of the user of
the device.

A change says, field by field, from which value it started. Where the record still holds that
value the new one is taken; where it holds the new one already there is nothing to do; where it
holds a third, a person decides. So no history is needed, and no change is lost unseen.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field, ValidationError

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..extension_points import mergeable_records, offline_commands, record_lookups
from .command_fields import CommandFields, field_label

if TYPE_CHECKING:
    from ..models import Device

# As far as every database counts.
MAX_INTEGER = 2**31 - 1


class InvalidCommand(Refusal):
    """It has another shape than this verb takes: nothing of it was done."""


class KeyReused(Refusal):
    """The key is known and came with other words: one of the two would be lost."""


class NotPermitted(Exception):  # noqa: N818 - what it is about, not an error of ours
    """What it is about is not open to them now: a person decides."""


class EntryGuidance(CommandFields):
    """Which editions of guidance stood beside a step while an entry was written."""

    step: str = Field(pattern=r"^[a-z_.]{1,60}$")
    shown: list[UUID] = Field(max_length=40)


class OutboxCommand(CommandFields):
    """One entry of a telephone's outbox."""

    key: UUID
    seq: int = Field(ge=0, le=MAX_INTEGER)
    after: UUID | None = None
    made_at: AwareDatetime
    verb: str = Field(pattern=r"^[a-z]{1,20}\.[a-z]{1,20}$")
    ref: UUID | None = None
    about: UUID | None = None
    fields: dict[str, Any]
    guidance: EntryGuidance | None = None


# Declarations of an app


@dataclass(frozen=True)
class FieldConflict:
    """A field that somebody else changed meanwhile: both values, and whose the other one is."""

    kind: str
    record: Record
    name: str
    was: Any
    now: Any
    other: Any
    by: User | None = None
    at: datetime | None = None


@dataclass
class CommandResult:
    """What became of it: refs and numbers for the telephone, and what a person must choose."""

    result: dict[str, str] = field(default_factory=dict)
    clashes: list[FieldConflict] = field(default_factory=list)


@dataclass(frozen=True)
class CommandContext:
    """One command on its way: what it is about, what it says, in whose name it is done."""

    entry: OutboxCommand
    record: Any  # the case or person; None where it is about nobody's file
    fields: Any  # the fields, as the command declares them
    by: User
    device: "Device"

    @property
    def named(self) -> dict[str, UUID]:
        """The ref that the telephone gave to what is made."""
        return {"ref": self.entry.ref} if self.entry.ref else {}

    @property
    def at(self) -> datetime:
        """When it was written, as far as the clock of the telephone can be believed."""
        return min(max(self.entry.made_at, self.device.at), now())

    @property
    def written(self) -> dict[str, Any]:
        return self.named | {"at": self.at}


@dataclass(frozen=True)
class Command:
    verb: str
    label: Promise
    about: str  # the kind of file: "case", "person", or "" for none
    fields: type[CommandFields]
    do: Callable[[CommandContext], CommandResult]
    is_optional: bool = False  # whether it may also be about nobody's file
    follows: bool = False  # whether it is about another entry, and lies where that one lies
    is_urgent: bool = False  # whether somebody may be without help while it is not applied

    def read(self, entry: OutboxCommand) -> Any:
        """What it says, in the kinds that this command declares; `InvalidCommand` in words."""
        try:
            return self.fields.model_validate_json(_as_json(entry.fields))
        except ValidationError as odd:
            raise InvalidCommand(self._message(odd)) from None

    def record(self, entry: OutboxCommand, by: User) -> Any:
        """What it is about, for who may work on it; for anybody else a person decides."""
        if not self.about:
            return None
        if entry.about is None:
            if self.is_optional:
                return None
            raise InvalidCommand(_("It does not say whom it is about."))
        record = record_lookups[self.about].find(entry.about, by)
        if record is None:
            raise NotPermitted
        return record

    def _message(self, odd: ValidationError) -> str:
        """Which field, and never what stood in it."""
        names = {str(fault["loc"][0]) if fault["loc"] else "" for fault in odd.errors()}
        known = [self.label_of(name) for name in sorted(names) if name in self.fields.model_fields]
        if not known:
            return _(
                "The device sent an entry unknown to this Amparo site. Update Amparo on the "
                "device."
            )
        return _("This is not as it should be: %(fields)s.") % {"fields": formats.join_list(known)}

    def label_of(self, name: str) -> str:
        return str(field_label(self.fields, name).label)


@dataclass(frozen=True)
class RecordLookup:
    """The files that entries are about: how they are found by who may work on them, and called."""

    kind: str
    find_all: Callable[[Iterable[UUID], User], dict[UUID, Any]]
    called: Callable[[Any], str]
    url: Callable[[Any], str]
    # Takes a photo or recording that came with a form: (file, by, name, content).
    keep: Callable[[Any, User, str, bytes], None] | None = None

    def find(self, ref: UUID, by: User) -> Any:
        return self.find_all([ref], by).get(ref)


@dataclass(frozen=True)
class MergeableRecord:
    """Records whose fields two people may change at once; by kind."""

    kind: str
    fields: type[CommandFields]
    find: Callable[[UUID], Any]
    read: Callable[[Any, str], Any]
    # By the verb of the page: (record, field, value, by).
    write: Callable[[Any, str, Any, User], None]


def offline_command(
    verb: str,
    *,
    label: Promise,
    fields: type[CommandFields],
    about: str = "",
    optional: bool = False,
    follows: bool = False,
    urgent: bool = False,
) -> Callable[
    [Callable[[CommandContext], CommandResult]], Callable[[CommandContext], CommandResult]
]:
    """Declare a verb that telephones may send."""

    def declare(
        do: Callable[[CommandContext], CommandResult],
    ) -> Callable[[CommandContext], CommandResult]:
        command = Command(verb, label, about, fields, do, optional, follows, urgent)
        offline_commands.register(verb, command)
        return do

    return declare


def register_record_lookup(file: RecordLookup) -> None:
    record_lookups.register(file.kind, file)


def register_mergeable_record(record: MergeableRecord) -> None:
    mergeable_records.register(record.kind, record)


def command_of(verb: str) -> Command:
    if verb not in offline_commands:
        raise InvalidCommand(
            _("The device sent an entry unknown to this Amparo site. Update Amparo on the device.")
        )
    return offline_commands[verb]


def _as_json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False)


# Field-level merge


@dataclass(frozen=True)
class ValueChange:
    """From what to what, as the telephone saw it."""

    was: Any
    now: Any


@dataclass
class MergeResult:
    """What may be taken at once, and what waits for a person."""

    taken: dict[str, Any] = field(default_factory=dict)
    disputed: list[str] = field(default_factory=list)


def merge_changes(changes: Mapping[str, ValueChange], current: Mapping[str, Any]) -> MergeResult:
    """Each field for itself: other people's changes to other fields stand in nobody's way."""
    merged = MergeResult()
    for name, change in changes.items():
        if is_same_value(change.now, change.was) or is_same_value(change.now, current[name]):
            continue
        if is_same_value(change.was, current[name]):
            merged.taken[name] = change.now
        else:
            merged.disputed.append(name)
    return merged


def is_same_value(one: Any, other: Any) -> bool:
    """Nothing said is nothing said, whether it is an empty text, an empty list or none."""
    return (None if one in ("", [], ()) else one) == (None if other in ("", [], ()) else other)
