"""A survey and its versions: what is asked, and how it is scored, as somebody brought it."""

from functools import cached_property, lru_cache
from hashlib import sha256

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..instrument import Since, Survey, said
from ..instrument_reader import read

# A version never changes once it is kept: it is read once.
_read = lru_cache(maxsize=32)(lambda content: read(content.encode()))


class Instrument(Record):
    """One survey, whatever its versions."""

    code = models.CharField(max_length=30, unique=True)

    audit_name = "instrument"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Survey")
        ordering = ["code"]

    def __str__(self):
        return f"Instrument {self.code}"

    @classmethod
    @transaction.atomic
    def bring(cls, data: bytes, *, by: User | None) -> "InstrumentVersion":
        """Kept as a draft, which may be brought again until it is published."""
        survey = read(data)
        instrument, _is_new = cls.objects.get_or_create(code=survey.code)
        there = instrument.versions.filter(version=survey.version)
        version = there.select_for_update(of=("self",)).first()
        content = data.decode("utf-8-sig")
        if version is None:
            version = InstrumentVersion(instrument=instrument, version=survey.version)
        elif version.content == content:
            return version
        version.take(content, by=by)
        return version


class InstrumentVersionQuerySet(PermissionQuerySet):
    def in_use(self) -> "InstrumentVersionQuerySet":
        return self.filter(published_at__isnull=False, retired_at=None)

    def newest(self, since: Since) -> "InstrumentVersion | None":
        """The version in use whose rounds are counted from that day."""
        rows = self.in_use().order_by("-published_at", "-pk")
        return next((each for each in rows if each.survey.since == since), None)


class InstrumentVersion(Record):
    """One version: the file as it came. Once published it never changes."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="versions")
    version = models.CharField(max_length=20)
    content = models.TextField()
    digest = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Shadows of the ledger's lines, for lists; kept by `publish` and `retire`.
    published_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    # Somebody answers for it that this is the official one: by which document, and since when.
    official_source = models.CharField(max_length=500, blank=True)
    official_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    official_at = models.DateTimeField(null=True, editable=False)

    audit_name = "instrumentversion"

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Version of a survey")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "version"], name="each_survey_version_once"
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(published_at__lte=F("retired_at")),
                name="only_what_was_published_retires",
            ),
            models.CheckConstraint(
                condition=Q(official_source="", official_by=None, official_at=None)
                | ~Q(official_source="") & Q(official_by__isnull=False, official_at__isnull=False),
                name="official_by_whom_and_which_document",
            ),
        ]

    class Privacy:
        plain_text = {
            "content": "a blank questionnaire",
            "official_source": "the document by which a questionnaire is official",
        }

    class Events:
        prefix = "survey"
        imported = AuditEvent(gettext_lazy("Survey imported"))
        published = AuditEvent(gettext_lazy("Survey published"))
        retired = AuditEvent(gettext_lazy("Survey retired"))
        marked_official = AuditEvent(gettext_lazy("Survey marked as official"))
        exported = AuditEvent(gettext_lazy("Survey data exported without names"))

    def __str__(self):
        return f"InstrumentVersion {self.ref}"

    @cached_property
    def survey(self) -> Survey:
        return _read(self.content)

    @property
    def called(self) -> str:
        return said(self.survey.name, get_language() or "")

    @property
    def state(self) -> str:
        if self.retired_at:
            return "retired"
        return "in_use" if self.published_at else "draft"

    @property
    def is_official(self) -> bool:
        """Whether somebody answered for it that this is the official survey, and its scoring."""
        return self.official_at is not None

    @property
    def is_paraphrase(self) -> bool:
        """What Amparo comes with, word for word: nobody can answer for it as official."""
        from ..standard_instruments import is_ours

        return is_ours(self.content)

    def take(self, content: str, *, by: User | None) -> None:
        """What the file says; refused once somebody may have been asked by it."""
        if self.published_at:
            raise Refusal(
                _("Version %(version)s was published, and people may have answered it. Give your "
                  "changes a new version.") % {"version": self.version}
            )  # fmt: skip
        self.content, self.by, self.at = content, by, now()
        self.digest = sha256(content.encode()).hexdigest()
        self.__dict__.pop("survey", None)
        self.save()
        log.log_event(by, "survey.imported", self)

    @transaction.atomic
    def publish(self, *, by: User) -> None:
        """Caseworkers may ask by it from now on. What is in use goes on beside it."""
        self._hold()
        if self.retired_at:
            raise Refusal(_("This version is retired. Import a new one."))
        if self.published_at is None:
            self.published_at = now()
            self.save(update_fields=["published_at"])
            log.log_event(by, "survey.published", self)

    @transaction.atomic
    def retire(self, *, by: User) -> None:
        """Nobody begins a first round by it; those who were asked by it may be asked again."""
        self._hold()
        if self.published_at is None:
            raise Refusal(_("This version is not in use."))
        if self.retired_at is None:
            self.retired_at = now()
            self.save(update_fields=["retired_at"])
            log.log_event(by, "survey.retired", self)

    @transaction.atomic
    def mark_official(self, *, by: User, source: str) -> "InstrumentVersion":
        """Somebody answers for it: from where the questions, the scores and the weights are."""
        if not source.strip():
            raise Refusal(_("Write from which document the questions and the scores are."))
        if self.is_paraphrase:
            raise Refusal(_("This is the paraphrase that Amparo comes with. It is not official."))
        lock_and_refresh(self, "official_source", "official_at")
        if self.is_official:
            if self.official_source != source.strip():
                raise Refusal(_("This version was marked as official already."))
            return self  # sent twice
        self.official_source, self.official_by, self.official_at = source.strip(), by, now()
        self.save(update_fields=["official_source", "official_by", "official_at"])
        log.log_event(by, "survey.marked_official", self)
        return self

    def _hold(self) -> None:
        self.refresh_from_db(
            fields=["published_at", "retired_at"],
            from_queryset=type(self).objects.select_for_update(of=("self",)),
        )
