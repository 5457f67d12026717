"""Texts of sections, one per language: what is original, translated, reviewed, or out of date.

A translation keeps the digests of the segments that it was made from. It is out of date where
those of the original differ now, segment by segment; a date says nothing. Two who write at once
both keep their words until somebody chooses.
"""

from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.content import grammar, segments
from amparo.foundation.content.problem_texts import PROBLEM_TEXTS
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..codes import language_name
from .editions import changed_since_opened
from .sections import Section
from .text_states import FINISHED, TO_REVIEW, TextState


class SectionTextQuerySet(PermissionQuerySet):
    def in_language(self, language: str) -> "SectionTextQuerySet":
        return self.filter(language=language)

    def finished(self) -> "SectionTextQuerySet":
        """Translations to which nothing is to be done."""
        return self.filter(FINISHED)

    def to_review(self, user: User) -> "SectionTextQuerySet":
        """Translations of others that wait for a reader."""
        return self.filter(TO_REVIEW).exclude(translated_by=user)


class SectionText(Record):
    """The text of one section in one language."""

    State = TextState

    section = models.ForeignKey(Section, models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    title = models.CharField(pgettext_lazy("field", "Title"), max_length=200)
    markdown = models.TextField(pgettext_lazy("field", "Text"), blank=True)
    # Over the meaning of title and text: another way of writing the same changes nothing.
    digest = models.CharField(max_length=64, editable=False)
    # Those of title and segments, by spaces.
    digests = models.TextField(blank=True, editable=False)
    # Of a translation: the digests of the original's segments that it was made from, by spaces.
    basis = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, editable=False)
    # Of a translation, in segments and kept by the verbs: how far it is behind the original, and
    # how many of its own are still the original's.
    outdated = models.PositiveSmallIntegerField(default=0, editable=False)
    untranslated = models.PositiveSmallIntegerField(default=0, editable=False)
    translated_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    updated_at = models.DateTimeField(default=now, editable=False)
    updated_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "sectiontext"

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Text of a section")
        constraints = [
            models.UniqueConstraint(fields=["section", "language"], name="text_once_a_language"),
            models.CheckConstraint(
                name="text_reviewed_by_another",
                condition=models.Q(reviewed_by=None)
                | models.Q(translated_by=None)
                | ~models.Q(reviewed_by=models.F("translated_by")),
            ),
        ]
        # What waits for a reviewer is found without looking at every text.
        indexes = [models.Index(fields=["state", "outdated", "language"], name="texts_by_state")]

    class Privacy:
        no_owner = gettext_lazy("Guidance: what it says is about no person.")
        plain_text = {
            "title": "title of a section of guidance",
            "markdown": "a text of guidance, which is published",
            "digests": "digests of segments",
            "basis": "digests of segments",
        }

    class Events:
        written = AuditEvent(gettext_lazy("Text of a section written"))
        conflicting = AuditEvent(gettext_lazy("Two texts of one section written at once"))
        reviewed = AuditEvent(gettext_lazy("Translation reviewed"))
        remeant = AuditEvent(gettext_lazy("Change marked: meaning unchanged"))

    def __str__(self):
        return f"{self.section_id} {self.language}"

    @staticmethod
    def digest_of(title: str, markdown: str) -> str:
        """Returns the digest that a text will have."""
        return _digest(_segment_digests(title, grammar.normalise(markdown)))

    @property
    def is_original(self) -> bool:
        return self.state == self.State.ORIGINAL

    @classmethod
    @transaction.atomic
    def write(
        cls, section: Section, *, by: User | None, language: str, title: str, markdown: str,
        seen_digest: str = "", is_machine: bool = False, meaning_unchanged: bool = False,
    ) -> "SectionText | TextConflict":  # fmt: skip
        """Writes the text, normalised. `seen_digest` is that of the text which the writer had
        before them: where another was written meanwhile, nothing is replaced, and a conflict is
        kept and returned. Raises Refusal with each line that is not of the grammar.

        A translation is based on the original as it stands, and waits for its reviewer again.
        With `meaning_unchanged` translations follow a change of the original that only mends how
        it is said; refused where a segment was added or removed.
        """
        edition = section.edition
        edition.lock()  # of two who write at once, the second sees what the first wrote
        is_original = language == edition.language
        if is_original or edition.languages.filter(language=language).exists():
            edition.require_open()
        if problems := _problems(markdown):
            raise Refusal(*problems)
        markdown = grammar.normalise(markdown)
        text = cls.objects.filter(section=section, language=language).first()
        if text is None:
            text = cls(section=section, language=language)
        digests = _segment_digests(title, markdown)
        if text.pk and text.digest not in (seen_digest, _digest(digests)):
            return TextConflict.keep(text, by=by, title=title, markdown=markdown)
        before = text.segment_digests
        text.title, text.markdown = title, markdown
        text.digests, text.digest = " ".join(digests), _digest(digests)
        text.updated_at, text.updated_by = now(), by
        text._set_state(is_original=is_original, is_machine=is_machine, by=by)
        text.save()
        if is_original:
            text._count_translations()
            text._name_edition()
        log.log_event(by, "sectiontext.written", text, language=language)
        if meaning_unchanged and is_original:
            if by is not None and not edition.may_mark_unchanged(by):
                raise Refusal(_("What a body endorsed: only an endorser says so."))
            text._rebase_translations(before, by=by)
        return text

    def _name_edition(self) -> None:
        """The edition is called, and summarized, as its first section says in the original."""
        if self.section.is_front:
            edition = self.section.edition
            edition.title, edition.summary = self.title, self.markdown.strip()
            edition.save(update_fields=["title", "summary"])

    def _set_state(self, *, is_original: bool, is_machine: bool, by: User | None) -> None:
        if is_original:
            self.state, self.basis = self.State.ORIGINAL, ""
            return
        self.state = self.State.MACHINE if is_machine else self.State.TRANSLATED
        self.translated_by, self.reviewed_by = (None if is_machine else by), None
        original = self.original
        self.basis = " ".join(original.segment_digests) if original else ""
        self._count_behind(original)

    def _count_behind(self, original: "SectionText | None") -> bool:
        """Counts how far it is behind; returns whether that is another number than before."""
        status = self.status_beside(original)
        before = self.outdated, self.untranslated
        self.outdated = len(status.changed) + status.removed
        self.untranslated = len(status.untranslated)
        return before != (self.outdated, self.untranslated)

    def _count_translations(self) -> None:
        """Counts anew how far each translation of this original is behind it."""
        translations = SectionText.objects.filter(section=self.section_id).exclude(pk=self.pk)
        for text in translations.defer("markdown"):
            if text._count_behind(self):
                text.save(update_fields=["outdated", "untranslated"])

    @transaction.atomic
    def review(self, *, by: User, seen_digest: str) -> None:
        """Somebody other than the translator has read it beside the original, names and figures
        that stay the same included: the words whose digest is `seen_digest`. Refused where it or
        the original changed meanwhile.
        """
        lock_and_refresh(self, "state", "digest", "digests", "basis", "translated_by_id")
        if self.digest != seen_digest:
            raise Refusal(changed_since_opened())
        if self.state != self.State.TRANSLATED:
            raise Refusal(_("Only a translation that somebody wrote is reviewed."))
        if self.translated_by_id == by.pk:
            raise Refusal(_("Whoever translated it does not review it. Ask a colleague."))
        if not self.status.is_current:
            raise Refusal(_("The original has changed. Update the translation first."))
        self.state, self.reviewed_by = self.State.REVIEWED, by
        self.save(update_fields=["state", "reviewed_by"])
        self.section.edition.note_reviewed(self.language)
        log.log_event(by, "sectiontext.reviewed", self, language=self.language)

    @property
    def original(self) -> "SectionText | None":
        if self.is_original:
            return self
        texts = SectionText.objects.filter(section=self.section_id)
        return texts.filter(language=self.section.edition.language).first()

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def segment_digests(self) -> list[str]:
        """Returns the digests of the title and of each segment."""
        return self.digests.split()

    @property
    def status(self) -> "TranslationStatus":
        """Returns how this translation stands to the original as it is now."""
        return self.status_beside(self.original)

    def status_beside(self, original: "SectionText | None") -> "TranslationStatus":
        """The same where the original is at hand."""
        if original is None or self.is_original:
            return TranslationStatus()
        return translation_status(
            basis=self.basis.split(), original=original.segment_digests, own=self.segment_digests
        )

    def _rebase_translations(self, before: list[str], *, by: User | None) -> None:
        after = self.segment_digests
        if len(before) != len(after):
            raise Refusal(
                _("A paragraph or line was added or removed: translations must be looked at.")
            )
        follows = dict(zip(before, after, strict=True))
        others = SectionText.objects.filter(section=self.section_id).exclude(pk=self.pk)
        for text in others.exclude(basis=""):
            text.basis = " ".join(follows.get(each, each) for each in text.basis.split())
            text._count_behind(self)
            text.save(update_fields=["basis", "outdated", "untranslated"])
        self.section.follow_items(dict(zip(before[1:], after[1:], strict=True)))  # no title
        log.log_event(by, "sectiontext.remeant", self, language=self.language)


