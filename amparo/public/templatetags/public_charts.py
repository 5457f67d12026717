"""Charts on public pages, whose style sheet knows none: colours and sizes stand in the picture."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from amparo.ui.charts import NARROW, AreaMap, Chart, describe
from amparo.ui.tags.charts import chart_reader

register = template.Library()

_INK, _SOFT, _LINE, _STRONG_LINE = "#1d2b33", "#4b575d", "#e3dccf", "#847a6c"
_ACT = "#0a5866"
# Of each class of `ui/charts` what a picture for itself needs: fill, stroke, its width and dashes.
_LOOKS: dict[str, dict[str, str]] = {
    "chart-axis": {"stroke": _LINE},
    "chart-zero": {"stroke": _STRONG_LINE},
    "chart-bed": {"fill": _LINE},
    "chart-fill-1": {"fill": _ACT},
    "chart-line-1": {"fill": "none", "stroke": _ACT, "stroke-width": "2.5"},
    "chart-hidden": {"stroke": _STRONG_LINE, "stroke-dasharray": "3 2"},
    "chart-strong": {"fill": _INK, "font-weight": "700"},
    "chart-area": {"stroke": "#fff", "stroke-width": "1.5", "stroke-linejoin": "round"},
    "chart-no-figure": {"fill": "#fff", "stroke": _STRONG_LINE},
    "chart-map-0": {"fill": "#f2ede4"},
    "chart-map-1": {"fill": "#c9dfe1"},
    "chart-map-2": {"fill": "#9cc5ca"},
    "chart-map-3": {"fill": "#6ba3ac"},
    "chart-map-4": {"fill": "#347a87"},
    "chart-map-5": {"fill": _ACT},
    "chart-map-dot": {"fill": _INK, "stroke": "#fff"},
    "chart-on-map": {"fill": _INK},
    "chart-on-map-full": {"fill": "#fff"},
    "chart-on-hatch": {
        "fill": _INK,
        "stroke": "#fff",
        "stroke-width": "3",
        "paint-order": "stroke",
    },
}


@register.simple_tag
def public_chart(chart: Chart) -> SafeString:
    """The picture of a chart as wide as a phone; its table stands on the page."""
    reader = chart_reader()
    drawing = chart.draw(NARROW, reader)
    parts = {
        "chart": chart, "drawing": drawing, "hatch": f"hatch-{chart.name}",
        "description": chart.description or describe(chart.table(reader), reader),
        "shapes": [(each, _look(each)) for each in drawing.shapes],
        "key": [
            (each.text, _LOOKS.get(each.swatch, {}).get("fill", "none"))
            for each in chart.key(reader)
        ] if isinstance(chart, AreaMap) else [],
    }  # fmt: skip
    return render_to_string("public/chart.html", parts)


def _look(shape) -> dict[str, str]:
    """The attributes of a shape; the first class that is known says them."""
    known = {"fill": _SOFT, "font-size": "12"} if shape.kind == "text" else {}
    for name in shape.css.split():
        known |= _LOOKS.get(name, {})
    if getattr(shape, "is_hatched", False):
        known.pop("fill", None)
    return known
