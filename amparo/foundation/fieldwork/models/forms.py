"""Form and FormVersion: uploaded as a workbook, checked, published, retired.

An answer is kept with the version that asked for it, so a version that was published is never
changed: what is changed gets a new number.
"""

import itertools
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import BinaryIO
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem
from amparo.ui import formats
from amparo_xforms import Form as XForm

from ..answer_classes import ClassChoice, ClassRow, class_rows, is_less_restricted
from ..forms_engine import read_form
from ..xlsforms import completion, validation, workbook
from ..xlsforms.checks import code_of
from ..xlsforms.conversion import ConvertedForm, convert_workbook

LARGEST = 5 * 1024 * 1024
# Forms that this process has read. A draft that is brought anew has another moment.
OPENED = 50
_opened: dict[tuple[UUID, datetime], XForm] = {}
ENGINE_SAID = 300


class Form(Record):
    """A set of questions that people are asked; `code` is its form_id in every version."""

    code = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    at = models.DateTimeField(default=now, editable=False)

    # The shadow of the ledger's lines: since when its telephones take lists of files along.
    lists_since = models.DateTimeField(null=True, editable=False)

    audit_name = "form"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Form")
        ordering = ["title", "pk"]

    class Privacy:
        plain_text = {
            "code": "id of a blank form",
            "title": "title of a blank form",
        }

    class Events:
        imported = AuditEvent(gettext_lazy("Form imported"), code="brought")
        published = AuditEvent(gettext_lazy("Form published"))
        class_relaxed = AuditEvent(gettext_lazy("Lowered a class of answers to a form"))
        retired = AuditEvent(gettext_lazy("Form retired"))
        locked = AuditEvent(gettext_lazy("Device encryption of submissions enabled"))
        left_open = AuditEvent(gettext_lazy("Device encryption of submissions disabled"))
        lists_given = AuditEvent(gettext_lazy("Case list on devices enabled"))
        lists_kept = AuditEvent(gettext_lazy("Case list on devices disabled"))
        offered_for_tests = AuditEvent(gettext_lazy("Form published for testing"))
        opened_in_public = AuditEvent(gettext_lazy("Form made public"))
        closed_in_public = AuditEvent(gettext_lazy("Public form closed"))
        file_added = AuditEvent(gettext_lazy("Form attachment added"))
        file_removed = AuditEvent(gettext_lazy("Form attachment removed"))
        exported = AuditEvent(gettext_lazy("All submissions of form exported"))

    def __str__(self):
        return self.code

    @classmethod
    @transaction.atomic
    def upload(cls, file: BinaryIO, *, by: User | None, file_name: str = "") -> "FormVersion":
        """Adds a version from its workbook, as a draft; `UnreadableFile` if none can be made.

        The same workbook again is the same version. A draft may be replaced. A workbook without a
        form_id is a version of the form that has the name of its file.
        """
        book = workbook.read_workbook(file)
        file.seek(0)
        source = file.read()
        form = cls.objects.filter(code=completion.form_id(book, file_name)).first()
        number = completion.version(book) or (form.next_version(source) if form else "")
        made = convert_workbook(book, file_name=file_name, version=number or first_version())
        form, _is_new = cls.objects.get_or_create(code=made.code, defaults={"title": made.title})
        version = form.versions.filter(version=made.version).first()
        version = version or FormVersion(form=form, version=made.version)
        if version.pk and bytes(version.source) == source:
            return version
        version.take(made, source, by=by)
        return version

    def next_version(self, source: bytes) -> str:
        """Returns the version of a workbook that names none: that of the same workbook where it
        was imported before, else the next of this day.
        """
        type(self).objects.select_for_update().get(pk=self.pk)  # of two at once, one comes after
        for each in self.versions.all():
            if bytes(each.source) == source:
                return each.version
        taken = set(self.versions.values_list("version", flat=True))
        numbers = (f"{now():%Y%m%d}{count:02}" for count in itertools.count(1))
        return next(each for each in numbers if each not in taken)

    @property
    def published(self) -> "FormVersion | None":
        return self.versions.filter(published_at__isnull=False, retired_at=None).first()

    @transaction.atomic
    def give_lists(self, *, by: User) -> None:
        """From now on a telephone that fills it takes the list of its holder's files along."""
        if self.lists_since is None:
            self.lists_since = now()
            self.save(update_fields=["lists_since"])
            log.log_event(by, "form.lists_given", self)

    @transaction.atomic
    def keep_lists(self, *, by: User) -> None:
        """No telephone is given one any more, and those that were let go of it."""
        if self.lists_since is not None:
            self.lists_since = None
            self.save(update_fields=["lists_since"])
            log.log_event(by, "form.lists_kept", self)


