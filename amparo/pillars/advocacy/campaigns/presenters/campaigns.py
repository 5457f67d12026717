"""One campaign as colleagues find it: how far it is, what it reached, changed and cost."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats
from amparo.ui.charts import (
    Bar,
    Bars,
    Chart,
    Hidden,
    Lines,
    LineStage,
    Series,
    StageState,
)

from ...message_bank.models import KeyMessage, PretestWaiver
from ...message_bank.presenters.pretest_charts import pretest_charts
from ..exposure_sources import stated_figures
from ..help_figures import FEW, HelpFigure, figures_of
from ..models import Campaign, Placement
from .audience_reach import AudienceByMethod, audience_reach_by_method
from .survey import Survey, public_survey

State = Campaign.State


@dataclass(frozen=True)
class ChannelCost:
    """What one channel cost, and of how many placements nobody wrote a cost."""

    label: str
    cost: Decimal | None
    unknown: int


@dataclass(frozen=True)
class MessagePretest:
    """The pretests of one message as charts, and its waivers in words."""

    title: str
    charts: list[Chart]
    waived: list[str]


class CampaignPage:
    """What stands on the page of a campaign and in its report. A fixed number of queries.
    `is_report`: of few people asked, nothing is shown.
    """

    few = FEW

    def __init__(self, campaign: Campaign, today: date, *, is_report: bool = False):
        self.campaign, self.today = campaign, today
        self.survey: Survey = public_survey(campaign) if is_report else Survey(campaign)

    # What it is.

    @cached_property
    def messages(self) -> list[Any]:
        """Those it carries; each of their wordings with the name of its language."""
        rows = self.campaign.messages.select_related("approved_by", "by")
        parts = (
            "wordings", "pretests", Prefetch("waivers", PretestWaiver.objects.select_related("by"))
        )  # fmt: skip
        found: list[Any] = list(rows.prefetch_related(*parts).order_by("year", "serial"))
        for wording in chain.from_iterable(each.wordings.all() for each in found):
            wording.language_name = formats.language_name(wording.language)
        return found

    @cached_property
    def placements(self) -> list[Any]:
        """Each with the names of its languages, and whether it should be done by now."""
        rows: list[Any] = list(self.campaign.placements.select_related("message", "place"))
        for each in rows:
            each.campaign = self.campaign
            each.language_names = formats.join_list(
                formats.language_name(code) for code in each.language_codes
            )
            each.is_due = each.state == Placement.State.PLANNED and each.until_on < self.today
        return rows

    @property
    def lede(self) -> str:
        """Objective, what it rests on, for whom."""
        parts = (self.objective_label, self.campaign.evidence, self.audience_label)
        return " · ".join(each for each in parts if each)

    @property
    def objective_label(self) -> str:
        return codes.label("campaign_objective", self.campaign.objective)

    @property
    def audience_label(self) -> str:
        return codes.label("message_audience", self.campaign.audience)

    @cached_property
    def missing(self) -> list[str]:
        """What is missing before it may begin; nothing once it did."""
        if self.campaign.state != State.PLANNED:
            return []
        return self.campaign.missing_for_start()

    @cached_property
    def pretests(self) -> list[MessagePretest]:
        """Of each message: its pretests as charts, and who waived one and why."""
        prefetch_related_objects(self.messages, "replaces__pretests")
        found = []
        for message in self.messages:
            waived = [_waiver_text(each) for each in message.waivers.all()]
            charts = pretest_charts(message)
            if charts or waived:
                found.append(MessagePretest(message.title, charts, waived))
        return found

    # Whom it reached, what it cost, what was asked meanwhile.

    @cached_property
    def audience_reach(self) -> list[AudienceByMethod]:
        return audience_reach_by_method(stated_figures(self.campaign, self.messages))

    @cached_property
    def costs(self) -> list[ChannelCost]:
        known: dict[str, Decimal] = defaultdict(Decimal)
        unknown: dict[str, int] = defaultdict(int)
        for each in self.placements:
            if each.state == Placement.State.CANCELLED:
                continue
            if each.cost is None:
                unknown[each.channel] += 1
            else:
                known[each.channel] += each.cost
        return [
            ChannelCost(codes.label("communication_channel", code), known.get(code),
                        unknown.get(code, 0))
            for code in sorted(known.keys() | unknown.keys())
        ]  # fmt: skip

    @property
    def spent(self) -> Decimal:
        return sum((each.cost for each in self.costs if each.cost is not None), Decimal(0))

    @property
    def unknown_costs(self) -> int:
        return sum(each.unknown for each in self.costs)

    @property
    def is_over_budget(self) -> bool:
        budget = self.campaign.budget
        return budget is not None and self.spent > budget

    @cached_property
    def cost_chart(self) -> Bars | None:
        if not self.campaign.currency or all(each.cost is None for each in self.costs):
            return None
        return Bars(
            name="costs", title=_("Cost by channel"), unit=self.campaign.currency, width=480,
            bars=tuple(Bar(each.label, each.cost) for each in self.costs),
            label_name=pgettext("message", "Channel"), value_name=pgettext("placement", "Cost"),
        )  # fmt: skip

    @cached_property
    def help_figures(self) -> list[HelpFigure]:
        return figures_of(self.campaign, self.today)

    @property
    def help_charts(self) -> list[tuple[HelpFigure, Lines | None]]:
        """Each figure with its picture; without one where every week is withheld."""
        return [
            (each, _help_chart(at, each) if each.is_any_shown else None)
            for at, each in enumerate(self.help_figures)
        ]

    # How far it is.

    @cached_property
    def stages(self) -> list[LineStage]:
        """Evidence, message, pretest, placing, measuring, learning."""
        names = (
            (_("Evidence"), formats_short(self.campaign.evidence), bool(self.campaign.evidence)),
            (pgettext("campaign, stage", "Message"), *self._message_stage()),
            (pgettext("campaign, stage", "Pretest"), *self._pretest_stage()),
            (pgettext("campaign, stage", "Placing"), self._placing_detail(),
             self.campaign.is_over),
            (pgettext("campaign, stage", "Measuring"), _day(self.campaign.measure_day),
             self.campaign.state == State.MEASURED),
            (pgettext("campaign, stage", "Learning"), "", bool(self.campaign.learned)),
        )  # fmt: skip
        here = self._current(tuple(is_done for _name, _detail, is_done in names))
        return [
            LineStage(name, self._state(at, here, is_done), detail)
            for at, (name, detail, is_done) in enumerate(names)
        ]

    def _message_stage(self) -> tuple[str, bool]:
        approved = [each for each in self.messages if each.state == KeyMessage.State.APPROVED]
        count = len(approved)
        words = ngettext("%(count)s approved", "%(count)s approved", count)
        return words % {"count": formats.number(count)}, bool(approved)

    def _pretest_stage(self) -> tuple[str, bool]:
        """Asked how many, or waived by whom; whoever approves a message sees to it."""
        rounds = chain.from_iterable(each.pretests.all() for each in self.messages)
        asked = sum(each.asked for each in rounds if each.discarded_at is None)
        if asked:
            words = ngettext("%(count)s person", "%(count)s people", asked)
            return words % {"count": formats.number(asked)}, True
        if any(each.waivers.all() for each in self.messages):
            return _("waived by name"), True
        return "", False

    def _placing_detail(self) -> str:
        week = self.campaign.week_of(self.today) if self.campaign.is_on_air else None
        if week is not None:
            words = {"week": formats.number(week[0]), "weeks": formats.number(week[1])}
            return _("week %(week)s of %(weeks)s") % words
        return _day(self.campaign.ends_on if self.campaign.is_over else self.campaign.begins_on)

    def _current(self, done: tuple[bool, ...]) -> int:
        """Where it stands: placing once it began, whatever was left out before."""
        if self.campaign.state == State.MEASURED:
            return len(done)
        if self.campaign.is_over:
            return 4
        if self.campaign.has_begun:
            return 3
        return next((at for at in range(3) if not done[at]), 3)

    def _state(self, at: int, here: int, is_done: bool) -> StageState:
        if self.campaign.state == State.CANCELLED:
            return StageState.DONE if at < here and is_done else StageState.STOPPED
        if at < here:
            return StageState.DONE if is_done else StageState.SKIPPED
        if at > here:
            return StageState.NEXT
        return StageState.LATE if self._is_late(at) else StageState.CURRENT

    def _is_late(self, at: int) -> bool:
        day = {3: self.campaign.ends_on, 4: self.campaign.measure_day}.get(at)
        is_due = self.campaign.is_on_air or self.campaign.is_over
        return bool(is_due and day and day < self.today)


def formats_short(words: str) -> str:
    """The beginning of a text, as there is room under a stage."""
    return words if len(words) <= 40 else f"{words[:38].rstrip()}…"


def _day(day: date | None) -> str:
    return formats.day(day) if day else ""


def _waiver_text(waiver: PretestWaiver) -> str:
    words = {"reason": waiver.reason_label, "name": waiver.by.name}
    return _("%(reason)s (%(name)s)") % words


def _help_chart(at: int, figure: HelpFigure) -> Lines:
    return Lines(
        name=f"help-{at}", title=_("%(figure)s by week") % {"figure": figure.label}, width=480,
        points=tuple(formats.day(day) for day, _count in figure.weeks),
        point_name=pgettext("chart", "Week from"),
        series=(
            Series(figure.label,
                   tuple(Hidden(FEW) if count is None else count
                         for _day_of, count in figure.weeks)),
        ),
    )  # fmt: skip
