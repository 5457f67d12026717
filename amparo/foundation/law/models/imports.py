"""What somebody imported: ratifications, the text of a law, provisions; and withdrawing it."""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .sources import Sourced


class LawImport(Sourced):
    """One file that was imported. What it replaced is kept, and comes back if it is withdrawn."""

    class Kind(models.TextChoices):
        STATUS = "status", gettext_lazy("Ratifications")
        LAW = "law", gettext_lazy("Text of a law")
        PROVISIONS = "provisions", gettext_lazy("Provisions")

    kind = models.CharField(pgettext_lazy("law", "Kind"), max_length=12, choices=Kind)
    # What it is about: the title of the law, or the treaty of all rows; empty: of several.
    title = models.CharField(gettext_lazy("Title"), max_length=600, blank=True)
    rows = models.PositiveIntegerField(pgettext_lazy("law", "Rows imported"), default=0)
    left_out = models.PositiveIntegerField(gettext_lazy("Rows left out"), default=0)
    # So many changes of later years the file itself names.
    later_changes = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "lawimport"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Import of law")

    class Privacy:
        plain_text = {
            "title": "the title of a law or treaty",
            "source": "who publishes a text of law",
            "licence": "the licence of a publication",
        }

    class Events:
        made = AuditEvent(gettext_lazy("Law imported"))
        withdrawn = AuditEvent(gettext_lazy("Import of law withdrawn"))

    def __str__(self):
        return f"LawImport {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("law:import", args=[self.ref])

    @transaction.atomic
    def withdraw(self, *, by: User) -> None:
        """Removes what it brought and shows again what it replaced; by whoever imported it."""
        from .provisions import Provision, ProvisionRight
        from .treaty_status import TreatyStatus

        if by.pk != self.by_id:
            raise Refusal(_("Only the person who imported it withdraws it."))
        lock_and_refresh(self, "withdrawn_at")
        if self.withdrawn_at:
            raise Refusal(_("This import was withdrawn already."))
        ProvisionRight.objects.filter(law_import=self).delete()
        TreatyStatus.objects.withdraw(self)
        Provision.objects.withdraw(self)
        self.withdrawn_at, self.withdrawn_by = now(), by
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])
        log.log_event(by, "lawimport.withdrawn", self, kind=self.kind, rows=self.rows)


def restore_replaced(model: type[models.Model], law_import: LawImport, *keys: str) -> None:
    """Removes the rows of an import and shows again what they replaced.

    `keys` name the columns by which rows replace each other. Where a later import replaced the
    removed ones in turn, what they had replaced is from now on replaced by that one.
    """
    rows = model._default_manager
    later: dict[tuple[object, ...], int | None] = {}
    for *key, replaced_by in rows.filter(law_import=law_import).values_list(*keys, "replaced_by"):
        later[tuple(key)] = replaced_by
    rows.filter(law_import=law_import).delete()
    groups: dict[int | None, list[int]] = {}
    for pk, *key in rows.filter(replaced_by=law_import).values_list("pk", *keys):
        groups.setdefault(later.get(tuple(key)), []).append(pk)
    for replaced_by, found in groups.items():
        rows.filter(pk__in=found).update(replaced_by=replaced_by)
