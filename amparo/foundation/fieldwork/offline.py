"""Offline commands: upload of one part of a photo or recording; a refused entry is discarded."""

import base64
import binascii
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.refusals import Refusal

from .models import OutboxDecision, OutboxEntry
from .models.submission_files import AnnouncedFile, UploadPart
from .sync.command_fields import CommandFields, FieldLabel, ShortText
from .sync.commands import CommandContext, CommandResult, InvalidCommand, offline_command

PIECE = 256 * 1024
MOST_PIECES = MAX_UPLOAD_BYTES // PIECE + 1
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class FileSaid(CommandFields):
    """A file as its form names it."""

    name: ShortText
    kind: Annotated[str, Field(max_length=100)]
    size: int = Field(ge=1, le=MAX_UPLOAD_BYTES)
    digest: Digest
    parts: int = Field(ge=1, le=MOST_PIECES)

    @property
    def promise(self) -> AnnouncedFile:
        return AnnouncedFile(self.name, self.kind, self.size, self.digest, self.parts)


class PartSent(CommandFields):
    digest: Digest
    part: Annotated[int, Field(ge=0, lt=MOST_PIECES), FieldLabel(gettext_lazy("Piece"))]
    bytes: Annotated[str, Field(max_length=PIECE * 4 // 3 + 8)]


@offline_command(
    "file.part", label=pgettext_lazy("field", "Partial media upload"), fields=PartSent,
    follows=True,
)  # fmt: skip
def keep_a_part(asked: CommandContext) -> CommandResult:
    if asked.entry.about is None:
        raise InvalidCommand(_("It does not say which form it belongs to."))
    try:
        content = base64.b64decode(asked.fields.bytes, validate=True)
    except binascii.Error:
        raise InvalidCommand(
            _("This photo or recording arrived damaged. Attach it again.")
        ) from None
    told = asked.fields
    if OutboxEntry.objects.filter(
        key=asked.entry.about, state=OutboxEntry.State.DISCARDED
    ).exists():
        raise Refusal(_("The related form was discarded."))
    UploadPart.receive(asked.entry.about, told.digest, told.part, content, by=asked.by)
    return CommandResult()


class NothingSaid(CommandFields):
    """The entry that it is about says all."""


@offline_command(
    "entry.discard", label=gettext_lazy("Entry discarded on the device"), fields=NothingSaid,
    follows=True,
)  # fmt: skip
def discard_refused_entry(asked: CommandContext) -> CommandResult:
    """Its author lets an entry go that could not be applied. A revoked device changes nothing:
    a person decides about what it sent.
    """
    if asked.entry.about and asked.device.is_trusted:
        OutboxDecision.discard_on_device(asked.entry.about, device=asked.device, by=asked.by)
    return CommandResult()
