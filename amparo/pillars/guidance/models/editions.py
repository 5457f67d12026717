"""Editions of a product: written, consulted, published, superseded or withdrawn.

What is published is frozen by a digest over all its languages, which endorsements and decisions
name. Whoever wants to change it opens the next edition. A translation that is finished later is
published into the same edition as a language of its own.
"""

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.models import Endorsement

from ..codes import FRONT
from .edition_languages import EditionLanguage, digest_over
from .products import Product
from .publication_checks import has_figure_without_words, have_gaps

if TYPE_CHECKING:
    from .texts import SectionText

SUBJECT = "edition"  # how endorsements and adoptions call it


class EditionQuerySet(PermissionQuerySet):
    def open(self) -> "EditionQuerySet":
        """Those that are being written."""
        return self.filter(state__in=Edition.OPEN)

    def published(self) -> "EditionQuerySet":
        return self.filter(state=Edition.State.PUBLISHED)

    def readable(self) -> "EditionQuerySet":
        """Those that were published once: also what was superseded or withdrawn answers."""
        return self.exclude(state__in=Edition.OPEN)

    def translated_now(self) -> "EditionQuerySet":
        """Of each product the edition of which translations are written: the one that is being
        written, or else the published one.
        """
        being_written = Edition.objects.open().filter(product=models.OuterRef("product"))
        published = models.Q(state=Edition.State.PUBLISHED) & ~models.Exists(being_written)
        return self.filter(models.Q(state__in=Edition.OPEN) | published)

    def review_due(self, today: date) -> "EditionQuerySet":
        return self.published().filter(review_by__lt=today)


