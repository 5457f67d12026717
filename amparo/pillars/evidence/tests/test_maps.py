"""Maps of figures: whose numbers, what is hidden or unknown, how large, and without boundaries."""

import gzip
import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.directory.models import Mandate
from amparo.foundation.people.boundaries import drawing, shapes
from amparo.foundation.people.models import BoundarySet, Place
from amparo.pillars.evidence import drawings, maps, publishing
from amparo.pillars.evidence.figures import Figures, earlier
from amparo.pillars.evidence.models import Computation, Indicator, StoredFigures
from amparo.ui.charts import Hidden
from amparo.ui.tags.charts import draw_chart

from .made_up_months import figures_of, made_up_people, signed_month

pytestmark = pytest.mark.django_db

FEW = 3
SVG = re.compile(r'<svg class="chart-svg chart-(?:wide|narrow)".*?</svg>', re.DOTALL)


def square(west, south, size=1.0):
    east, north = west + size, south + size
    return ((west, south), (east, south), (east, north), (west, north))


def drawn(**squares):
    return drawing.draw_map(
        shapes.Outline(code, f"Area {code}", ((ring,),)) for code, ring in squares.items()
    )


@pytest.fixture
def country(db):
    return Place.create(by=None, name="Bolivia", kind="country", country="BO", pcode="BO")


@pytest.fixture
def north(country):
    return region("Altiplano Norte", "BO91", country)


@pytest.fixture
def south(country):
    return region("Valles del Sur", "bo92", country)


def region(name, code, country):
    return Place.create(
        by=None, name=name, kind="region", country="BO", pcode=code, within=country
    )


@pytest.fixture
def boundaries(office, data_officer):
    found = drawn(
        BO91=square(-68, -18), BO92=square(-67, -18), BO93=square(-68, -17),
    )  # fmt: skip
    return BoundarySet.make(
        {"": found}, by=data_officer, office=office, country="BO", level=1, source="COD-AB 2020",
        licence="CC BY-IGO", dated_on=date(2020, 5, 14),
    )  # fmt: skip


@pytest.fixture
def month(office):
    return earlier(office.today(), 1)


@pytest.fixture
def signed(north, office, month, data_officer, supervisor):
    """A signed month, of which the first page reads the same figures as stored."""
    people = made_up_people({
        (str(north.pk), "female", "adult"): 1141, (str(north.pk), "male", "child"): FEW,
    })  # fmt: skip
    report = signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)
    indicator = Indicator.objects.get(code="OPT-1")
    computation = Computation.objects.get()
    Computation.objects.update(finished_at=now())
    StoredFigures.objects.create(
        computation=computation, office=office, is_with_branches=False,
        version=indicator.version, figures=figures_of(people, month),
    )  # fmt: skip
    return report


def settings(office, **more):
    return maps.MapSettings(
        name="map", title="Persons assisted", value_name="Persons", office=office, **more
    )


def values_of(chart):
    return {area.label: area.value for area in chart.areas}


# What a map says.


def test_areas_are_drawn_with_their_figures_and_the_rest_differs(office, boundaries, north, south):
    [only] = maps.draw_areas({north.pk: 12}, settings(office)).maps

    assert values_of(only.drawing.chart) == {
        "Altiplano Norte": 12, "Valles del Sur": 0, "Area BO93": None
    }  # fmt: skip
    assert "COD-AB 2020" in only.source


