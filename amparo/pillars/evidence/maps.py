"""Maps of figures: by area, on the boundaries that an office imported; by country of nationality.

What a map is given is what its reader may see: an exact figure inside the office, and for others
the rounded number of a publication, where a withheld one is `Hidden` and its value is not here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import Office
from amparo.foundation.people.boundaries import countries
from amparo.foundation.people.boundaries.matching import same
from amparo.foundation.people.models import BoundarySet, Place
from amparo.foundation.people.models.boundaries import Level
from amparo.ui import formats
from amparo.ui.charts import Area, AreaMap, Hidden, Value
from amparo.ui.tags.charts import chart_reader

from .drawings import Drawing
from .engine import Period
from .figures import Figures
from .models import Indicator
from .presenters import GROUPS, value_of

MOST_MAPS = 3


@dataclass(frozen=True)
class DrawnMap:
    """A map, and where its outlines come from."""

    drawing: Drawing
    source: str
    day: str


@dataclass(frozen=True)
class Row:
    """An area that is on no map, and its figure in words."""

    name: str
    text: str


@dataclass(frozen=True)
class AreaFigures:
    """Figures by area: maps, what stands on none of them, and countries without boundaries."""

    title: str
    maps: tuple[DrawnMap, ...] = ()
    rows: tuple[Row, ...] = ()
    missing: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.maps or self.rows)


@dataclass(frozen=True, kw_only=True)
class MapSettings:
    """What is to be drawn: its words, the office that draws it, and where an area leads."""

    name: str
    title: str
    value_name: str
    office: Office | None
    unit: str = ""
    # Of a place that is listed and has no figure: zero where everybody was counted.
    others: Value = 0
    url: Callable[[Place], str] = lambda place: ""
    note: str = ""


def draw_areas(values: Mapping[int, Value], settings: MapSettings) -> AreaFigures:
    """Maps of level 1 of the countries in which the areas of `values` lie, by keys of places."""
    places = Place.objects.filter(pk__in=values)
    codes = sorted({each.country for each in places})
    listed = list(Place.objects.filter(kind=Place.Kind.REGION, country__in=codes))
    return _draw(values, listed, Level.ONE, settings)


def draw_towns(values: Mapping[int, Value], region: Place, settings: MapSettings) -> AreaFigures:
    """The map of level 2 of one region."""
    listed = list(Place.objects.filter(kind=Place.Kind.TOWN, within=region))
    return _draw(values, listed, Level.TWO, settings, region)


def _draw(
    values: Mapping[int, Value], listed: list[Place], level: int, settings: MapSettings,
    region: Place | None = None,
) -> AreaFigures:  # fmt: skip
    sets = BoundarySet.objects.chosen_by(settings.office)
    by_country: dict[str, list[Place]] = {}
    for place in listed:
        by_country.setdefault(place.country, []).append(place)
    maps: list[DrawnMap] = []
    drawn: set[int] = set()
    missing: list[str] = []
    for country in sorted(by_country, key=formats.country_name):
        if len(maps) == MOST_MAPS:
            break
        found = sets.get((country, level))
        if found is None:
            missing.append(formats.country_name(country))
            continue
        parent = region.pcode if region else ""
        drawing = _map_of(found, by_country[country], values, settings, region)
        if drawing is None:
            continue
        maps.append(DrawnMap(drawing, found.source, formats.day(found.dated_on)))
        codes = {same(code) for code in _names_of(found, parent)}
        drawn |= {place.pk for place in by_country[country] if same(place.pcode) in codes}
    rows = [
        Row(place.name, chart_reader().write_out(values[place.pk], settings.unit))
        for place in listed
        if place.pk not in drawn and place.pk in values
    ]
    return AreaFigures(
        settings.title, tuple(maps), tuple(sorted(rows, key=lambda row: row.name)),
        formats.join_list(missing), settings.note,
    )  # fmt: skip


def _map_of(
    found: BoundarySet, places: list[Place], values: Mapping[int, Value], settings: MapSettings,
    region: Place | None,
) -> Drawing | None:  # fmt: skip
    known = {same(place.pcode): place for place in places if place.pcode}
    parent = region.pcode if region else ""
    areas: dict[str, tuple[str, Value, str]] = {}
    for code, name in _names_of(found, parent).items():
        place = known.get(same(code))
        value = values.get(place.pk, settings.others) if place else None
        areas[code] = place.name if place else name, value, settings.url(place) if place else ""
    if not areas or all(value is None for _label, value, _url in areas.values()):
        return None
    words: dict[str, Any] = {
        "name": f"{settings.name}-{found.country.lower()}",
        "title": _("%(title)s: %(place)s")
        % {
            "title": settings.title,
            "place": region.name if region else formats.country_name(found.country),
        },
        "area_name": pgettext("area", "Area"), "value_name": settings.value_name,
        "unit": settings.unit,
    }  # fmt: skip
    drawn_from = (str(found.ref), parent, areas, words)
    return Drawing(drawn_from, partial(_make_map, found, parent, areas, words))


def _make_map(
    found: BoundarySet, parent: str, areas: Mapping[str, tuple[str, Value, str]],
    words: Mapping[str, Any],
) -> AreaMap:  # fmt: skip
    rings = found.rings(parent)
    placed = (
        Area(label, value, rings[code][1], url) for code, (label, value, url) in areas.items()
    )
    return AreaMap(areas=tuple(placed), **words)


def _names_of(found: BoundarySet, parent: str) -> dict[str, str]:
    """The areas of a map, code and name, by code. Kept: a set in force is never changed, and its
    shapes take longer to read than all else.
    """

    def read() -> dict[str, str]:
        return {code: name for code, (name, _rings) in sorted(found.rings(parent).items())}

    return caches["drawings"].get_or_set(f"{found.ref}:{parent}", read) or {}


# Figures of an office.


def persons_by_area(
    indicator: Indicator, figures: Figures, month: date, group: str, office: Office
) -> AreaFigures | None:
    """Of the first page: who was assisted in the month by area, or one group of them."""
    name, value = GROUPS.get(group, ("", ""))
    cut = tuple(sorted(filter(None, ("area1", name))))
    cells = figures.cells(Period.MONTH, month, cut)
    note = ""
    if name and not cells:
        cells = figures.cells(Period.MONTH, month, ("area1",))
        name, cut = "", ("area1",)
        note = _("The map shows everybody: this figure is not broken down so by area.")
    at = cut.index("area1")
    found = {
        each.values[at]: each.count for each in cells if not name or each.values[1 - at] == value
    }
    nowhere = found.pop("", 0)
    if nowhere:
        note = f"{note} {_without_area(nowhere)}".strip()
    if not any(cells):
        return None
    return draw_areas(
        {int(key): count for key, count in found.items() if key.isdecimal()},
        MapSettings(
            name="map", title=_("%(indicator)s by area") % {"indicator": indicator.name},
            value_name=indicator.name, office=office, note=note,
        ),
    )  # fmt: skip


def _without_area(count: int) -> str:
    return _("On no map because their area was not recorded: %(count)s.") % {
        "count": formats.number(count)
    }


def _values(indicator: Indicator, figures: Figures, month: date, name: str) -> dict[int, Value]:
    cells = figures.cells(Period.MONTH, month, (name,))
    return {
        int(each.values[0]): value_of(indicator, each)
        for each in cells
        if each.values[0].isdecimal()
    }


def indicator_by_area(
    indicator: Indicator, figures: Figures, month: date, office: Office, *, query: str,
    with_towns: bool,
) -> AreaFigures | None:  # fmt: skip
    """Of one indicator: its figures by area. `query` is what a link to a region carries along."""
    values = _values(indicator, figures, month, "area1")
    if not values:
        return None

    def url(place: Place) -> str:
        page = reverse("evidence:indicator", args=[indicator.code])
        return f"{page}?{query}&area={place.ref}#towns" if with_towns else ""

    return draw_areas(values, _settings(indicator, "map", indicator.name, office, url=url))


def indicator_by_town(
    indicator: Indicator, figures: Figures, month: date, office: Office, region: Place
) -> AreaFigures | None:
    """Of one indicator: its figures by town within a region."""
    values = _values(indicator, figures, month, "area2")
    inside = set(Place.objects.filter(within=region).values_list("pk", flat=True))
    values = {key: value for key, value in values.items() if key in inside}
    settings = _settings(indicator, "towns", region.name, office)
    return draw_towns(values, region, settings) if values else None


def _settings(
    indicator: Indicator, name: str, title: str, office: Office,
    url: Callable[[Place], str] = lambda place: "",
) -> MapSettings:  # fmt: skip
    is_counted = indicator.unit not in (Indicator.Unit.PERCENT, Indicator.Unit.DAYS)
    return MapSettings(
        name=name, title=title, value_name=indicator.name, office=office,
        unit="%" if indicator.unit == Indicator.Unit.PERCENT else "",
        others=0 if is_counted else None, url=url,
    )  # fmt: skip


def indicator_by_nationality(
    indicator: Indicator, figures: Figures, month: date
) -> Drawing | None:
    """Of one indicator: its figures by country of nationality, with the countries between them."""
    cells = figures.cells(Period.MONTH, month, ("nationality",))
    values: dict[str, Value] = {each.values[0]: value_of(indicator, each) for each in cells}
    settings = _settings(indicator, "nationalities", indicator.name, Office())
    has_shape = countries.codes_with_shape()
    if not any(
        isinstance(value, int | float) and value and code in has_shape
        for code, value in values.items()
    ):
        return None
    words: dict[str, Any] = {
        "name": "nationalities", "title": _("By nationality"), "area_name": _("Nationality"),
        "value_name": indicator.name, "unit": settings.unit,
    }  # fmt: skip

    def make() -> AreaMap:
        areas = (
            Area(
                formats.country_name(each.code), values.get(each.code, settings.others), each.rings
            )
            for each in countries.countries_around(set(values))
        )
        return AreaMap(areas=tuple(areas), **words)

    return Drawing((values, settings.others, words), make)


# Numbers that others were given.


def published_by_area(
    numbers: Iterable[tuple[Place, int | None]], *, title: str, office: Office,
    others: Value = None,
) -> AreaFigures:  # fmt: skip
    """Rounded numbers of areas; None is a number that is withheld. `others` is shown of areas that
    are not among them: no figure, where they lie outside the territory of the reader.
    """
    values: dict[int, Value] = {
        place.pk: Hidden() if number is None else number for place, number in numbers
    }
    settings = MapSettings(name="map", title=title, value_name=title, office=office, others=others)
    return draw_areas(values, settings)
