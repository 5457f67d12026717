"""Versions of courses: what is taught, for how long, and what passing asks.

Events are held, tests written and certificates issued for one version: it never changes once it
was published; the next one takes its place.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.models import Endorsement

from .competencies import Competency
from .course_parts import CourseMaterial, CourseTarget, CourseText, CourseVersionState
from .courses import TERMS, Course

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
SUBJECT = "courseversion"  # how endorsements call it


class CourseVersion(Record):
    """One version of a course: its words, hours, what passing asks, how long it counts."""

    State = CourseVersionState

    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=CourseVersionState,
        default=CourseVersionState.DRAFT,
    )  # fmt: skip
    hours = models.DecimalField(
        pgettext_lazy("course", "Hours"), max_digits=5, decimal_places=1, default=Decimal("0"),
        validators=[MinValueValidator(Decimal("0"))],
    )  # fmt: skip
    # What passing asks: attendance, the score of the final test, a practice that was observed.
    min_attendance = models.PositiveSmallIntegerField(
        gettext_lazy("Attendance required, in percent"), default=80, validators=PERCENT
    )
    min_score = models.PositiveSmallIntegerField(
        gettext_lazy("Score required, in percent"), null=True, blank=True, default=70,
        validators=PERCENT,
    )  # fmt: skip
    requires_practice = models.BooleanField(
        gettext_lazy("A practice must be observed"), default=False
    )
    # Whether having completed it elsewhere (E-Campus, Moodle) proves its competencies. Decided
    # while it is written, and reviewed with it.
    counts_outside = models.BooleanField(
        gettext_lazy("Completions from outside count"), default=False
    )
    # How long a certificate counts; None: without end.
    validity_months = models.PositiveSmallIntegerField(
        gettext_lazy("Validity in months"), null=True, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Who wrote last: somebody else reviews it.
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(
        gettext_lazy("Why it was withdrawn"), max_length=300, blank=True, editable=False
    )
    competencies = models.ManyToManyField(Competency, related_name="course_versions", blank=True)

    audit_name = "courseversion"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Course version")
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state="published"), name="one_version_published"
            ),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state__in=["draft", "reviewed"]),
                name="one_version_being_written",
            ),
            models.CheckConstraint(
                name="version_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("written_by")),
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What is taught; names nobody.")
        plain_text = {"withdrawn_reason": "why a text holds no more: of no person"}

    class Events:
        begun = AuditEvent(gettext_lazy("Course version begun"))
        changed = AuditEvent(gettext_lazy("Course version changed"))
        reviewed = AuditEvent(gettext_lazy("Course version reviewed"))
        published = AuditEvent(gettext_lazy("Course version published"))
        withdrawn = AuditEvent(gettext_lazy("Course version withdrawn"))
        endorsed = AuditEvent(gettext_lazy("Course version endorsed"))

    def __str__(self):
        return f"{self.course_id} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("training:course-version", args=[self.ref])

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self.state in (self.State.DRAFT, self.State.REVIEWED)

    @property
    def name(self) -> str:
        """Which version it is, in words."""
        return pgettext("course", "Version %(number)s") % {"number": self.number}

    # What is said in it.

    def texts_in(self, part: str) -> dict[str, str]:
        """Returns the words of a part (`CourseText.Part`), by language."""
        found = {each.language: each.text for each in self.texts.all() if each.part == part}
        return {code: found[code] for code in LANGUAGES if code in found}

    def text_here(self, part: str) -> tuple[str, str]:
        """Returns them in the reader's language or another one, and in which; ("", "") where
        nothing was said.
        """
        found = self.texts_in(part)
        here = (get_language() or "").split("-")[0]
        code = here if here in found else next(iter(found), "")
        return found.get(code, ""), code

    @property
    def title(self) -> str:
        return self.text_here(CourseText.Part.TITLE)[0]

    @property
    def languages(self) -> list[str]:
        """In which it has a title and objectives."""
        said = self.texts_in(CourseText.Part.TITLE)
        return [code for code in said if code in self.texts_in(CourseText.Part.OBJECTIVES)]

    def codes_of(self, kind: str) -> list[str]:
        """Returns the codes of what it serves, of one kind (`CourseTarget.Kind`)."""
        return [each.code for each in self.targets.all() if each.kind == kind]

    @property
    def rights(self) -> list[str]:
        """The codes of the rights that its obligations belong to, each once."""
        terms = (codes.find("obligation", each) for each in self.codes_of("obligation"))
        return list(dict.fromkeys(term.parent for term in terms if term))

    # What is done with it.

    @transaction.atomic
    def write(
        self, *, by: User, texts: Mapping[str, Mapping[str, str]],
        competencies: Iterable[Competency] = (), obligations: Iterable[str] = (),
        institution_types: Iterable[str] = (), materials: Iterable[tuple[str, str]] = (),
        **fields,
    ) -> None:  # fmt: skip
        """Says what is taught, until it is published; what was reviewed is a draft again. `texts`
        by part, then by language; `materials` are addresses with their titles.
        """
        self._must_be_one_of(self.State.DRAFT, self.State.REVIEWED)
        for name, value in fields.items():
            setattr(self, name, value)
        self.state, self.written_by = self.State.DRAFT, by
        self.reviewed_at = self.reviewed_by = None
        self.save()
        for part, words in texts.items():
            self._say(part, words)
        self.competencies.set(competencies)
        self._serve(CourseTarget.Kind.OBLIGATION, obligations)
        self._serve(CourseTarget.Kind.INSTITUTION, institution_types)
        self.materials.all().delete()
        CourseMaterial.objects.bulk_create(
            CourseMaterial(version=self, url=url, title=title) for url, title in materials
        )
        self._forget()
        log.log_event(by, "courseversion.changed", self, fields=sorted([*fields, *texts]))

    @transaction.atomic
    def review(self, *, by: User) -> None:
        """Somebody else than who wrote last has read it. Refused while something is missing."""
        self._must_be_one_of(self.State.DRAFT)
        if by.pk == (self.written_by_id or self.by_id):
            raise Refusal(_("You wrote it last. Somebody else reviews it."))
        self._must_be_complete()
        self.state, self.reviewed_at, self.reviewed_by = self.State.REVIEWED, now(), by
        self.save(update_fields=["state", "reviewed_at", "reviewed_by"])
        log.log_event(by, "courseversion.reviewed", self)

    @transaction.atomic
    def publish(self, *, by: User) -> None:
        """From now on events are held of it; the version before is taught no more. Refused before
        somebody else than who wrote it has reviewed it.
        """
        self._must_be_one_of(self.State.DRAFT, self.State.REVIEWED)
        if self.state == self.State.DRAFT:
            raise Refusal(_("Somebody else must review it first."))
        self._must_be_complete()
        before = self.course.versions.filter(state=self.State.PUBLISHED).exclude(pk=self.pk)
        before.update(state=self.State.WITHDRAWN, withdrawn_at=now())
        self.state, self.published_at = self.State.PUBLISHED, now()
        self.save(update_fields=["state", "published_at"])
        log.log_event(by, "courseversion.published", self)

    @transaction.atomic
    def withdraw(self, *, by: User, because: str) -> None:
        """It is taught no more. Events that were held of it and certificates stay."""
        if not because.strip():
            raise Refusal(_("Write why it is withdrawn."))
        self._must_be_one_of(self.State.PUBLISHED)
        self.state, self.withdrawn_at = self.State.WITHDRAWN, now()
        self.withdrawn_reason = because.strip()
        self.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
        log.log_event(by, "courseversion.withdrawn", self)

    # Endorsement: of these words and terms, in the languages that a body read.

    def digest_of(self, languages: Iterable[str]) -> str:
        """Returns the digest of what it says in these languages, with its terms, competencies,
        obligations and materials.
        """
        texts = {
            part: {code: text for code, text in self.texts_in(part).items() if code in languages}
            for part in CourseText.Part.values
        }
        said = {
            "texts": texts, "terms": {name: _plain(getattr(self, name)) for name in TERMS},
            "competencies": sorted(str(each.ref) for each in self.competencies.all()),
            "targets": sorted(f"{each.kind} {each.code}" for each in self.targets.all()),
            "materials": sorted([each.url, each.title] for each in self.materials.all()),
        }  # fmt: skip
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def digest_to_endorse(self) -> str:
        return self.digest_of(self.languages)

    def endorsements_in_force(self) -> list[Endorsement]:
        """Returns those of the version as it stands: one of other words is none of it."""
        found = Endorsement.objects.of(SUBJECT, [self.ref]).select_related("body")
        return [
            each for each in found.order_by("endorsed_on")
            if each.digest == self.digest_of(each.language_codes)
        ]  # fmt: skip

    @transaction.atomic
    def endorse(
        self, *, by: User, body: Organization, endorsed_on: date, reference: str,
        languages: list[str], today: date, seen_digest: str,
    ) -> Endorsement:  # fmt: skip
        """Records that a body endorsed it in these languages, as whoever records it had it before
        them. Refused where something changed since, and once it is withdrawn.
        """
        self._must_be_one_of(*{*self.State} - {self.State.WITHDRAWN})
        if seen_digest != self.digest_to_endorse:
            raise Refusal(_("It was changed since you opened this page. Read it again."))
        if not languages or set(languages) - set(self.languages):
            raise Refusal(_("Choose languages in which it has a title and objectives."))
        endorsement = Endorsement.record(
            by=by, kind=SUBJECT, subject=self, digest=self.digest_of(languages), body=body,
            languages=languages, endorsed_on=endorsed_on, reference=reference, today=today,
        )  # fmt: skip
        log.log_event(by, "courseversion.endorsed", self)
        return endorsement

    def missing(self) -> list[str]:
        """Returns in words what keeps it from being reviewed and published."""
        found = []
        if not self.languages:
            found.append(_("Write the title and the objectives in one language at least."))
        if self.hours <= 0:
            found.append(_("Say how many hours the course takes."))
        if self.requires_practice and not self.texts_in(CourseText.Part.PRACTICE):
            found.append(_("Describe the practice that is observed."))
        return found

    def _must_be_complete(self) -> None:
        if found := self.missing():
            raise Refusal(*found)

    def _copy(self, last: "CourseVersion") -> None:
        self.competencies.set(last.competencies.filter(retired_at=None))
        for each in (*last.texts.all(), *last.targets.all(), *last.materials.all()):
            each.pk, each.version = None, self  # type: ignore[attr-defined]
            each._state.adding = True
            each.save()

    def _serve(self, kind: str, listed: Iterable[str]) -> None:
        chosen = set(listed)
        if kind == CourseTarget.Kind.OBLIGATION:
            codes.require("obligation", *chosen)
        self.targets.filter(kind=kind).exclude(code__in=chosen).delete()
        for code in sorted(chosen):
            self.targets.get_or_create(kind=kind, code=code)

    def _forget(self) -> None:
        cache = getattr(self, "_prefetched_objects_cache", {})
        for name in ("texts", "targets", "materials", "competencies"):
            cache.pop(name, None)

    def _must_be_one_of(self, *states: str) -> None:
        lock_and_refresh(self, "state", "written_by", "reviewed_by", "published_at")
        if self.state not in states:
            raise Refusal(
                _("This version is at another stage now: %(state)s.")
                % {"state": self.get_state_display()}
            )

    def _say(self, part: str, words: Mapping[str, str]) -> None:
        said = {code: words.get(code, "").strip() for code in LANGUAGES}
        said = {code: text for code, text in said.items() if text}
        self.texts.filter(part=part).exclude(language__in=said).delete()
        for code, text in said.items():
            self.texts.update_or_create(part=part, language=code, defaults={"text": text})


def _plain(value: object) -> str:
    """A term as it is digested: 14 and 14.0 hours are the same."""
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)
