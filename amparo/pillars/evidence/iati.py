"""Figures as a `result` block of IATI 2.03, for the activity file that an office publishes.

One block holds the outputs, another the outcomes: first what the office did, then each indicator
of the results frameworks of its projects, with its baseline and targets; among the outcomes also
published indicators that others report (`reported_indicators`). An actual that is hidden has no
value and says so in its comment.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from amparo.foundation.core.extension_points import reported_indicators
from amparo.foundation.core.measures import ReportedIndicator
from amparo.ui import formats

from .hxl import last_day
from .models import FrozenFigures, Indicator, MonthlyReport, ResultIndicator, Target
from .outside import PublishedFigures, labels_of
from .project_totals import label_of, measured_by_projects

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
    for chosen in measured_by_projects(report):
        if chosen.result.level == level:
            result.append(_indicator_of_project(report, chosen, published))
    if level == Indicator.Level.OUTCOME:
        result.extend(_indicator_reported(report, each) for each in _reported(report))
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


def _indicator_of_project(
    report: MonthlyReport, chosen: ResultIndicator, published: PublishedFigures
) -> etree._Element:
    """An indicator of a results framework: its baseline, its targets, and the month."""
    indicator, result = chosen.indicator, chosen.result
    element = etree.Element("indicator", measure=_MEASURES[Indicator.Unit(indicator.unit)])
    element.set("ascending", "true" if indicator.is_growth_good else "false")
    element.set("aggregation-status", "false")
    names = {language: f"{result.project.code}: {name}" for language, name in
             indicator.names.items()}  # fmt: skip
    _narrate(element, "title", names)
    language = settings.LANGUAGE_CODE[:2]
    _narrate(element, "description", {language: f"{result.project.title}: {result.text}"})
    if chosen.baseline is not None and chosen.baseline_on is not None:
        baseline = etree.SubElement(element, "baseline", year=str(chosen.baseline_on.year))
        baseline.set("iso-date", chosen.baseline_on.isoformat())
        baseline.set("value", f"{chosen.baseline.normalize():f}")
    month = (report.month, last_day(report.month))
    targets = list(chosen.targets.filter(replaced_by=None).select_related("place"))
    periods = dict.fromkeys([*((each.starts_on, each.ends_on) for each in targets), month])
    for starts_on, ends_on in sorted(periods):
        period = etree.SubElement(element, "period")
        etree.SubElement(period, "period-start").set("iso-date", starts_on.isoformat())
        etree.SubElement(period, "period-end").set("iso-date", ends_on.isoformat())
        for each in targets:
            if (each.starts_on, each.ends_on) == (starts_on, ends_on):
                _target(period, each)
        if (starts_on, ends_on) == month:
            _actual_of_project(period, report, chosen, published)
    return element


def _reported(report: MonthlyReport) -> Iterator[ReportedIndicator]:
    for provide in reported_indicators:
        yield from provide(report.office, last_day(report.month))


def _indicator_reported(report: MonthlyReport, said: ReportedIndicator) -> etree._Element:
    """One that others report: its baseline, its target by its day, and the month."""
    is_growth_good = said.baseline is None or said.target >= said.baseline
    element = etree.Element("indicator", measure=_MEASURES[Indicator.Unit.NUMBER])
    element.set("ascending", "true" if is_growth_good else "false")
    element.set("aggregation-status", "false")
    _narrate(element, "title", said.titles)
    if said.descriptions:
        _narrate(element, "description", said.descriptions)
    if said.baseline is not None:
        baseline = etree.SubElement(element, "baseline", year=str(said.starts_on.year))
        baseline.set("iso-date", said.starts_on.isoformat())
        baseline.set("value", f"{said.baseline.normalize():f}")
    month = (report.month, last_day(report.month))
    due = (said.starts_on, said.ends_on) if said.ends_on else month
    for starts_on, ends_on in sorted({month, due}):
        period = etree.SubElement(element, "period")
        etree.SubElement(period, "period-start").set("iso-date", starts_on.isoformat())
        etree.SubElement(period, "period-end").set("iso-date", ends_on.isoformat())
        if (starts_on, ends_on) == due:
            etree.SubElement(period, "target", value=f"{said.target.normalize():f}")
        if (starts_on, ends_on) == month:
            actual = etree.SubElement(period, "actual")
            if said.actual is not None:
                actual.set("value", f"{said.actual.normalize():f}")
            _narrate(actual, "comment", said.sources)
    return element


def _target(period: etree._Element, target: Target) -> None:
    said = etree.SubElement(period, "target", value=f"{target.value.normalize():f}")
    if target.place:
        etree.SubElement(said, "dimension", name="area", value=target.place.name)


def _actual_of_project(
    period: etree._Element, report: MonthlyReport, chosen: ResultIndicator,
    published: PublishedFigures,
) -> None:  # fmt: skip
    """What was reached in the month; nothing where it is not counted by project."""
    versions = report.figures.filter(version__indicator=chosen.indicator)
    labels = [label_of(chosen, each.version_id) for each in versions]
    for label in labels:
        if published.has_project(label):
            number = published.of_project(label)
            actual = etree.SubElement(period, "actual")
            if number is None:
                _narrate(actual, "comment", _hidden())
            else:
                actual.set("value", str(number))


def _hidden() -> dict[str, str]:
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = _("Too few to be shown.")
    return texts