class Edition(Record):
    """One edition. Once published its texts are never changed."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("edition", "Draft")
        CONSULTATION = "consultation", pgettext_lazy("edition", "In consultation")
        PUBLISHED = "published", pgettext_lazy("edition", "Published")
        SUPERSEDED = "superseded", pgettext_lazy("edition", "Superseded")
        WITHDRAWN = "withdrawn", pgettext_lazy("edition", "Withdrawn")

    OPEN = (State.DRAFT, State.CONSULTATION)

    product = models.ForeignKey(Product, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(pgettext_lazy("guidance", "Edition"))
    # In which language it is written; all others are translations of this.
    language = models.CharField(gettext_lazy("Original language"), max_length=3)
    title = models.CharField(pgettext_lazy("field", "Title"), max_length=200)
    summary = models.TextField(gettext_lazy("Summary in plain words"), blank=True)
    state = models.CharField(
        pgettext_lazy("column, field", "Status"), max_length=12, choices=State,
        default=State.DRAFT, editable=False,
    )  # fmt: skip
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # Whether a body endorsed the text as it was published; kept by the verbs.
    is_endorsed = models.BooleanField(default=False, editable=False)
    review_by = models.DateField(gettext_lazy("Review by"), null=True, blank=True)
    # Whether who is responsible was told that this day has passed.
    is_review_notified = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(gettext_lazy("Published on"), null=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_reason = models.CharField(
        gettext_lazy("Why it was withdrawn"), max_length=300, blank=True
    )
    # Another product that takes its place; the next edition of its own needs none.
    successor = models.ForeignKey(
        Product, models.PROTECT, verbose_name=gettext_lazy("Replaced by"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    audit_name = "guidanceedition"

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("guidance", "Edition")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(state__in=("draft", "consultation")),
                name="one_edition_open",
            ),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(state="published"),
                name="one_edition_published",
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Guidance: what it says is about no person.")
        plain_text = {
            "title": "title of a published text",
            "summary": "summary of a published text",
            "withdrawn_reason": "why a published text was withdrawn",
        }

    class Events:
        begun = AuditEvent(gettext_lazy("New edition begun"))
        exported = AuditEvent(gettext_lazy("Edition exported"))
        changed = AuditEvent(gettext_lazy("Edition updated"))
        consulted = AuditEvent(gettext_lazy("Edition opened for comments"))
        published = AuditEvent(gettext_lazy("Edition published"))
        language_added = AuditEvent(gettext_lazy("Translation published"))
        superseded = AuditEvent(gettext_lazy("Edition superseded"))
        withdrawn = AuditEvent(gettext_lazy("Edition withdrawn"))
        endorsed = AuditEvent(gettext_lazy("Edition endorsed"))
        review_due = AuditEvent(
            gettext_lazy("Review of an edition due"),
            notice=Notice(gettext_lazy("Guidance product due for review"), "work", icon="book-2"),
        )

    def __str__(self):
        return f"{self.product} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("guidance:edition", args=[self.product.ref, self.number])

    @property
    def name(self) -> str:
        """Returns its number in words, where the product is named beside it."""
        return pgettext("guidance", "Edition %(number)s") % {"number": self.number}

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def may_mark_unchanged(self, user: User) -> bool:
        """Whether `user` may say that a change leaves the meaning: of what a body has endorsed,
        only an endorser.
        """
        current = self.product.current
        if current is not None and current.is_endorsed:
            return "guidance.endorse" in user.permissions
        return True

    def lock(self) -> None:
        """Lets nobody else write or publish it until the transaction ends, and takes over how far
        it is now. Must run in a transaction.
        """
        lock_and_refresh(self, "state")

    def require_open(self) -> None:
        """Raises Refusal once it was published: then the next edition is written. Until the
        transaction ends nobody else writes it or publishes it. Must run in a transaction.
        """
        self.lock()
        if not self.is_open:
            raise Refusal(_("This edition is published. Begin the next edition to change it."))

    # Writing

    @classmethod
    @transaction.atomic
    def begin(cls, product: Product, *, by: User | None) -> "Edition":
        """Opens the next edition as a copy of the newest one with all its languages; where one is
        being written already, returns that.
        """
        if (there := product.working) is not None:
            return there
        last = product.editions.order_by("-number")[0]  # it was created with its first edition
        edition = cls.objects.create(
            product=product, number=last.number + 1, language=last.language, title=last.title,
            summary=last.summary,
        )  # fmt: skip
        copy_texts(last, edition)
        log.log_event(by, "guidanceedition.begun", edition)
        return edition

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        """Changes title, summary or review date while it is written."""
        self.require_open()
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        if {"title", "summary"} & fields.keys():
            from .fronts import write_front

            write_front(self, by=by)
        log.log_event(by, "guidanceedition.changed", self, fields=sorted(fields))

    @transaction.atomic
    def consult(self, *, by: User) -> None:
        """Opens the draft for comments. Twice changes nothing."""
        self.require_open()
        if self.state != self.State.CONSULTATION:
            self.state = self.State.CONSULTATION
            self.save(update_fields=["state"])
            log.log_event(by, "guidanceedition.consulted", self)

    # Digest

    def digest_of(self, languages: "list[str] | None" = None) -> str:
        """Returns the digest over the meaning of all texts, or of those in `languages`."""
        texts = self.texts
        if languages is not None:
            texts = texts.filter(language__in=languages)
        said = texts.order_by("language", "section__order").values_list(
            "language", "section__key", "digest"
        )
        return digest_over(said)

    @property
    def texts(self) -> "models.QuerySet[SectionText]":
        from .texts import SectionText

        return SectionText.objects.filter(section__edition=self)

    @property
    def body_sections(self) -> models.QuerySet:
        """Returns the sections after the one for title and summary."""
        return self.sections.exclude(key=FRONT)

    def texts_in_order(self) -> "list[SectionText]":
        """Returns all texts in all languages with their sections, in the order of these."""
        return list(self.texts.select_related("section").order_by("section__order"))

    @property
    def languages_to_publish(self) -> list[str]:
        """Returns the original language, and each into which every section is translated and no
        text is a machine's alone.
        """
        from .texts import SectionText

        states: dict[str, list[str]] = {}
        for language, state in self.texts.values_list("language", "state"):
            states.setdefault(language, []).append(state)
        sections = self.sections.count()
        ready = [
            language for language, found in states.items()
            if language == self.language
            or (len(found) == sections and SectionText.State.MACHINE not in found)
        ]  # fmt: skip
        return sorted(ready, key=lambda language: (language != self.language, language))

    @property
    def languages_to_endorse(self) -> list[str]:
        """Returns those whose words stay as a body reads them: once it is published, only what is
        published with it.
        """
        if self.is_open:
            return self.languages_to_publish
        return sorted(
            self.languages.values_list("language", flat=True),
            key=lambda language: (language != self.language, language),
        )

    @property
    def digest_to_endorse(self) -> str:
        return self.digest_of(self.languages_to_endorse)

    # Publication

    def missing_for_publication(self) -> list[str]:
        """Returns in words what keeps it from being published; empty where nothing does."""
        missing = []
        if self._has_sections_without_text():
            missing.append(_("Every section needs a text in the original language."))
        if self._has_figures_without_words():
            missing.append(
                _("Describe every figure in every language, for those who do not see it.")
            )
        if self.product.kind == Product.Kind.STANDARD and not self.endorsements_in_force():
            missing.append(_("A standard is published once a body has endorsed this text."))
        return missing

    def _has_sections_without_text(self) -> bool:
        texts = self.texts.filter(language=self.language, section__in=self.body_sections)
        return have_gaps(
            list(self.body_sections.values_list("pk", "level")),
            dict(texts.values_list("section", "markdown")),
        )

    def _has_figures_without_words(self) -> bool:
        texts = self.texts.filter(language__in=self.languages_to_publish, markdown__contains="![")
        return has_figure_without_words(texts.values_list("markdown", flat=True))

    def endorsements_in_force(self) -> list[Endorsement]:
        """Returns those of the text as it stands: an endorsement of other words is none of it."""
        found = Endorsement.objects.of(SUBJECT, [self.ref]).select_related("body")
        return [
            each for each in found.order_by("endorsed_on")
            if each.digest == self.digest_of(each.language_codes)
        ]  # fmt: skip

    @transaction.atomic
    def publish(self, *, by: User | None, today: date) -> None:
        """Freezes it, and supersedes the edition before. Raises Refusal while something is
        missing; what a machine translated and nobody read stays unpublished.
        """
        self.require_open()
        if missing := self.missing_for_publication():
            raise Refusal(*missing)
        for older in self.product.editions.published():
            older.state = self.State.SUPERSEDED
            older.save(update_fields=["state"])
            log.log_event(by, "guidanceedition.superseded", older)
        languages = self.languages_to_publish
        self.state, self.published_at, self.published_by = self.State.PUBLISHED, now(), by
        self.digest = self.digest_of(languages)
        self.is_endorsed = bool(self.endorsements_in_force())
        if self.review_by is None:
            self.review_by = add_months(today, self.product.review_months)
        self.save()
        texts = self.texts_in_order()
        for language in languages:
            EditionLanguage.freeze(self, language, texts, by=by)
        log.log_event(by, "guidanceedition.published", self, count=len(languages))

    @transaction.atomic
    def publish_language(self, language: str, *, by: User) -> None:
        """Publishes a translation that was finished after the edition. Refused where it is
        incomplete, a machine's alone, or published already.
        """
        self.lock()
        if not self.is_published:
            raise Refusal(_("Only a published edition takes a further language."))
        if self.languages.filter(language=language).exists():
            raise Refusal(_("This language is published already."))
        there = self.texts.filter(language=language).values("section")
        if self.sections.exclude(pk__in=there).exists():
            raise Refusal(_("Translate every section first."))
        if language not in self.languages_to_publish:
            raise Refusal(_("Somebody must read what a machine translated."))
        EditionLanguage.freeze(self, language, self.texts_in_order(), by=by)
        self.digest = self.digest_of(list(self.languages.values_list("language", flat=True)))
        self.save(update_fields=["digest"])
        log.log_event(by, "guidanceedition.language_added", self, language=language)

    def note_reviewed(self, language: str) -> None:
        """Takes the mark "not reviewed" from a published translation once every text of it was
        read; before that nothing happens. Its words and their digest stay as they are.
        """
        from .texts import SectionText

        unread = self.texts.filter(language=language).exclude(state=SectionText.State.REVIEWED)
        if self.is_published and not unread.exists():
            self.languages.filter(language=language).update(is_reviewed=True)

    @transaction.atomic
    def withdraw(self, *, by: User, because: str, successor: Product | None = None) -> None:
        """It holds no more. Its address answers with the reason, and with what takes its place."""
        if not because.strip():
            raise Refusal(_("Write why it is withdrawn."))
        if successor is not None and successor.pk == self.product_id:
            raise Refusal(_("It cannot be replaced by itself. Publish the next edition."))
        self.lock()
        if not self.is_published:
            raise Refusal(_("Only a published edition is withdrawn."))
        self.state, self.withdrawn_at, self.withdrawn_by = self.State.WITHDRAWN, now(), by
        self.withdrawn_reason, self.successor = because.strip(), successor
        self.save()
        log.log_event(by, "guidanceedition.withdrawn", self)

    @transaction.atomic
    def endorse(
        self, *, by: User, body, endorsed_on: date, reference: str, languages: list[str],
        today: date, seen_digest: str,
    ) -> Endorsement:  # fmt: skip
        """Records that a body endorsed the text in these languages, as whoever records it had it
        before them: `seen_digest` is that of `digest_to_endorse`. Refused where a word changed
        since. Of what is published, frozen languages are endorsed.
        """
        self.lock()
        if seen_digest != self.digest_to_endorse:
            raise Refusal(changed_since_opened())
        if not languages or set(languages) - set(self.languages_to_endorse):
            raise Refusal(_("Choose languages in which the text is complete."))
        endorsement = Endorsement.record(
            by=by, kind=SUBJECT, subject=self, digest=self.digest_of(languages), body=body,
            languages=languages, endorsed_on=endorsed_on, reference=reference, today=today,
        )  # fmt: skip
        if self.is_published:
            self.is_endorsed = True
            self.save(update_fields=["is_endorsed"])
        log.log_event(by, "guidanceedition.endorsed", self)
        return endorsement


def copy_texts(source: Edition, target: Edition) -> None:
    """Copies all sections with their texts and citations into an edition that begins."""
    for section in source.sections.all():
        section.copy_to(target)


def changed_since_opened() -> str:
    """Returns what is said to whoever would approve words that they did not read."""
    return _("The text has changed since you opened this page. Open it again and read it.")


def add_months(day: date, months: int) -> date:
    """Returns the same day some months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
