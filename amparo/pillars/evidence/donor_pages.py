"""What the pages and files of a donor's sheet show: what was composed, and no counted figure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.foundation.core.models import User
from amparo.foundation.disclosure_control.reason_texts import REASON_TEXTS
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.ui import formats

from .dates import quarter
from .labels import labels_for, name_of
from .models import DonorAgreement, DonorSheet, Indicator
from .models.results import ResultLevel
from .presenters import Scope, percent_text
from .release_pages import heading_of

_OWN_REASONS: dict[str, Promise] = {
    "changed": gettext_lazy("The figures are not those that were frozen. Ask for a check."),
    "not-counted": gettext_lazy("This indicator was not counted in this month."),
}


def time_of(sheet: DonorSheet) -> str:
    """The month or quarter that a sheet is about."""
    said = quarter if sheet.agreement.is_quarterly else formats.month
    return said(sheet.month)


def reason_text(code: str) -> str:
    """Why a figure or a sheet is not there: what is wrong, what to do."""
    return str(_OWN_REASONS.get(code) or REASON_TEXTS[Reason(code)])


@dataclass(frozen=True)
class ShownTarget:
    """A target, and how much of it was reached until the end of the month; None: not shown."""

    # The whole project where no area is named.
    area: str
    period: str
    target: Decimal
    reached: int | None
    share: int | None
    is_behind: bool
    text: str  # "24 of 60"

    @property
    def place_and_time(self) -> str:
        return formats.join_list([each for each in (self.area, self.period) if each])

    @property
    def shown_share(self) -> str:
        return "" if self.share is None else percent_text(formats.number(self.share))


@dataclass(frozen=True)
class SheetRow:
    """One indicator of one result in the month."""

    level: str
    result: str
    indicator: Indicator
    baseline: str
    value: int | None
    shown: str
    why: str
    note: str
    targets: tuple[ShownTarget, ...]
    version: str


@dataclass(frozen=True)
class Persons:
    """One breakdown of the persons of the project: each category with its number."""

    indicator: Indicator
    title: str
    cells: tuple[tuple[str, int | None], ...]

    @property
    def heading(self) -> str:
        return heading_of(self.indicator, self.title)

    @property
    def is_shown(self) -> bool:
        """Whether any number of it is."""
        return any(number is not None for _label, number in self.cells)


class DonorSheetPage:
    """One sheet, in the reader's language."""

    def __init__(self, sheet: DonorSheet, user: User):
        self.sheet, self.user = sheet, user
        self.content: dict[str, Any] = sheet.content or {}

    @property
    def title(self) -> str:
        words = {"project": self.project, "month": self.month_name}
        return _("%(project)s: %(month)s") % words

    @property
    def project(self) -> str:
        said = self.content.get("agreement")
        return said["project"] if said else self.sheet.agreement.project.code

    @property
    def agreement(self) -> dict[str, str]:
        return self.content.get("agreement", {})

    @property
    def until(self) -> str:
        return formats.with_year(date.fromisoformat(self.agreement["until"]))

    @property
    def month_name(self) -> str:
        """The month or quarter that it is about."""
        return time_of(self.sheet)

    @property
    def office(self) -> str:
        return Scope(self.sheet.office, False).name

    @cached_property
    def is_intact(self) -> bool:
        return self.sheet.is_intact

    @property
    def refusal(self) -> str:
        code = self.sheet.refused_because
        return reason_text(code) if code else ""

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        codes = [each["indicator"] for each in self.content.get("rows", ())]
        return {each.code: each for each in Indicator.objects.filter(code__in=codes)}

    @cached_property
    def rows(self) -> list[SheetRow]:
        return [self._row(each) for each in self.content.get("rows", ())]

    def _row(self, said: dict[str, Any]) -> SheetRow:
        indicator = self._indicators[said["indicator"]]
        value, base = said.get("figure") or (None, None)
        why = reason_text(said["why"]) if said.get("why") else ""
        is_share = indicator.unit == Indicator.Unit.PERCENT
        note = "" if said.get("is_by_project", True) else _(
            "Counts all that the office does: this figure knows no project."
        )  # fmt: skip
        return SheetRow(
            str(ResultLevel(said["level"]).label), said["result"], indicator,
            _baseline(said["baseline"]), value, _shown(value, base, is_share=is_share), why, note,
            tuple(_target(each, indicator) for each in said["targets"]),
            said.get("version", ""),
        )  # fmt: skip

    @cached_property
    def persons(self) -> list[Persons]:
        """The breakdowns, each indicator once."""
        found: dict[str, list[Persons]] = {}
        for said in self.content.get("rows", ()):
            if said["indicator"] in found:
                continue
            indicator = self._indicators[said["indicator"]]
            found[said["indicator"]] = [
                Persons(
                    indicator, name_of("services", name),
                    tuple(
                        (labels_for("services", name, ())(value), number)
                        for value, number in cells
                    ),
                )
                for name, cells in (said.get("by") or {}).items()
            ]  # fmt: skip
        return [each for parts in found.values() for each in parts]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Which agreed breakdowns are not there: name of the indicator, their names."""
        found = {}
        for said in self.content.get("rows", ()):
            names = [name_of("services", each) for each in said.get("left_out", ())]
            if names and said.get("is_by_project"):
                found[self._indicators[said["indicator"]].name] = formats.join_list(names)
        return list(found.items())

    @property
    def money(self) -> dict[str, Any] | None:
        return self.content.get("money")

    @property
    def currency(self) -> str:
        return self.money["currency"] if self.money else ""

    @cached_property
    def funds(self) -> list[dict[str, Any]]:
        if not self.money:
            return []
        sums = ("budget", "spent", "committed")
        return [
            each | {name: Decimal(each[name]) for name in sums} for each in self.money["funds"]
        ]

    @property
    def money_day(self) -> str:
        return formats.with_year(date.fromisoformat(self.money["on"])) if self.money else ""

    @property
    def cost_per_person(self) -> Decimal | None:
        said = self.money and self.money["per_person"]
        return Decimal(said) if said else None

    @property
    def month_spent(self) -> Decimal | None:
        said = self.money and self.money["month"]
        return Decimal(said) if said else None

    @property
    def short_sources(self) -> list[tuple[str, str]]:
        """The same, with no code longer than sixteen letters: a telephone is narrow."""
        return [
            (head, " ".join(word[:16] if len(word) == 64 else word for word in said.split(" ")))
            for head, said in self.sources
        ]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Where the figures come from, and who answers for them."""
        said, sheet = self.content.get("sources", {}), self.sheet
        found = []
        for head, name in (
            (pgettext("report, column", "Frozen"), "frozen"), (_("Figures signed"), "signed"),
        ):  # fmt: skip
            if said.get(f"{name}_at"):
                moment = datetime.fromisoformat(said[f"{name}_at"])
                found.append((head, _by(said[f"{name}_by"], moment)))
        if sheet.composed_at:
            found.append((_("Sheet composed"), _by(sheet.by.name, sheet.composed_at)))
        if sheet.signed_by and sheet.signed_at:
            found.append((_("Sheet signed and sent"), _by(sheet.signed_by.name, sheet.signed_at)))
        if sheet.digest:
            found.append((pgettext("report", "Digest"), sheet.digest))
        if said.get("block"):
            block = f"{formats.number(said['block'])} {said['block_head']}"
            found.append((_("Block of the audit log"), block))
        return found

    @property
    def may_sign(self) -> bool:
        is_open = self.sheet.is_composed and self.sheet.by_id != self.user.pk
        return is_open and "donor.sign" in self.user.permissions

    @property
    def may_withdraw(self) -> bool:
        is_open = self.sheet.state in ("composed", "sent")
        return is_open and "donor.sign" in self.user.permissions

    @property
    def is_for_reader(self) -> bool:
        """Whether who looks at it reads for the donor, and opens neither project nor agreement."""
        return "project.see" not in self.user.permissions


