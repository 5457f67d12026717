"""Releases of figures to the public: proposed by one person, audited, signed by another."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.bulk_verbs import check_bulk_verb
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.stored_tables import table_from_data

from .given import is_given_since
from .indicators import Indicator, IndicatorVersion
from .reports import MonthlyReport

BREAKDOWNS = ("sex", "age_group", "area1")


class ReleaseQuerySet(PermissionQuerySet):
    def public(self) -> "ReleaseQuerySet":
        """Those that anybody reads now."""
        return self.filter(state=Release.State.SIGNED)

    def held(self) -> "ReleaseQuerySet":
        """Those that were public once: what was read cannot be taken back."""
        return self.exclude(signed_at=None)


class Release(Record):
    """Tables of signed months that anybody may read. Who proposes them never signs them."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("release", "Being checked")
        AUDITED = "audited", pgettext_lazy("release", "Checked, pending signature")
        REFUSED = "refused", pgettext_lazy("release", "Refused")
        SIGNED = "signed", pgettext_lazy("release", "Public")
        WITHDRAWN = "withdrawn", pgettext_lazy("release", "Withdrawn")

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    is_with_branches = models.BooleanField(default=False)
    reports = models.ManyToManyField(MonthlyReport, related_name="public_releases")
    indicators = models.ManyToManyField(Indicator, related_name="+")
    breakdowns = models.JSONField(pgettext_lazy("release", "Broken down by"), default=list)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.PROPOSED
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    audited_at = models.DateTimeField(null=True, editable=False)
    # [month, code of the indicator, code of `disclosure_control.reasons`] of each table refused.
    refusals = models.JSONField(default=list)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField(gettext_lazy("Signed on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.TextField(pgettext_lazy("column, field", "Reason"), blank=True)

    crypto_label = "release"
    audit_name = "release"

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("statistics", "Data release")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="release_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("by")),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Rounded counts of people; names nobody.")
        plain_text = {
            "breakdowns": "codes of breakdowns",
            "refusals": "codes of reasons",
            "withdrawn_reason": "why figures are no longer published",
        }

    class Events:
        proposed = AuditEvent(gettext_lazy("Data release proposed"))
        audited = AuditEvent(
            gettext_lazy("Data release checked"),
            notice=Notice(
                gettext_lazy("Data release pending your signature"), "decision", icon="signature"
            ),
        )
        refused = AuditEvent(
            gettext_lazy("Data release refused by the check"),
            notice=Notice(
                gettext_lazy("Data release rejected by the check"), "decision", icon="x"
            ),
        )
        signed = AuditEvent(gettext_lazy("Data release signed and public"))
        withdrawn = AuditEvent(gettext_lazy("Data release withdrawn"))

    def __str__(self):
        return f"Release {self.ref}"

    def get_absolute_url(self) -> str:
        return f"/evidence/releases/{self.ref}/"

    @property
    def file(self) -> "Release":
        return self

    @property
    def is_audited(self) -> bool:
        return self.state == self.State.AUDITED

    @property
    def is_public(self) -> bool:
        return self.state == self.State.SIGNED

    @classmethod
    @transaction.atomic
    def propose(
        cls, *, by: User, reports: Iterable[MonthlyReport], indicators: Iterable[Indicator],
        breakdowns: Iterable[str],
    ) -> "Release":  # fmt: skip
        """Proposes tables and has them checked with all that everybody holds.

        Refused for months that nobody signed, and for months of several offices together.
        """
        check_bulk_verb(by, "release.propose")
        months, chosen = list(reports), list(indicators)
        if not months or not chosen:
            raise Refusal(_("Choose at least one signed month and one indicator."))
        if any(not each.is_signed for each in months):
            raise Refusal(_("Only signed months can be released."))
        if len({(each.office_id, each.is_with_branches) for each in months}) > 1:
            raise Refusal(_("Choose months of one office: figures of two are not put together."))
        release = cls.objects.create(
            by=by, office=months[0].office, is_with_branches=months[0].is_with_branches,
            breakdowns=[each for each in BREAKDOWNS if each in set(breakdowns)],
        )  # fmt: skip
        release.reports.set(months)
        release.indicators.set(chosen)
        log.log_event(by, "release.proposed", release)
        find_task("audit-release").asked(by=by).enqueue(str(release.ref))
        return release

    @transaction.atomic
    def check_again(self, *, by: User) -> None:
        """Has it audited anew, with what everybody holds by now."""
        lock_and_refresh(self, "state")
        if self.state not in (self.State.AUDITED, self.State.REFUSED):
            raise Refusal(_("This release is not waiting for a signature."))
        self.state = self.State.PROPOSED
        self.save(update_fields=["state"])
        find_task("audit-release").asked(by=by).enqueue(str(self.ref))

    def record_audit(
        self, tables: "list[ReleasedTable]", refusals: list[list[str]], *, began_at: Any
    ) -> None:
        """Keeps what the check found: tables, or why not. Call it inside a transaction."""
        self.tables.all().delete()
        self.refusals, self.audited_at = refusals, began_at
        self.state = self.State.REFUSED if refusals else self.State.AUDITED
        self.save(update_fields=["refusals", "audited_at", "state"])
        if refusals:
            log.log_event(self.by, "release.refused", self)
            self._notify([self.by], "release.refused")
            return
        ReleasedTable.objects.bulk_create(tables)
        log.log_event(self.by, "release.audited", self)
        here = Q(office=self.office) | Q(team__office=self.office)
        held = Membership.objects.held().with_permission("release.sign").filter(here)
        self._notify([each for each in held.people() if each != self.by], "release.audited")

    def _notify(self, users: Iterable[User], event: str) -> None:
        url = self.get_absolute_url()
        Notification.notify(users, event=event, about=self.office.name, url=url, by=self.by)

    @transaction.atomic
    def sign(self, *, by: User) -> None:
        """Makes it public. Never by who proposed it, nor after others were given more."""
        lock_and_refresh(self, "state", "audited_at")
        if self.state != self.State.AUDITED:
            raise Refusal(_("Only a release that was checked can be signed."))
        if (by.impersonated_by or by) == self.by:
            raise Refusal(_("Who proposed a release does not sign it: somebody else does."))
        months = self.reports.values_list("month", flat=True)
        if self.audited_at and is_given_since(self.audited_at, months):
            raise Refusal(
                _("Other figures were published since this release was checked. Check it again.")
            )
        self.state, self.signed_by, self.signed_at = self.State.SIGNED, by, now()
        self.save(update_fields=["state", "signed_by", "signed_at"])
        log.log_event(by, "release.signed", self)

    @transaction.atomic
    def withdraw(self, *, by: User, because: str) -> None:
        """Takes it off the public page. Who has read it holds it still."""
        lock_and_refresh(self, "state")
        if self.state in (self.State.WITHDRAWN, self.State.PROPOSED):
            raise Refusal(_("This release cannot be withdrawn now."))
        if not because.strip():
            raise Refusal(_("Write why it is withdrawn."))
        self.state, self.withdrawn_by, self.withdrawn_at = self.State.WITHDRAWN, by, now()
        self.withdrawn_reason = because
        self.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        log.log_event(by, "release.withdrawn", self)


class ReleasedTable(Record):
    """One indicator in one month, as the public is shown it; never the counts."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="tables")
    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="+")
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    month = models.DateField(pgettext_lazy("chart", "Month"))
    table = PersonalField(gettext_lazy("Figures"), kind="json")

    crypto_label = "releasedtable"
    audit_name = "releasedtable"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Released figures")
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "report", "version"], name="released_once"
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Rounded counts of people; names nobody.")

    def __str__(self):
        return f"ReleasedTable {self.ref}"

    @property
    def file(self) -> Release:
        return self.release

    @property
    def published(self) -> PublishedTable:
        return table_from_data(self.table)
