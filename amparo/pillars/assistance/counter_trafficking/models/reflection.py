"""Time to recover and to reflect, before somebody decides anything about authorities."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

from .ways import TraffickingRecord, TraffickingRecordPart

REFLECTION_TIME_LIMIT = "trafficking.reflection"


class ReflectionPeriod(TraffickingRecordPart):
    """From when until when. How long the law gives is for each office to check and to set.

    We begin with the 30 days that the Council of Europe Convention on Action against Trafficking
    in Human Beings asks for at least (article 13), to be checked against national law.
    """

    from_on = models.DateField(gettext_lazy("Start date"))
    until_on = models.DateField(
        pgettext_lazy("period", "End date")
    )  # the last day, as it stands now
    basis = PersonalField(gettext_lazy("Basis"))
    ended_on = models.DateField(
        gettext_lazy("Period ended at your request"), null=True, blank=True
    )
    end_text = PersonalField(pgettext_lazy("field", "Text"))
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "reflectionperiod"
    audit_name = "reflectionperiod"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Recovery and reflection period")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reflection_ends_after_it_begins",
                condition=Q(until_on__gte=F("from_on")),
            )
        ]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Your recovery and reflection period")
        disclose = ("from_on", "until_on", "basis", "ended_on", "end_text")

    class Events:
        prefix = "reflection"
        granted = AuditEvent(
            gettext_lazy("Recovery and reflection period recorded"),
            icon="hourglass",
            timeline=gettext_lazy("Recovery and reflection period started"),
        )
        extended = AuditEvent(
            pgettext_lazy("ledger", "Recovery and reflection period extended"),
            icon="hourglass",
            timeline=gettext_lazy("Recovery and reflection period extended"),
            story=False,
        )
        ended_early = AuditEvent(
            gettext_lazy("Recovery and reflection period ended at the person’s request"),
            icon="hourglass",
            timeline=gettext_lazy("Recovery and reflection period ended"),
        )

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days

    @property
    def is_ended_early(self) -> bool:
        return self.ended_at is not None

    def days_left(self, today: date) -> int:
        """Whole days that remain; none once it is over or was ended."""
        return 0 if self.is_ended_early else max(0, (self.until_on - today).days)

    def is_running(self, today: date) -> bool:
        return not self.is_ended_early and self.from_on <= today <= self.until_on

    @classmethod
    @transaction.atomic
    def grant(
        cls,
        way: TraffickingRecord,
        *,
        by: User,
        from_on: date,
        days: int | None = None,
        basis: str = "",
    ) -> "ReflectionPeriod":
        """So many days, and never fewer than the office's least."""
        way.hold()
        least = way.case.rules.amount(REFLECTION_TIME_LIMIT)
        days = days or least
        if days is None:
            raise Refusal(_("Write how many days: this office has set no least."))
        if least is not None and days < least:
            said = _("It lasts at least %(days)d days here. Write more, or leave it empty.")
            raise Refusal(said % {"days": least})
        until = from_on + timedelta(days=days)
        before = way.reflection
        if before and (before.from_on, before.until_on) == (from_on, until):
            return before  # sent twice
        if before and not before.is_ended_early and before.until_on >= from_on:
            raise Refusal(_("There is one already in that time. Lengthen it instead."))
        period = cls.objects.create(
            way=way, by=by, from_on=from_on, until_on=until, basis=basis.strip()
        )
        way.update_state(reflection_until=until)
        log.log_event(by, "reflection.granted", period, until=until)
        return period

    @transaction.atomic
    def extend(self, *, by: User, until_on: date, because: str) -> "ReflectionPeriodExtension":
        """It lasts longer. Nobody makes it shorter but the person."""
        self._hold()
        if self.is_ended_early:
            raise Refusal(_("It was ended. Give another one."))
        if until_on <= self.until_on:
            raise Refusal(_("Choose a later day: only the person can make it shorter."))
        extension = ReflectionPeriodExtension.objects.create(
            period=self, by=by, until_on=until_on, because=because.strip()
        )
        self._last_until(until_on)
        log.log_event(by, "reflection.extended", extension, until=until_on)
        return extension

    @transaction.atomic
    def end_early(self, *, by: User, on: date, is_their_wish: bool, text: str) -> None:
        """Only because the person wishes it so, in their own words."""
        self._hold()
        if self.is_ended_early:
            raise Refusal(_("It was ended already."))
        if not is_their_wish or not text.strip():
            raise Refusal(_("It ends early only if the person wishes it: write their words."))
        if not self.from_on <= on <= self.until_on:
            raise Refusal(_("Choose a day within this time."))
        self.ended_on, self.end_text = on, text.strip()
        self.ended_by, self.ended_at = by, now()
        self.save(update_fields=["ended_on", "end_text", "ended_by", "ended_at"])
        self._last_until(on)
        log.log_event(by, "reflection.ended_early", self)

    def _hold(self) -> None:
        self.way.hold()
        self.refresh_from_db(fields=["until_on", "ended_at"])

    def _last_until(self, day: date) -> None:
        self.until_on = day
        self.save(update_fields=["until_on"])
        self.way.update_state(reflection_until=day)


class ReflectionPeriodExtension(Record):
    """It was made longer, and why."""

    period = models.ForeignKey(ReflectionPeriod, models.CASCADE, related_name="extensions")
    until_on = models.DateField(pgettext_lazy("period", "End date"))
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "reflectionextension"
    audit_name = "reflectionextension"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Extension of the recovery and reflection period")

    class Privacy:
        owner = "period__way__case"
        title = gettext_lazy("Extensions of the period")
        disclose = ("until_on", "because")
        review = True

    def __str__(self):
        return f"ReflectionPeriodExtension {self.ref}"

    @property
    def file(self) -> Case:
        return self.period.way.case