def test_hidden_zero_and_no_figure_look_different_and_a_hidden_number_is_not_there(
    office, boundaries, north, south
):
    found = maps.published_by_area([(north, None), (south, 0)], title="Persons", office=office)

    figure = ElementTree.fromstring(draw_chart(found.maps[0].drawing.chart))  # noqa: S314 - our own
    paths = [each.get("class") for each in figure.find("svg").findall("path")]
    assert [each.removeprefix("chart-area ") for each in paths] == [
        "chart-hidden", "chart-map-0", "chart-no-figure"
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_every_map_is_valid_xml_and_never_mirrored(office, boundaries, north, south, language):
    north.name = "<5 & «norte»"
    north.save()
    with translation.override(language):
        found = maps.draw_areas({north.pk: 1200, south.pk: Hidden(5)}, settings(office))
        html = draw_chart(found.maps[0].drawing.chart)

    figure = ElementTree.fromstring(html)  # noqa: S314 - our own
    first, second, _third = figure.find("svg").findall("path")
    assert first.get("d").startswith("M")
    west = [
        min(float(x) for x in re.findall(r"([\d.]+),", each.get("d"))) for each in (first, second)
    ]
    assert west[0] < west[1]  # the west is on the left in Arabic too
    assert len(figure.findall(".//tbody/tr")) == 3


def test_a_map_of_a_country_with_many_areas_stays_small(office, data_officer, country):
    coast = [
        shapes.Outline(
            f"BO{at:02}", f"Area {at}",
            ((tuple(
                (-68 + at % 6 + x / 90, -18 + at // 6 + (x * 7919 % 97 / 900 if x < 90 else 1))
                for x in (*range(91), 90, 0)
            ),),),
        )
        for at in range(36)
    ]  # fmt: skip
    BoundarySet.make(
        {"": drawing.draw_map(coast)}, by=data_officer, office=office, country="BO", level=1,
        source="Test", licence="CC0", dated_on=date(2020, 1, 1),
    )  # fmt: skip
    places = [region(f"Region {at}", f"BO{at:02}", country) for at in range(36)]

    found = maps.draw_areas({each.pk: each.pk * 7 for each in places}, settings(office))

    page = draw_chart(found.maps[0].drawing.chart)
    assert len(gzip.compress(page.encode())) <= 30_000


def test_without_boundaries_there_is_a_table_and_the_country_is_named(office, north):
    found = maps.draw_areas({north.pk: 12}, settings(office))

    assert not found.maps
    assert found.missing == "Bolivia"
    assert found.rows == (maps.Row("Altiplano Norte", "12"),)


def test_an_area_that_no_boundary_knows_stands_in_a_table(office, boundaries, north, country):
    lost = region("Chaco", "BO99", country)

    found = maps.draw_areas({north.pk: 12, lost.pk: 7}, settings(office))

    assert found.rows == (maps.Row("Chaco", "7"),)
    assert "Chaco" not in values_of(found.maps[0].drawing.chart)


def test_towns_are_drawn_within_their_region_alone(office, data_officer, north, south):
    town = Place.create(
        by=None, name="Puerto Alto", kind="town", country="BO", pcode="BO9101", within=north
    )
    other = Place.create(
        by=None, name="Valle", kind="town", country="BO", pcode="BO9201", within=south
    )
    BoundarySet.make(
        {"BO91": drawn(BO9101=square(-68, -18)), "bo92": drawn(BO9201=square(-67, -18))},
        by=data_officer, office=office, country="BO", level=2, source="COD-AB", licence="",
        dated_on=date(2020, 1, 1),
    )  # fmt: skip
    cells = [[[str(town.pk)], 9, None, None, 9, 0], [[str(other.pk)], 4, None, None, 4, 0]]
    day = {"breakdowns": json.dumps({"area2": cells})}
    figures = Figures({"month": {"2026-10-01": day}})
    indicator = Indicator(code="X", unit="number", names={"en": "Persons"})

    found = maps.indicator_by_town(indicator, figures, date(2026, 10, 1), office, north)

    assert [values_of(each.drawing.chart) for each in found.maps] == [{"Puerto Alto": 9}]


def test_nationalities_are_drawn_with_the_countries_between():
    rows = '{"nationality": [[["CO"], 5, null, null, 5, 0], [["PE"], 2, null, null, 2, 0]]}'
    figures = Figures({"month": {"2026-10-01": {"breakdowns": rows}}})
    indicator = Indicator(code="X", unit="number", names={"en": "Persons"})

    chart = maps.indicator_by_nationality(indicator, figures, date(2026, 10, 1)).chart

    found = values_of(chart)
    assert (found["Colombia"], found["Peru"], found["Ecuador"]) == (5, 2, 0)
    assert len(gzip.compress(draw_chart(chart).encode())) <= 30_000


# Pages.


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


def test_the_first_page_draws_who_was_assisted_by_area(officer, boundaries, signed):
    page = officer.get("/evidence/").text

    assert page.count('class="chart-svg chart-wide"') == 1
    assert "1,144" in page
    assert "do not imply official endorsement" in page
    for svg in SVG.findall(page):
        ElementTree.fromstring(svg)  # noqa: S314 - our own


def test_a_group_is_drawn_alone_and_what_is_not_broken_down_says_so(officer, boundaries, signed):
    children = officer.get("/evidence/?group=children").text
    disabled = officer.get("/evidence/?group=disability").text

    assert "1,144" not in children
    assert "The map shows everybody" not in children
    assert "The map shows everybody" in disabled


def test_without_boundaries_the_page_says_who_can_import_them(
    client, data_officer, supervisor, signed
):
    client.force_login(data_officer)
    own = client.get("/evidence/").text
    client.force_login(supervisor)
    other = client.get("/evidence/").text

    assert "There is no map of Bolivia yet." in own
    assert "/boundaries/new/" in own
    assert "An administrator or data officer can import the boundaries." in other
    assert "/boundaries/new/" not in other


def test_the_page_of_an_indicator_draws_its_areas(officer, boundaries, signed):
    page = officer.get("/evidence/indicators/OPT-1/").text

    assert 'id="chart-map-bo"' in page
    assert officer.get("/evidence/indicators/OPT-1/?area=no-area").status_code == 200


def test_an_institution_sees_the_rounded_number_and_no_other(
    client, boundaries, signed, north, south, administrator
):
    ministry = Organization.found(by=None, name="Ministerio", kind="government")
    home = Office.objects.create(organization=ministry, name="Ministerio", country="BO")
    focal = User.objects.create_user("focal@example.org", "Gonzalo Ibáñez", language="en")
    focal.add_role("official", by=None, office=home)
    Mandate.add(ministry, by=administrator, place=north, since=administrator.office.today())
    publishing.publish_all()
    client.force_login(focal)

    page = client.get("/evidence/published/").text

    figure = page.partition('id="chart-map-bo"')[2].partition("</figure>")[0]
    assert "1,145" in figure or "1,140" in figure
    assert not {"1,144", "1144", "1,141", "1141"} & set(re.findall(r"[\d,]+", figure))


# Kept drawings.


@pytest.fixture
def drawn_charts(monkeypatch):
    """What is drawn from here on, one each time."""
    made = []

    def draw(chart):
        made.append(chart.title)
        return draw_chart(chart)

    monkeypatch.setattr(drawings, "draw_chart", draw)
    return made


def test_the_same_map_is_drawn_once_for_each_language(
    office, boundaries, north, south, drawn_charts
):
    def page(language):
        with translation.override(language):
            return maps.draw_areas({north.pk: 12}, settings(office)).maps[0].drawing.html

    english, again, spanish, arabic = map(page, ["en", "en", "es", "ar"])

    assert len(drawn_charts) == 3
    assert english == again
    assert len({english, spanish, arabic}) == 3


def test_a_kept_map_asks_for_no_shapes(
    office, boundaries, north, django_assert_num_queries, drawn_charts
):
    def page():
        return maps.draw_areas({north.pk: 12}, settings(office)).maps[0].drawing.html

    page()
    with django_assert_num_queries(3):  # places, their siblings, which boundaries
        page()
    assert len(drawn_charts) == 1


def test_another_computation_is_drawn_anew(officer, office, boundaries, signed, month, north):
    before = officer.get("/evidence/").text
    people = made_up_people({(str(north.pk), "female", "adult"): 977})
    stored = StoredFigures.objects.get()
    stored.figures = figures_of(people, month)
    stored.save()

    after = officer.get("/evidence/").text

    assert "1,144" in before
    assert "977" in after.partition('id="chart-map-bo"')[2].partition("</figure>")[0]
    assert "1,144" not in after


def test_other_boundaries_and_other_names_are_drawn_anew(
    office, data_officer, boundaries, north, drawn_charts
):
    def page():
        return maps.draw_areas({north.pk: 12}, settings(office)).maps[0].drawing.html

    before = page()
    BoundarySet.make(
        {"": drawn(BO91=square(-68, -18), BO94=square(-66, -18))}, by=data_officer,
        office=office, country="BO", level=1, source="COD-AB 2026", licence="CC BY-IGO",
        dated_on=date(2026, 5, 14),
    )  # fmt: skip
    moved = page()
    north.name = "Altiplano Sur"
    north.save()

    assert "Area BO94" in moved
    assert "Area BO94" not in before
    assert "Altiplano Sur" in page()
    assert len(drawn_charts) == 3


def test_a_reader_is_shown_no_map_of_another_who_may_see_more(office, boundaries, north, south):
    """What is withheld from one reader is not in what was drawn for another of the same name."""
    whole = maps.published_by_area([(north, 1141), (south, 9)], title="Persons", office=office)
    assert "1,141" in whole.maps[0].drawing.html

    less = maps.published_by_area([(north, None), (south, 9)], title="Persons", office=office)

    assert "1,141" not in less.maps[0].drawing.html
