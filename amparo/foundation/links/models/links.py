"""Links: one record rests on another one of any pillar, as somebody said."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..extension_points import link_kinds


class LinkQuerySet(PermissionQuerySet):
    def current(self) -> "LinkQuerySet":
        """Those that nobody removed."""
        return self.filter(removed_at=None)

    def from_records(self, kind: str, refs: Iterable[UUID]) -> "LinkQuerySet":
        return self.current().filter(source_kind=kind, source_ref__in=list(refs))

    def to_records(self, kind: str, refs: Iterable[UUID]) -> "LinkQuerySet":
        return self.current().filter(target_kind=kind, target_ref__in=list(refs))

    def at_records(self, kind: str, refs: Iterable[UUID]) -> "LinkQuerySet":
        """Both: those from these records, and those to them."""
        keys = list(refs)
        return self.current().filter(
            Q(source_kind=kind, source_ref__in=keys) | Q(target_kind=kind, target_ref__in=keys)
        )


class Link(Record):
    """That `source` stands in a relation to `target`: a commitment rests on a pattern.

    Never to a case: only to a pattern, in which nobody can be found. Never changed: it is removed,
    and stays on record.
    """

    class Relation(models.TextChoices):
        RESTS_ON = "rests_on", pgettext_lazy("link between records", "Rests on")
        RESULTS_FROM = "results_from", pgettext_lazy("link between records", "Results from")
        MEASURED_BY = "measured_by", pgettext_lazy("link between records", "Measured by")
        REQUIRES = "requires", pgettext_lazy("link between records", "Requires")
        PUT_AT = "put_at", pgettext_lazy("link between records", "Put at")

    source_kind = models.CharField(max_length=30)
    source_ref = models.UUIDField()
    relation = models.CharField(
        pgettext_lazy("link between records", "Relation"), max_length=12, choices=Relation
    )
    target_kind = models.CharField(max_length=30)
    target_ref = models.UUIDField()
    # One of its ends is kept to a circle: who is not in it learns of no link either.
    is_restricted = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "link"

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Link between records")
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_ref", "relation", "target_kind", "target_ref"],
                condition=Q(removed_at=None), name="link_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["target_kind", "target_ref"], name="links_to_a_record"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Joins records of work; never to a case.")

    class Events:
        added = AuditEvent(gettext_lazy("Link between records added"))
        removed = AuditEvent(gettext_lazy("Link between records removed"))

    def __str__(self):
        return f"Link {self.ref}"

    @classmethod
    @transaction.atomic
    def add(
        cls, *, by: User | None, source: tuple[str, Record], relation: str,
        target: tuple[str, Record],
    ) -> "Link":  # fmt: skip
        """Links two records, each given with its kind. Twice is once."""
        (source_kind, source_record), (target_kind, target_record) = source, target
        for kind in (source_kind, target_kind):
            if kind not in link_kinds:
                raise ValueError(f"{kind} is no kind of linked records.")
        if (source_kind, source_record.ref) == (target_kind, target_record.ref):
            raise Refusal(_("A record is not linked to itself."))
        link, is_new = cls.objects.get_or_create(
            source_kind=source_kind, source_ref=source_record.ref, relation=relation,
            target_kind=target_kind, target_ref=target_record.ref, removed_at=None,
            defaults={"by": by, "is_restricted": _is_restricted(source_record, target_record)},
        )  # fmt: skip
        if is_new:
            log.log_event(by, "link.added", link, kind=source_kind)
        return link

    @classmethod
    @transaction.atomic
    def restrict(cls, kind: str, record: Record) -> None:
        """Puts right who learns of the links of a record that is kept to a circle now, or no
        longer.
        """
        rows = cls.objects.at_records(kind, [record.ref])
        rows.update(is_restricted=_is_restricted(record))

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Takes the link away from now on. Twice is once."""
        lock_and_refresh(self, "removed_at")
        if self.removed_at:
            return
        self.removed_at, self.removed_by = now(), by
        self.save(update_fields=["removed_at", "removed_by"])
        log.log_event(by, "link.removed", self)


def _is_restricted(*records: Record) -> bool:
    return any(getattr(each, "is_restricted", False) for each in records)
