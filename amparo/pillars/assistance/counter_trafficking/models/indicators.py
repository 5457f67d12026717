"""Signs of trafficking that somebody saw or heard."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from .. import signs
from .ways import TraffickingRecord, TraffickingRecordPart


class IndicatorObservation(TraffickingRecordPart):
    """What one colleague saw or heard at one moment: which signs, and in which words."""

    indicators = models.JSONField(pgettext_lazy("trafficking", "Indicators"), default=list)
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "indicatorobservation"
    audit_name = "indicatorobservation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Trafficking indicators")
        ordering = ["-at", "-pk"]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Trafficking indicators recorded")
        review = True
        disclose = ("at", "indicators", "text")
        plain_text = {
            "indicators": "codes of indicators",
        }

    class Events:
        prefix = "indicators"
        quote = "text"
        noted = AuditEvent(
            pgettext_lazy("ledger", "Trafficking indicators recorded"),
            icon="eye",
            timeline=pgettext_lazy("timeline", "Trafficking indicators recorded"),
        )

    @property
    def disclosed_indicators(self) -> list[str]:
        return [signs.said(code) for code in self.indicators]

    @classmethod
    @transaction.atomic
    def note(
        cls, way: TraffickingRecord, *, by: User, indicators: Iterable[str], text: str = "",
        restrict: bool = False,
    ) -> "IndicatorObservation":  # fmt: skip
        """Nothing is decided by it. `restrict` keeps the case to those with leave from now on."""
        way.hold()
        chosen = sorted(set(indicators))
        code_lists.require(signs.LIST, *chosen)
        if not chosen:
            raise Refusal(_("Choose at least one sign, or leave without saving."))
        seen = cls.objects.create(way=way, by=by, indicators=chosen, text=text.strip())
        way.look_again()
        log.log_event(by, "indicators.noted", seen, count=len(chosen), code=way.prompt)
        if restrict and not way.is_kept_to_the_group:
            way.case.restrict(Case.Confidentiality.TRAFFICKING, by=by)
        return seen