@dataclass(frozen=True)
class TranslationStatus:
    """Of a translation, by numbers (0 is the title): segments of the original that changed or
    came since it was made, how many went, and its own segments that are still the original's.
    """

    count: int = 0
    changed: tuple[int, ...] = ()
    removed: int = 0
    untranslated: tuple[int, ...] = ()

    @property
    def is_current(self) -> bool:
        return not self.changed and not self.removed

    @property
    def is_complete(self) -> bool:
        return self.is_current and not self.untranslated


def translation_status(
    *, basis: list[str], original: list[str], own: list[str]
) -> TranslationStatus:
    """Returns how a translation stands: pure, by digests alone."""
    changes = segments.compare(basis, original)
    changed = tuple(
        each.new for each in changes
        if each.new is not None and each.state != segments.State.SAME
    )  # fmt: skip
    removed = sum(each.state == segments.State.REMOVED for each in changes)
    there = set(original)
    untranslated = tuple(number for number, digest in enumerate(own) if digest in there)
    return TranslationStatus(len(original), changed, removed, untranslated)


def _problems(markdown: str) -> list[str]:
    """Returns what cannot be saved. A figure may wait for its words until it is published."""
    return [
        f"{problem.line}: {PROBLEM_TEXTS[problem.code]}" for problem in grammar.problems(markdown)
        if problem.code not in grammar.HARMLESS and problem.code != grammar.Code.NO_ALTERNATIVE
    ]  # fmt: skip


