"""Sections of an edition: their order, what they are cited for, and what their items are."""

from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record, new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.extension_points import work_checks
from amparo.foundation.standards.practice import STEP_OF_WORK

from ..checklists import checklist_items
from ..codes import FRONT
from .editions import Edition, changed_since_opened
from .publication_checks import DEEPEST


class Section(Record):
    """One section. Its key stays the same from edition to edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    order = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(pgettext_lazy("section", "Level"), default=1)

    audit_name = "section"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("guidance", "Section")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="section_key_once"),
            models.CheckConstraint(name="section_level", condition=Q(level__range=(1, DEEPEST))),
        ]

    class Privacy:
        no_owner = gettext_lazy("Part of a guidance product.")

    class Events:
        added = AuditEvent(gettext_lazy("Section added"))
        moved = AuditEvent(gettext_lazy("Section moved"))
        removed = AuditEvent(gettext_lazy("Section removed"))
        cited = AuditEvent(gettext_lazy("Citations of a section updated"))
        linked = AuditEvent(gettext_lazy("Checklist items of a section linked"))

    def __str__(self):
        return self.key

    @property
    def is_front(self) -> bool:
        """Whether it says in each language what the edition is called, and its summary."""
        return self.key == FRONT

    @classmethod
    @transaction.atomic
    def add(cls, edition: Edition, *, by: User | None, key: str, level: int = 1) -> "Section":
        """Adds a section at the end. Raises Refusal where the edition is not open for writing or
        the key is taken.
        """
        edition.require_open()
        if edition.sections.filter(key=key).exists():
            raise Refusal(_("Another section has this key."))
        last = edition.sections.aggregate(last=models.Max("order"))["last"] or 0
        section = cls.objects.create(edition=edition, key=key, order=last + 1, level=level)
        log.log_event(by, "section.added", section)
        return section

    def copy_to(self, edition: Edition) -> "Section":
        """Copies it with its texts, citations and linked items into an edition that begins."""
        copy = Section.objects.create(
            edition=edition, key=self.key, order=self.order, level=self.level
        )
        for text in self.texts.all():
            text.pk, text.ref, text.section = None, new_reference(), copy
            text._state.adding = True
            text.save(force_insert=True)
        Citation.objects.bulk_create(
            Citation(section=copy, kind=each.kind, code=each.code, order=each.order)
            for each in self.citations.all()
        )
        copy._set_links(self.item_links.all())
        return copy

    @transaction.atomic
    def move(self, *, by: User, up: bool) -> None:
        """Changes places with the one before or after it; at the end nothing happens."""
        self.edition.require_open()
        others = self.edition.body_sections.exclude(pk=self.pk)
        near = (
            others.filter(order__lt=self.order).order_by("-order").first()
            if up
            else others.filter(order__gt=self.order).order_by("order").first()
        )
        if near is None:
            return
        self.order, near.order = near.order, self.order
        self.save(update_fields=["order"])
        near.save(update_fields=["order"])
        log.log_event(by, "section.moved", self)

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Takes it out of an edition that is being written; earlier editions keep theirs."""
        self.edition.require_open()
        log.log_event(by, "section.removed", self)
        self.edition.sections.filter(order__gt=self.order).update(order=F("order") - 1)
        self.delete()

    @transaction.atomic
    def cite(self, *, by: User | None, citations: list[tuple[str, str]]) -> None:
        """Says for which steps it is guidance, and on what it rests: (kind, code). It replaces
        what was said before.
        """
        self.edition.require_open()
        self.citations.all().delete()
        Citation.objects.bulk_create(
            Citation(section=self, kind=kind, code=code, order=order)
            for order, (kind, code) in enumerate(dict.fromkeys(citations))
        )
        log.log_event(by, "section.cited", self, count=len(citations))

    @transaction.atomic
    def link_items(self, *, by: User | None, links: Mapping[str, str]) -> None:
        """Says which checks and steps of the work its items with a box are: digest of an item →
        code. It replaces what was said before. Raises Refusal where the text has no such item any
        more.
        """
        self.edition.require_open()
        text = self.texts.filter(language=self.edition.language).first()
        items = {each.digest: each for each in checklist_items(text.markdown)} if text else {}
        if links.keys() - items.keys():
            raise Refusal(changed_since_opened())
        self._set_links(
            ItemLink(digest=digest, text=items[digest].text, code=work_checks[code].code)
            for digest, code in links.items()
        )
        log.log_event(by, "section.linked", self, count=len(links))

    def follow_items(self, follows: Mapping[str, str]) -> None:
        """Links stay with items that only are said otherwise now: old digest → new one."""
        links = list(self.item_links.all())
        for link in links:
            link.digest = follows.get(link.digest, link.digest)
        self._set_links(links)

    def _set_links(self, links: "Iterable[ItemLink]") -> None:
        """Links its items like these, each once, and no others."""
        wanted = {each.digest: each for each in links}
        self.item_links.all().delete()
        ItemLink.objects.bulk_create(
            ItemLink(section=self, digest=each.digest, text=each.text, code=each.code)
            for each in wanted.values()
        )


class Citation(models.Model):
    """A section is guidance for a step, rests on a right, a provision, a work, names a kind of
    service to call, or is measured by a practice.
    """

    class Kind(models.TextChoices):
        STEP = "step", STEP_OF_WORK
        RIGHT = "right", gettext_lazy("Right")
        PROVISION = "provision", gettext_lazy("Provision")  # "CRC:3", instrument and articles
        SERVICE = "service", gettext_lazy("Service type")
        WORK = "work", gettext_lazy("Source")
        PRACTICE = "practice", gettext_lazy("Measured practice")

    # On these a section rests: its sources.
    RESTS_ON = (Kind.RIGHT, Kind.PROVISION, Kind.WORK)

    section = models.ForeignKey(Section, models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "kind", "code"], name="cited_once")
        ]
        indexes = [models.Index(fields=["kind", "code"], name="cited_for")]

    class Privacy:
        no_owner = gettext_lazy("On what a section of guidance rests.")
        plain_text = {"code": "a code, or the title of a published work"}

    def __str__(self):
        return f"{self.kind} {self.code}"


class ItemLink(models.Model):
    """An item with a box is a check or a step of the work.

    It is found by the digest of its words in the original, in whatever order and language; where
    no item has that digest, the link is broken.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="item_links")
    digest = models.CharField(max_length=32)
    # As the item read when it was linked: so its author knows it again once it has changed.
    text = models.TextField()
    code = models.CharField(max_length=60)  # of `work_checks`

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "digest"], name="item_linked_once")
        ]
        indexes = [models.Index(fields=["code"], name="items_linked_to")]

    class Privacy:
        no_owner = gettext_lazy("What an item of guidance is in the work.")
        plain_text = {"text": "text of an item of guidance", "code": "a code"}

    def __str__(self):
        return f"{self.section_id} {self.code}"
