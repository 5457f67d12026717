"""Tags: charts, each with its words and its table; the small ones that stand in a row."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from .. import formats
from ..charts import (
    NARROW,
    Chart,
    Hidden,
    LineStage,
    Number,
    Reader,
    StageState,
    Value,
    check_stages,
    describe,
    draw_sparkline,
    draw_target_bar,
)
from . import register

_STAGE_ICONS = {
    StageState.DONE: "check",
    StageState.LATE: "clock",
    StageState.STOPPED: "x",
    StageState.SKIPPED: "minus",
}


def chart_reader() -> Reader:
    """How charts are written in the language of this reader."""
    return Reader(
        number=formats.number,
        hidden_below=_hidden_below,
        hidden=pgettext("chart", "not shown"),
        no_figure=pgettext("chart", "no figure"),
        target=pgettext("chart", "Target"),
        list_separator=formats.language().semicolon,
        is_rtl=get_language_bidi(),
    )


def _hidden_below(limit: int) -> str:
    text = ngettext("fewer than %(count)s", "fewer than %(count)s", limit)
    return text % {"count": formats.number(limit)}


@register.simple_tag(name="chart")
def draw_chart(chart: Chart) -> SafeString:
    """A chart: its picture, its key, what it does not show, and the table behind it."""
    reader = chart_reader()
    table = chart.table(reader)
    key = chart.key(reader)
    has_gaps = not chart.is_empty and None in chart.values()
    parts = {
        "chart": chart,
        "drawings": [] if chart.is_empty else _drawings(chart, reader),
        "description": chart.description or describe(table, reader),
        "table": table,
        "key": key,
        "not_shown": [_explain(value) for value in chart.hidden_values],
        "has_gaps": has_gaps and reader.no_figure not in [entry.text for entry in key],
        "no_figure": reader.no_figure,
    }
    return render_to_string("ui/charts/figure.html", parts)


def _explain(value: Hidden) -> str:
    if value.below is None:
        return _("Not shown: it would reveal a figure that is withheld")
    text = _("Withheld so that nobody is recognized: %(figure)s")
    return text % {"figure": _hidden_below(value.below)}


def _drawings(chart: Chart, reader: Reader) -> list[dict]:
    return [
        {"cut": cut, "drawing": chart.draw(width, reader)}
        for cut, width in (("wide", chart.width), ("narrow", NARROW))
    ]


@register.simple_tag
def sparkline(values: Sequence[Value], title: str) -> SafeString:
    """The trend of a figure, beside that figure. `title` says of what and since when."""
    reader = chart_reader()
    written = reader.list_separator.join(reader.write_out(value) for value in values)
    parts = {"drawing": draw_sparkline(values), "title": title, "description": written}
    return render_to_string("ui/charts/sparkline.html", parts)


@register.simple_tag
def target_bar(
    value: Value, target: Value, title: str, is_behind: bool = False, full: Number = 0
) -> SafeString:
    """A bar in a row, with the mark of its target or limit; the figures stand beside it.

    `full` is the greatest figure of the column, so that its bars compare.
    """
    drawing = draw_target_bar(value, target, full=full, is_behind=is_behind)
    return render_to_string("ui/charts/target_bar.html", {"drawing": drawing, "title": title})


def _say_stage(stages: Sequence[LineStage], here: int) -> str:
    """`Stage 3 of 6: case plan. Next: implementation.` for where the names have no room."""
    about = {
        "number": formats.number(here + 1),
        "count": formats.number(len(stages)),
        "stage": stages[here].label,
    }
    text = _("Stage %(number)s of %(count)s: %(stage)s.") % about
    if here + 1 == len(stages):
        return text
    return f"{text} " + _("Next: %(stage)s.") % {"stage": stages[here + 1].label}


@register.simple_tag
def stage_line(stages: Sequence[LineStage], slim: bool = False) -> SafeString:
    """The stages of something that takes time; slim where many stand in a list."""
    check_stages(list(stages))
    words = {
        StageState.DONE: pgettext("stage", "done"),
        StageState.CURRENT: pgettext("stage", "current"),
        StageState.LATE: pgettext("stage", "overdue"),
        StageState.STOPPED: pgettext("stage", "stopped"),
        StageState.SKIPPED: pgettext("stage", "left out"),
        StageState.NEXT: pgettext("stage", "not begun"),
    }
    lines = [(each, _STAGE_ICONS.get(each.state, ""), words[each.state]) for each in stages]
    here = next((at for at, each in enumerate(stages) if each.is_current), None)
    parts = {
        "stages": lines,
        "is_slim": slim,
        "words": _say_stage(stages, here) if slim and here is not None else "",
        "title": pgettext("chart", "Stages"),
    }
    return render_to_string("ui/charts/stage_line.html", parts)