def first_version() -> str:
    return f"{now():%Y%m%d}01"


class FormVersionQuerySet(PermissionQuerySet):
    def in_use(self) -> "FormVersionQuerySet":
        return self.filter(published_at__isnull=False, retired_at=None)

    def latest_of(self, forms: models.QuerySet) -> "list[FormVersion]":
        """The latest published version of each, by what it is called in the reader's language."""
        rows = self.filter(published_at__isnull=False, form__in=forms).select_related("form")
        latest = {each.form_id: each for each in rows.defer("source", "xform").order_by("pk")}
        return sorted(latest.values(), key=lambda each: each.called.casefold())

    def on_trial(self) -> "FormVersionQuerySet":
        """Offered for tests: what is answered to them counts nowhere."""
        return self.filter(published_at=None).exclude(tested_at=None)


class FormVersion(Record):
    """One version: the workbook as it came, the form made of it, and what was found wrong."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="versions")
    version = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    titles = models.JSONField(default=dict)
    # As the workbook names them: `Español (es)`.
    languages = models.JSONField(default=list)
    questions = models.PositiveIntegerField(default=0)
    source = models.BinaryField()
    xform = models.TextField()
    problems = models.JSONField(default=list)
    # What each answer is asked for and of which class it is, by the path of its question.
    classes = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # When the engine inside ODK Collect said what it makes of it, where that engine is here.
    engine_at = models.DateTimeField(null=True, editable=False)
    # Shadows of the ledger's lines, for lists; kept by `offer_for_tests`, `publish`, `retire`.
    tested_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    audit_name = "formversion"

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Form version")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "version"], name="each_version_once"),
            models.UniqueConstraint(
                fields=["form"],
                condition=models.Q(published_at__isnull=False, retired_at=None),
                name="one_version_in_use",
            ),
        ]

    class Privacy:
        plain_text = {
            "title": "title of a blank form",
            "titles": "titles of a blank form",
            "languages": "codes of languages",
            "xform": "a blank form",
            "problems": "faults of a blank form",
            "classes": "classes of answers to a blank form",
        }

    def __str__(self):
        return f"FormVersion {self.ref}"

    def take(self, made: ConvertedForm, source: bytes, *, by: User | None) -> None:
        """What the workbook says; refused once answers may have been given to it."""
        self.must_be_a_draft()
        self.title, self.titles = made.title, made.titles
        self.languages, self.questions = made.languages, made.questions
        self.classes = made.classes
        self.xform, self.source, self.by, self.at = made.xform, source, by, now()
        self.tested_at = self.engine_at = None
        self.problems = [each.as_json() for each in made.problems]
        self.save()
        self.form.title = made.title
        self.form.save(update_fields=["title"])
        log.log_event(by, "form.brought", self.form)

    def must_be_a_draft(self) -> None:
        if self.published_at:
            raise Refusal(
                _("Version %(version)s was published, and people may have answered it. Give your "
                  "changes a new version.") % {"version": self.version}
            )  # fmt: skip

    @transaction.atomic
    def offer_for_tests(self, *, by: User | None) -> None:
        """Those who keep forms get it on their telephones; what they answer counts nowhere."""
        self.must_be_a_draft()
        self._must_be_whole()
        if self.tested_at is None:
            self.tested_at = now()
            self.save(update_fields=["tested_at"])
            log.log_event(by, "form.offered_for_tests", self.form)

    def hear_engine(self, said: list[str]) -> None:
        """What the engine inside ODK Collect makes of it; nothing where it takes it."""
        self.problems = [each for each in self.problems if each["code"] != validation.ENGINE.code]
        self.problems += [
            problem(validation.ENGINE, 0, "", "", said=each[:ENGINE_SAID]).as_json()
            for each in said
        ]
        self.engine_at = now()
        self.save(update_fields=["problems", "engine_at"])

    @transaction.atomic
    def publish(
        self, *, by: User | None, choices: Mapping[str, ClassChoice] | None = None
    ) -> None:
        """From now on this version is the one that is filled; the one before is retired.

        `choices` are what was chosen in its table, by the key of the row; a class that opens
        answers to more roles than was proposed is an audit event of its own.
        """
        if self.published_at:
            if self.retired_at is None:
                return
            raise Refusal(_("This version was retired. Import a new one."))
        self._must_be_whole()
        self._choose(choices or {}, by=by)
        for older in self.form.versions.in_use():
            older.retire(by=by)
        self.published_at = now()
        self.save(update_fields=["published_at", "classes"])
        log.log_event(by, "form.published", self.form)

    def _choose(self, choices: Mapping[str, ClassChoice], *, by: User | None) -> None:
        rows = {row.key: row for row in self.class_rows}
        if not choices.keys() <= rows.keys():
            raise Refusal(
                _("The form was imported again meanwhile. Look at its questions once more.")
            )
        for key, chosen in choices.items():
            row = rows[key]
            for path in row.paths:
                self.classes[path] |= {
                    "purpose": chosen.purpose, "sensitivity": chosen.sensitivity
                }  # fmt: skip
            if is_less_restricted(row.sensitivity, chosen.sensitivity):
                told = {"from": row.sensitivity, "to": chosen.sensitivity}
                log.log_event(
                    by, "form.class_relaxed", self.form,
                    count=len(row.paths), refs=[str(self.ref)], **told,
                )  # fmt: skip
        self.forget_opened()

    @property
    def class_rows(self) -> list[ClassRow]:
        """The table of what its answers are asked for and of which class they are."""
        if not self.classes:
            return []
        return class_rows(self.opened, self.classes, self._reading_language)

    @property
    def _reading_language(self) -> str:
        """The language of the form that its reader understands best."""
        current = formats.current_language()
        return next((each for each in self.languages if code_of(each) == current), "")

    def _must_be_whole(self) -> None:
        if missing := self.missing_files:
            raise Refusal(
                _("Files are missing beside it: %(names)s.")
                % {"names": formats.join_list(missing)}
            )
        if self.errors:
            raise Refusal(_("Something must be put right first: it is told below."))

    @transaction.atomic
    def retire(self, *, by: User | None) -> None:
        """Nobody is asked with it any more; what was answered stays."""
        if not self.published_at:
            raise Refusal(_("This version was never published."))
        if self.retired_at is None:
            self.retired_at = now()
            self.save(update_fields=["retired_at"])
            log.log_event(by, "form.retired", self.form)

    @cached_property
    def opened(self) -> XForm:
        """Ready to be asked; read once, since it takes longer than the answers."""
        if self.published_at is None:
            return self._read()  # what stands beside a draft may change
        key = (self.ref, self.at)
        if key not in _opened:
            if len(_opened) >= OPENED:
                _opened.clear()
            _opened[key] = self._read()
        return _opened[key]

    def _read(self) -> XForm:
        return read_form(self.xform.encode(), files=self._file_beside, notes=self.classes)

    def _file_beside(self, name: str) -> bytes | None:
        content = self.files.filter(name=name).values_list("content", flat=True).first()
        return None if content is None else bytes(content)

    def forget_opened(self) -> None:
        """What stands beside it changed: it is read anew."""
        self.__dict__.pop("opened", None)

    @property
    def beside(self) -> set[str]:
        """The names of the files that stand beside it; most forms have none, and ask nobody."""
        if "jr://" not in self.xform:
            return set()
        return set(self.files.values_list("name", flat=True))

    @property
    def missing_files(self) -> list[str]:
        """What it speaks of, and nobody has put beside it."""
        from .form_attachments import missing_attachments

        return missing_attachments(self)

    @property
    def called(self) -> str:
        """Its title in the reader's language, where the form says one."""
        return self.titles.get(formats.current_language()) or self.title

    @property
    def found(self) -> list[ImportProblem]:
        return [ImportProblem.from_json(each) for each in self.problems]

    @property
    def errors(self) -> list[ImportProblem]:
        return [each for each in self.found if each.keeps_out]

    @property
    def state(self) -> str:
        if not self.published_at:
            return "test" if self.tested_at else "draft"
        return "retired" if self.retired_at else "published"
