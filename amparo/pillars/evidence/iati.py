"""Figures as a `result` block of IATI 2.03, for the activity file that an office publishes.

One block holds the outputs, another the outcomes. An actual that is hidden has no value and says
so in its comment.
"""

from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from amparo.ui import formats

from .hxl import last_day
from .models import FrozenFigures, Indicator, MonthlyReport
from .outside import PublishedFigures, labels_of

# Code lists ResultType and IndicatorMeasure.
RESULT_TYPES = {Indicator.Level.OUTPUT: "1", Indicator.Level.OUTCOME: "2"}
_MEASURES = {
    Indicator.Unit.NUMBER: "1",
    Indicator.Unit.PERCENT: "2",
    Indicator.Unit.DAYS: "1",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def file_of(report: MonthlyReport, published: PublishedFigures, level: str) -> bytes | None:
    """Returns the block of one level; None where nothing of it may leave."""
    result = etree.Element("result", type=RESULT_TYPES[Indicator.Level(level)])
    result.set("aggregation-status", "false")
    _narrate(result, "title", {code: _title(report, code) for code, _name in settings.LANGUAGES})
    for frozen in report.figures.with_indicator().filter(version__indicator__level=level):
        if not published.is_refused(frozen.version_id):
            result.append(_indicator(report, frozen, published))
    if result.find("indicator") is None:
        return None
    return etree.tostring(result, encoding="UTF-8", xml_declaration=True, pretty_print=True)


outputs_of = partial(file_of, level=Indicator.Level.OUTPUT)
outcomes_of = partial(file_of, level=Indicator.Level.OUTCOME)


def _title(report: MonthlyReport, language: str) -> str:
    with translation.override(language):
        words = {"month": formats.month(report.month), "office": report.office.name}
        return _("Protection figures, %(month)s, %(office)s") % words


def _narrate(parent: etree._Element, tag: str, texts: Mapping[str, str]) -> None:
    element = etree.SubElement(parent, tag)
    for language, text in texts.items():
        narrative = etree.SubElement(element, "narrative")
        narrative.set(_LANGUAGE, language)
        narrative.text = text


def _indicator(
    report: MonthlyReport, frozen: FrozenFigures, published: PublishedFigures
) -> etree._Element:
    version, indicator = frozen.version, frozen.version.indicator
    element = etree.Element("indicator", measure=_MEASURES[Indicator.Unit(indicator.unit)])
    element.set("ascending", "true" if indicator.is_growth_good else "false")
    element.set("aggregation-status", "false")
    _narrate(element, "title", indicator.names)
    if indicator.texts:
        _narrate(element, "description", indicator.texts)
    period = etree.SubElement(element, "period")
    etree.SubElement(period, "period-start").set("iso-date", report.month.isoformat())
    etree.SubElement(period, "period-end").set("iso-date", last_day(report.month).isoformat())
    for name, value in labels_of(version.definition["by"]):
        figure = published.figure(version.pk, name, value)
        actual = etree.SubElement(period, "actual")
        if figure.value is not None:
            actual.set("value", str(figure.value))
        if name:
            etree.SubElement(actual, "dimension", name=name, value=value)
        if figure.value is None:
            _narrate(actual, "comment", _hidden())
    return element


def _hidden() -> dict[str, str]:
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = _("Too few to be shown.")
    return texts
