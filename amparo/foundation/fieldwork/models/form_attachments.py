"""FormAttachment: lists, pictures and recordings that a form version refers to."""

import re
from typing import BinaryIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.files import file_types, validation
from amparo.foundation.core.files.downloads import tidy
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile

from ..forms_engine import read_list
from .forms import FormVersion

MAX_FILE_BYTES, MAX_FILES = 10 * 1024 * 1024, 200
LISTS = {".csv": "text/csv", ".geojson": "application/geo+json", ".xml": "application/xml"}
PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
SOUNDS = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/x-wav"}
KINDS = LISTS | PICTURES | SOUNDS
# Lists that each telephone gets of its own files, and nobody brings.
GENERATED_FILES = frozenset({"cases.csv"})
_NAMED = re.compile(r"jr://(?:file|file-csv|images?|audio|video)/([^\"'<>&/]+)")


class FormAttachment(Record):
    """One file that a version speaks of by name. Blank like the form: it tells of nobody."""

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    content = models.BinaryField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "formfile"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Form attachment")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="each_form_file_once")
        ]

    class Privacy:
        plain_text = {
            "name": "name of a file that a blank form speaks of",
        }

    def __str__(self):
        return f"FormAttachment {self.ref}"

    @classmethod
    @transaction.atomic
    def add(
        cls, version: FormVersion, name: str, file: BinaryIO, *, by: User | None
    ) -> "FormAttachment":
        """Put it beside its form, in the place of one of the same name."""
        version.must_be_a_draft()
        name = tidy(name)
        if name not in referenced_files(version):
            raise Refusal(
                _("The form speaks of no file called %(name)s. Give the file the name that stands "
                  "in the workbook.") % {"name": name}
            )  # fmt: skip
        kind, content = _validated(name, file.read(MAX_FILE_BYTES + 1))
        kept, _is_new = cls.objects.update_or_create(
            version=version, name=name, defaults={"kind": kind, "content": content, "by": by}
        )
        version.forget_opened()
        log.log_event(by, "form.file_added", version.form)
        return kept

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        self.version.must_be_a_draft()
        self.delete()
        self.version.forget_opened()
        log.log_event(by, "form.file_removed", self.version.form)

    @property
    def is_list(self) -> bool:
        return self.kind in LISTS.values()


def referenced_files(version: FormVersion) -> list[str]:
    """The names of the files that the form speaks of, without those that the server generates."""
    return sorted(set(_NAMED.findall(version.xform)) - GENERATED_FILES)


def missing_attachments(version: FormVersion) -> list[str]:
    there = set(version.files.values_list("name", flat=True))
    return [name for name in referenced_files(version) if name not in there]


def _validated(name: str, content: bytes) -> tuple[str, bytes]:
    """Its kind, and what is kept of it: pictures are drawn anew, lists are read once."""
    ending = name[name.rfind(".") :].lower()
    kind = KINDS.get(ending)
    if kind is None:
        raise Refusal(
            _("Beside a form stand lists (CSV, GeoJSON, XML), pictures (JPEG, PNG) and sounds "
              "(MP3, OGG, WAV).")
        )  # fmt: skip
    if len(content) > MAX_FILE_BYTES:
        raise Refusal(_("This file is larger than 10 MB. Send a smaller one, or parts of it."))
    if ending in LISTS:
        try:
            read_list(name, content)
        except UnreadableFile as reason:
            raise Refusal(str(reason)) from None
        return kind, content
    if not validation.matches_type(kind, content):
        raise Refusal(
            _("This file is not what its name says. Open it, save it again, and choose it again.")
        )
    return kind, file_types.reencode_image(content, kind) if ending in PICTURES else content