def _by(name: str, moment: datetime) -> str:
    at = localtime(moment)
    # The name keeps its own direction beside a date of another.
    moment_text = (formats.with_year(at.date()), formats.clock(at))
    return formats.join_list((f"\u2068{name}\u2069", *moment_text))


def _baseline(said: list[str] | None) -> str:
    if not said:
        return ""
    words = {
        "value": formats.number(Decimal(said[0])),
        "day": formats.with_year(date.fromisoformat(said[1])),
    }
    return _("%(value)s on %(day)s") % words


def _shown(value: int | None, base: int | None, *, is_share: bool) -> str:
    if value is None:
        return ""
    if not is_share:
        return formats.number(value)
    return percent_text(formats.number(value))


def _target(said: dict[str, Any], indicator: Indicator) -> ShownTarget:
    reached, _base = said["reached"]
    goal, is_share = Decimal(said["value"]), indicator.unit == Indicator.Unit.PERCENT
    share = None
    if reached is not None and goal and not is_share:
        share = round(100 * reached / goal)
    period = _("%(start)s to %(end)s") % {
        "start": formats.with_year(date.fromisoformat(said["starts_on"])),
        "end": formats.with_year(date.fromisoformat(said["ends_on"])),
    }
    is_behind = reached is not None and (
        reached < goal if indicator.is_growth_good else reached > goal
    )
    text = "" if reached is None else _("%(reached)s of %(target)s") % {
        "reached": _shown(reached, None, is_share=is_share),
        "target": _shown_target(goal, is_share=is_share),
    }  # fmt: skip
    return ShownTarget(said.get("area", ""), period, goal, reached, share, is_behind, text)


def _shown_target(goal: Decimal, *, is_share: bool) -> str:
    said = formats.number(goal.normalize() if goal != goal.to_integral() else int(goal))
    return percent_text(said) if is_share else said


# The panel of a project.


def panel_of(project, user: User) -> dict[str, Any]:
    """What `evidence/donor_panel.html` shows: the agreements of a project, with their sheets."""
    agreements = list(
        DonorAgreement.objects.filter(project=project)
        .accessible_to(user)
        .select_related("recipient")
        .prefetch_related("sheets")
    )
    for agreement in agreements:
        for sheet in (sheets := list(agreement.sheets.all())):
            sheet.agreement = agreement
        agreement.sheets_by_time = [(each, time_of(each)) for each in sheets]
    return {
        "project": project, "agreements": agreements,
        "may_agree": "donor.agree" in user.permissions,
        "may_compose": "donor.compose" in user.permissions,
    }  # fmt: skip
