"""You said, we did: what changed because people told us, in words that name nobody."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class YouSaidWeDidQuerySet(PermissionQuerySet):
    def published(self) -> "YouSaidWeDidQuerySet":
        """Approved by a second person, and not removed since."""
        return self.filter(approved_at__isnull=False, removed_at=None)

    def waiting(self) -> "YouSaidWeDidQuerySet":
        return self.filter(approved_at=None, removed_at=None)


class YouSaidWeDid(Record):
    """What people said and what we did, in one language or more: for anybody to read."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    said = models.JSONField(default=dict)
    did = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "yousaidwedid"

    objects = YouSaidWeDidQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("You said, we did")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="you_said_approved_by_another",
                condition=models.Q(approved_at=None, approved_by=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False)
                & ~models.Q(approved_by=models.F("by")),
            ),
            models.CheckConstraint(
                name="you_said_removed_by_somebody",
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    class Privacy:
        plain_text = {
            "said": "published; a second person looks that it names nobody",
            "did": "published; a second person looks that it names nobody",
        }

    class Events:
        drafted = AuditEvent(gettext_lazy('"You said, we did" drafted'))
        changed = AuditEvent(gettext_lazy('"You said, we did" draft updated'))
        approved = AuditEvent(gettext_lazy('"You said, we did" approved'))
        removed = AuditEvent(gettext_lazy('"You said, we did" unpublished'))

    def __str__(self):
        return f"YouSaidWeDid {self.ref}"

    @property
    def is_published(self) -> bool:
        return self.approved_at is not None and self.removed_at is None

    @property
    def languages(self) -> list[str]:
        return [code for code in LANGUAGES if self.said.get(code) and self.did.get(code)]

    def read_texts(self) -> tuple[str, str, str]:
        """What was said, and done, in the reader’s language or another; and in which."""
        written = self.languages
        here = (get_language() or "").split("-")[0]
        code = here if here in written else written[0]
        return self.said[code], self.did[code], code

    @classmethod
    @transaction.atomic
    def draft(
        cls, *, by: User, office: Office, kind: str, said: dict, did: dict
    ) -> "YouSaidWeDid":
        entry = cls(
            office=office, kind=kind, by=by, said=_without_empty(said), did=_without_empty(did)
        )
        entry._require_both_halves()
        entry.save()
        log.log_event(by, "yousaidwedid.drafted", entry)
        return entry

    @transaction.atomic
    def change(self, *, by: User, kind: str, said: dict, did: dict) -> None:
        """Until it is approved; whoever changes it is the one who wrote it."""
        lock_and_refresh(self, "approved_at")
        if self.approved_at:
            raise Refusal(_("This is published. Take it down and write it anew."))
        self.kind, self.said, self.did, self.by = (
            kind,
            _without_empty(said),
            _without_empty(did),
            by,
        )
        self._require_both_halves()
        self.save(update_fields=["kind", "said", "did", "by"])
        log.log_event(by, "yousaidwedid.changed", self)

    @transaction.atomic
    def approve(self, *, by: User) -> None:
        """A second person has read it: it names nobody, and it is true."""
        lock_and_refresh(self, "by_id", "approved_at", "removed_at")
        if self.by_id == by.pk:
            raise Refusal(_("Somebody else approves what you wrote."))
        if self.removed_at:
            raise Refusal(_("This was unpublished."))
        if self.approved_at:
            return
        self.approved_at, self.approved_by = now(), by
        self.save(update_fields=["approved_at", "approved_by"])
        log.log_event(by, "yousaidwedid.approved", self)

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """It is no longer shown, whether it was approved or not."""
        lock_and_refresh(self, "removed_at")
        if self.removed_at:
            return
        self.removed_at, self.removed_by = now(), by
        self.save(update_fields=["removed_at", "removed_by"])
        log.log_event(by, "yousaidwedid.removed", self)

    def _require_both_halves(self) -> None:
        codes.require("feedback_type", self.kind)
        if not self.languages:
            raise Refusal(_("Write in one language at least both what they said and what we did."))
        if any(bool(self.said.get(code)) != bool(self.did.get(code)) for code in LANGUAGES):
            raise Refusal(_("In each language, write both halves or neither."))


def _without_empty(text: dict[str, str]) -> dict[str, str]:
    return {code: said.strip() for code, said in text.items() if said and said.strip()}