def _segment_digests(title: str, markdown: str) -> list[str]:
    return [segments.text_digest(title), *(each.digest for each in segments.segments(markdown))]


def _digest(digests: list[str]) -> str:
    return segments.text_digest(" ".join(digests))


class TextConflict(Record):
    """A text that was written while another wrote the same section: both are kept until somebody
    chooses.
    """

    class Choice(models.TextChoices):
        KEPT = "kept", pgettext_lazy("conflict", "Current text kept")
        REPLACED = "replaced", pgettext_lazy("conflict", "Other text taken")
        MERGED = "merged", pgettext_lazy("conflict", "Merged")

    text = models.ForeignKey(SectionText, models.CASCADE, related_name="conflicts")
    title = models.CharField(pgettext_lazy("field", "Title"), max_length=200)
    markdown = models.TextField(pgettext_lazy("field", "Text"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    choice = models.CharField(max_length=10, choices=Choice, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "textconflict"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Two texts of one section")

    class Privacy:
        no_owner = gettext_lazy("Guidance: what it says is about no person.")
        plain_text = {
            "title": "title of a section of guidance",
            "markdown": "a text of guidance",
        }

    class Events:
        settled = AuditEvent(gettext_lazy("Chosen between two texts of a section"))

    def __str__(self):
        return f"TextConflict {self.ref}"

    @classmethod
    def keep(
        cls, text: SectionText, *, by: User | None, title: str, markdown: str
    ) -> "TextConflict":
        conflict = cls.objects.create(text=text, by=by, title=title, markdown=markdown)
        log.log_event(by, "sectiontext.conflicting", text, language=text.language)
        return conflict

    @transaction.atomic
    def settle(self, *, by: User, choice: str, title: str = "", markdown: str = "") -> None:
        """Keeps the text that stands, takes the other, or a third made of both."""
        lock_and_refresh(self, "settled_at")
        if self.settled_at is not None:
            raise Refusal(_("Somebody has chosen already."))
        if choice == self.Choice.REPLACED:
            title, markdown = self.title, self.markdown
        if choice != self.Choice.KEPT:
            SectionText.write(
                self.text.section, by=by, language=self.text.language, title=title,
                markdown=markdown, seen_digest=self.text.digest,
            )  # fmt: skip
        self.choice, self.settled_at, self.settled_by = choice, now(), by
        self.save(update_fields=["choice", "settled_at", "settled_by"])
        log.log_event(by, "textconflict.settled", self)
