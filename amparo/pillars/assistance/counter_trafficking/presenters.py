"""What the page of a way out of exploitation shows: each part fetched once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.ui import formats
from amparo.ui.charts import Levels, LineStage

from . import progress, signs
from .models import (
    AuthorityCooperation,
    Exploitation,
    IndicatorObservation,
    Perpetrator,
    ReflectionPeriod,
    RetraffickingReview,
    SafetyPlan,
    StatusDetermination,
    Testimony,
    TraffickingEvent,
    TraffickingRecord,
)
from .models.exploitation import said
from .palermo import PalermoResult
from .screening_signs import HeardSigns, signs_heard
from .status import pending_steps, record_state


@dataclass(frozen=True)
class Element:
    """One element of the Protocol: its name, what speaks for it, and whether it is asked for."""

    name: str
    signs: list[str]
    is_asked: bool = True


@dataclass
class TraffickingRecordPage:
    """One way, as one colleague sees it."""

    way: TraffickingRecord
    user: User

    @property
    def today(self) -> date:
        return self.way.case.office.today()

    @cached_property
    def may_work(self) -> bool:
        return "work" in permissions_on(self.way.case, self.user) and not self.way.case.is_ended

    @property
    def state(self) -> str:
        return record_state(self.way)

    @property
    def waits(self) -> list[tuple[str, bool]]:
        return pending_steps(self.way)

    @property
    def stages(self) -> list[LineStage]:
        return progress.stages_of(self)

    @cached_property
    def step(self) -> NextStep | None:
        return progress.next_step_of(self)

    @cached_property
    def risk_over_time(self) -> Levels | None:
        return progress.risk_over_time(self)

    @cached_property
    def reading(self) -> PalermoResult:
        return self.way.reading

    @property
    def elements(self) -> list[Element]:
        reading = self.reading
        found = {"act": reading.act, "means": reading.means, "purpose": reading.purpose}
        return [
            Element(
                code_lists.label(signs.ELEMENTS, name),
                [signs.said(code) for code in met],
                is_asked=name != "means" or not reading.is_child,
            )
            for name, met in found.items()
        ]

    @cached_property
    def seen(self) -> list[IndicatorObservation]:
        return list(self.way.indicatorobservations.all())[:20]

    @cached_property
    def heard(self) -> list[HeardSigns]:
        return signs_heard(self.way.case, [self.way.person], self.user)

    @cached_property
    def determinations(self) -> list[StatusDetermination]:
        found = self.way.statusdeterminations.select_related("by", "organization", "paper")
        return list(found.prefetch_related("other_views")[:20])

    @cached_property
    def reflection(self) -> ReflectionPeriod | None:
        return self.way.reflectionperiods.first()

    @property
    def days_left(self) -> int:
        return self.reflection.days_left(self.today) if self.reflection else 0

    @property
    def reflection_length(self) -> int:
        period = self.reflection
        return (period.until_on - period.from_on).days if period else 0

    @property
    def reflection_day(self) -> int:
        """Which day of the period it is, from 0 on; its length once it is over."""
        return min(self.reflection_length, max(0, self.reflection_length - self.days_left))

    @property
    def reflection_text(self) -> str:
        """Which day of the period today is, in words; "" where none runs."""
        if self.reflection is None or not self.reflection.is_running(self.today):
            return ""
        day, days = map(formats.number, (self.reflection_day, self.reflection_length))
        return _("Today: day %(day)s of %(days)s") % {"day": day, "days": days}

    @cached_property
    def cooperation(self) -> AuthorityCooperation | None:
        return self.way.authoritycooperations.select_related("by").first()

    @cached_property
    def safety(self) -> SafetyPlan | None:
        return self.way.safetyplans.select_related("by").first()

    @property
    def is_safety_late(self) -> bool:
        return self.way.safety_due_on is None or self.way.safety_due_on < self.today

    @cached_property
    def reviews(self) -> list[RetraffickingReview]:
        """The newest first."""
        return list(self.way.retraffickingreviews.select_related("by")[:5])

    @property
    def is_review_late(self) -> bool:
        return self.way.review_due_on is None or self.way.review_due_on < self.today

    @cached_property
    def testimonies(self) -> list[Testimony]:
        """That they exist; `may_read` where this colleague may also read them."""
        found = list(self.way.testimonys.select_related("by")[:20])
        readable = Testimony.objects.accessible_to(self.user, "read").filter(way=self.way)
        mine = set(readable.values_list("pk", flat=True))
        for testimony in found:
            testimony.may_read = testimony.pk in mine and not testimony.is_erased
        return found

    @cached_property
    def facts(self) -> list[Exploitation]:
        return list(self.way.exploitations.all()[:20])

    @cached_property
    def events(self) -> list[tuple[str, TraffickingEvent]]:
        return [(said("kind", each.kind), each) for each in self.way.traffickingevents.all()[:40]]

    @cached_property
    def perpetrators(self) -> list[tuple[list[str], Perpetrator]]:
        found = self.way.perpetrators.all()[:20]
        return [([said("roles", code) for code in each.roles], each) for each in found]
