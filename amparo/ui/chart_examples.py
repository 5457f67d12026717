"""One chart of each kind for the style guide, with nobody's figures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import formats
from .charts import (
    Area,
    AreaMap,
    Band,
    Bar,
    Bars,
    Chart,
    DotPairs,
    Flow,
    Funnel,
    Hidden,
    LevelPoint,
    Levels,
    Lines,
    LineStage,
    Member,
    Node,
    Pair,
    Pyramid,
    Sankey,
    Series,
    Stage,
    StageState,
    State,
    Tree,
    Union,
    Value,
)

FEW = Hidden(5)


def chart_examples() -> dict[str, object]:
    """What the style guide shows of charts, in the language of this reader."""
    halves = [make() for make in (_bars, _targets, _lines, _levels, _pyramid, _funnel, _pairs)]
    return {
        "chart_halves": halves,
        "chart_wholes": [_family(), _areas(), _needs()],
        "chart_darks": [_in_dark(make) for make in (_targets, _lines, _pairs, _areas, _needs)],
        "chart_stages": _stages(),
        "chart_rows": _rows(),
    }


def _in_dark(make: Callable[[], Chart]) -> Chart:
    chart = make()
    title = _("%(title)s, on a dark page") % {"title": chart.title}
    return replace(chart, name=f"{chart.name}-dark", title=title)


def _bars() -> Bars:
    return Bars(
        name="stages",
        title=_("Open cases by stage"),
        width=480,
        label_name=pgettext("chart", "Stage"),
        value_name=pgettext("chart", "Cases"),
        bars=(
            Bar(pgettext("chart", "Intake"), 14, url="#stages"),
            Bar(pgettext("chart", "Assessment"), 31, url="#stages"),
            Bar(pgettext("chart", "Case plan"), 48, url="#stages"),
            Bar(pgettext("chart", "Follow-up"), 0),
            Bar(pgettext("chart", "Closure"), FEW),
            Bar(pgettext("chart", "Transfer"), None),
        ),
    )


def _targets() -> Bars:
    bars = (("Puerto Alto", 58), ("Los Olivos", 71), ("Villa Sur", 93))
    return Bars(
        name="targets",
        title=_("Urgent needs met in 72 hours, by office"),
        unit="%",
        width=480,
        full=100,
        label_name=pgettext("chart", "Office"),
        value_name=_("Met in time"),
        behind_name=pgettext("chart", "Behind target"),
        bars=tuple(Bar(place, value, target=90) for place, value in bars),
    )


def _lines() -> Lines:
    months = tuple(formats.month_name(number) for number in range(3, 11))
    return Lines(
        name="trend",
        title=_("Complaints answered in time, by month"),
        unit="%",
        width=480,
        target=90,
        points=months,
        point_name=pgettext("chart", "Month"),
        series=(
            Series(pgettext("chart", "By phone"), (82, 80, 77, FEW, 72, 66, 60, 64)),
            Series(pgettext("chart", "In person"), (40, 52, 58, 63, 60, None, 61, 66)),
        ),
    )


def _levels() -> Levels:
    decided = ((date(2026, 9, 3), 2), (date(2026, 9, 20), 3), (date(2026, 10, 30), 1))
    today = date(2026, 11, 28)
    return Levels(
        name="levels",
        title=_("Risk level over time"),
        width=480,
        levels=tuple(formats.band_word(level) for level in ("low", "medium", "high", "critical")),
        points=tuple(LevelPoint(on, formats.day(on), level) for on, level in decided),
        until=LevelPoint(today, formats.day(today), None),
        point_name=pgettext("chart", "Decision"),
        level_name=pgettext("chart", "Level"),
    )


def _pyramid() -> Pyramid:
    bands = (
        ("60+", 20, Hidden(11)),
        ("30–59", 280, 250),
        ("18–29", 240, 170),
        ("12–17", 90, 70),
        ("0–11", 80, 60),
    )
    return Pyramid(
        name="ages",
        title=_("Persons assisted, by age and sex"),
        width=480,
        bands=tuple(Band(*band) for band in bands),
        band_name=pgettext("chart", "Age"),
        left_name=pgettext("chart", "Women"),
        right_name=pgettext("chart", "Men"),
    )


def _funnel() -> Funnel:
    return Funnel(
        name="referrals",
        title=_("Outcome of 420 referrals"),
        width=480,
        label_name=pgettext("chart", "Stage"),
        value_name=pgettext("chart", "Referrals"),
        share_name=_("Of those sent"),
        lost_name=_("Lost since the stage before"),
        stages=(
            Stage(pgettext("chart", "Sent"), 420),
            Stage(pgettext("chart", "Accepted"), 336),
            Stage(pgettext("chart", "Service received"), 247),
            Stage(_("Outcome confirmed with the person"), 190),
        ),
    )


def _pairs() -> DotPairs:
    return DotPairs(
        name="learning",
        title=_("Correct answers before and after the training"),
        unit="%",
        width=480,
        full=100,
        label_name=pgettext("chart", "Topic"),
        before_name=pgettext("chart", "Before"),
        after_name=pgettext("chart", "After"),
        pairs=(
            Pair(_("Trafficking indicators"), 41, 83),
            Pair(_("Where to refer"), 48, 90),
            Pair(_("Speaking without doing harm"), 79, 74),
        ),
    )


def _family() -> Tree:
    return Tree(
        name="family",
        title=pgettext("chart", "A family"),
        description=_("Rosa and her sister; their father has died, their mother is looked for."),
        member_name=pgettext("chart", "Name"),
        detail_name=pgettext("chart", "Situation"),
        from_name=pgettext("chart", "Child of"),
        open_name=_("Looked for, or not to be informed"),
        ended_name=pgettext("chart", "Died"),
        members=(
            Member("hugo", "Hugo", _("father, died 2021"), "HQ", State.ENDED),
            Member("mirna", "Mirna", _("mother, missing"), "MR", State.OPEN),
            Member("oscar", "Óscar", _("not to be informed"), "OS", State.OPEN),
            Member("doris", "Doris", _("aunt, in Villa Sur"), "DR"),
            Member("rosa", "Rosa", _("13 years old"), "RQ", State.MAIN, url="#family"),
            Member("sara", "Sara", _("9 years old, with her aunt"), "SQ"),
        ),
        unions=(
            Union(("hugo", "mirna"), ("rosa", "sara")),
            Union(("mirna", "oscar"), is_open=True),
            Union((), ("mirna", "doris")),
        ),
    )


def _areas() -> AreaMap:
    figures: tuple[tuple[str, Value], ...] = (
        ("Puerto Alto", 340),
        ("Los Olivos", 190),
        ("Bahía Norte", 40),
        ("San Roque", 96),
        ("La Quebrada", Hidden(11)),
        ("Santa Inés", 0),
        ("Cerro Azul", 21),
        ("Paso Real", None),
    )
    return AreaMap(
        name="areas",
        title=_("Persons assisted, by area"),
        area_name=pgettext("chart", "Area"),
        value_name=pgettext("chart", "Persons"),
        areas=tuple(Area(place, value, (_ring(at),)) for at, (place, value) in enumerate(figures)),
    )


def _ring(at: int) -> tuple[tuple[float, float], ...]:
    """An area with four bent sides: one of two rows of four; neighbours share their sides."""
    across, down = at % 4, at // 4
    bend = (0.1, -0.12, 0.14, -0.08, 0.1)
    corners = [
        (x + bend[(x + 2 * y) % 5], -0.8 * y + bend[(2 * x + y) % 5])
        for x, y in (
            (across, down),
            (across + 1, down),
            (across + 1, down + 1),
            (across, down + 1),
        )
    ]
    return tuple(corners)


def _needs() -> Sankey:
    nodes = (
        Node("shelter", 0, pgettext("chart", "Shelter")),
        Node("papers", 0, pgettext("chart", "Documents")),
        Node("health", 0, pgettext("chart", "Health care")),
        Node("municipality", 1, pgettext("chart", "Municipality")),
        Node("registry", 1, pgettext("chart", "Civil registry")),
        Node("nobody", 1, _("No action yet"), is_lost=True),
        Node("met", 2, pgettext("chart", "Need met")),
        Node("unmet", 2, pgettext("chart", "Still unmet"), is_lost=True),
    )
    flows = (
        ("shelter", "municipality", 310),
        ("papers", "registry", 180),
        ("papers", "nobody", 80),
        ("health", "municipality", 190),
        ("municipality", "met", 340),
        ("municipality", "unmet", 160),
        ("registry", "met", 170),
        ("registry", "unmet", 10),
        ("nobody", "unmet", 80),
    )
    return Sankey(
        name="needs",
        title=_("From need to outcome"),
        width=960,
        columns=(
            pgettext("chart", "Need"),
            pgettext("chart", "Action"),
            pgettext("chart", "Outcome"),
        ),
        nodes=nodes,
        flows=tuple(Flow(*flow) for flow in flows),
        source_name=pgettext("chart", "From"),
        target_name=pgettext("chart", "To"),
        value_name=pgettext("chart", "Persons"),
        lost_name=_("Where the chain breaks"),
    )


def _stages() -> list[LineStage]:
    day = formats.day(date(2026, 11, 28))
    return [
        LineStage(pgettext("chart", "Intake"), StageState.DONE, day),
        LineStage(pgettext("chart", "Assessment"), StageState.DONE, day),
        LineStage(pgettext("chart", "Case plan"), StageState.CURRENT, _("to be agreed with Rosa")),
        LineStage(pgettext("chart", "Follow-up"), StageState.NEXT),
        LineStage(pgettext("chart", "Closure"), StageState.NEXT),
    ]


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(name="Lucía Méndez", value=18, limit=25, is_over=False, trend=(9, 12, 18)),
        SimpleNamespace(name="Jean Pierre", value=31, limit=25, is_over=True, trend=(33, 30, 31)),
    ]
