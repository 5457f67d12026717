"""Boundaries: a file is read within limits and said what it holds; shared edges stay shared."""

import gzip
import json
import re
from datetime import date, timedelta

import pytest
from django.utils import translation
from shapely.geometry import Polygon

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people import tasks
from amparo.foundation.people.boundaries import countries, drawing, files, matching, shapes
from amparo.foundation.people.models import BoundarySet, BoundaryUpload, Place
from amparo.foundation.people.models import boundaries as models


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def square(west, south, size=1.0):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code, ring, **more):
    return {
        "type": "Feature",
        "properties": {"ADM1_PCODE": code, "ADM1_ES": f"Area {code}", **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def as_bytes(content):
    return json.dumps(content).encode()


BOLIVIA = collection(
    feature("BO01", square(-68, -18)), feature("BO02", square(-67, -18)),
    feature("BO03", square(-68, -17)),
)  # fmt: skip


# Reading.


def test_a_file_gives_each_area_with_its_properties_and_polygons():
    first, *others = files.read_file(as_bytes(BOLIVIA))

    assert first.properties == {"ADM1_PCODE": "BO01", "ADM1_ES": "Area BO01"}
    assert first.polygons[0][0][0] == (-68, -18)
    assert len(others) == 2


def test_topojson_is_read_with_the_arcs_that_neighbours_share():
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [-68, -18]},
        "arcs": [
            [[2, 0], [0, 2]],
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]],
        ],
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "BO01"}},
                    {"type": "Polygon", "arcs": [[2, ~0]], "properties": {"code": "BO02"}},
                ],
            }
        },
    }

    west, east = files.read_file(as_bytes(topology))

    assert set(west.polygons[0][0]) == {(-67, -18), (-67, -17), (-68, -17), (-68, -18)}
    assert set(east.polygons[0][0]) == {(-67, -18), (-67, -17), (-66, -17), (-66, -18)}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no GeoJSON"),
        (b"pcode,name\nBO01,La Paz", "no GeoJSON"),
        (b"\xff\xfe\x00", "no GeoJSON"),
        (b"[" * 200_000, "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": ' + b'{"a":' * 100_000, "no GeoJSON"),
        (b"[1, 2]", "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "no GeoJSON"),
        (b"PK\x03\x04 and more", "ZIP file"),
        (b'{"type": "Feature"}', "no list of areas"),
        (b'{"type": "FeatureCollection"}', "no list of areas"),
        (b'{"type": "FeatureCollection", "features": [1]}', "no list of areas"),
        (b'{"type": "FeatureCollection", "features": []}', "no area in this file"),
        (b'{"type": "Topology", "arcs": [[1]], "objects": {}}', "cannot be read"),
        (b'{"type": "Topology", "arcs": [], "objects": {}}', "holds no list of areas"),
        (as_bytes(collection(feature("BO01", square(500_000, 8_000_000)))), "no degrees"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_in_words(data, words):
    with pytest.raises(Refusal, match=words):
        files.read_file(data)


def test_a_file_beyond_its_limits_is_refused_before_it_costs_anything(monkeypatch):
    with pytest.raises(Refusal, match="too large"):
        files.read_file(b" " * (files.MOST_BYTES + 1))
    monkeypatch.setattr(files, "MOST_AREAS", 2)
    with pytest.raises(Refusal, match=r"more than 3,000 areas"):
        files.read_file(as_bytes(BOLIVIA))
    monkeypatch.setattr(files, "MOST_AREAS", 9)
    monkeypatch.setattr(files, "MOST_POINTS", 14)
    with pytest.raises(Refusal, match="points"):
        files.read_file(as_bytes(BOLIVIA))


def test_an_arc_that_is_named_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_POINTS", 5000)
    bomb = {
        "type": "Topology", "arcs": [[[0, 0], [1, 0], [1, 1], [0, 0]]],
        "objects": {"areas": {"geometries": [{"type": "Polygon", "arcs": [[0] * 4000]}]}},
    }  # fmt: skip

    with pytest.raises(Refusal, match="points"):
        files.read_file(as_bytes(bomb))


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        (None, files.NO_SHAPE),
        ({"type": "Point", "coordinates": [-68, -18]}, files.NO_AREA),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}, files.BROKEN),
        ({"type": "Polygon", "coordinates": []}, files.BROKEN),
        ({"type": "Polygon", "coordinates": [[{"x": 1}, [3, 4], [1, 2]]]}, files.BROKEN),
        ({"type": "Polygon", "coordinates": [[["a", "b"], [3, 4], [1, 2]]]}, files.BROKEN),
        ({"type": "MultiPolygon", "coordinates": 7}, files.BROKEN),
        ({"type": "Polygon", "coordinates": [[[1e999, 2], [3, 4], [1, 2]]]}, files.BROKEN),
    ],
)
def test_what_cannot_be_drawn_says_why_and_the_others_are_read(geometry, fault):
    odd = {"type": "Feature", "properties": {"ADM1_PCODE": "BO09"}, "geometry": geometry}
    text = json.dumps(collection(odd, feature("BO01", square(-68, -18)))).replace(
        "Infinity", "1e999"
    )

    bad, good = files.read_file(text.encode())

    assert bad.fault == fault
    assert not bad.polygons
    assert good.polygons
    assert str(files.FAULTS[fault])


# Drawing.


def drawn(content, **more):
    outlines = shapes.outlines_of(files.read_file(as_bytes(content)), "ADM1_PCODE", "ADM1_ES")
    return drawing.draw_map(outlines, **more)


def test_neighbours_share_their_edge_after_simplification():
    """A border with many teeth between two areas: both lose the same ones."""
    border = [[-67 + 0.002 * (at % 2), -18 + at / 400] for at in range(401)]
    west = [[-68, -18], *border, [-68, -17], [-68, -18]]
    east = [[-66, -17], *border[::-1], [-66, -18], [-66, -17]]

    found = shapes.read_rings(drawn(collection(feature("BO01", west), feature("BO02", east))))

    one, other = (Polygon(found[code][1][0]) for code in ("BO01", "BO02"))
    assert len(one.exterior.coords) < 150
    assert one.intersection(other).area == pytest.approx(0, abs=1e-9)
    assert one.union(other).geom_type == "Polygon"
    assert one.intersection(other).length >= 1


def test_an_area_too_small_to_be_seen_stays_as_a_dot():
    city = feature("BO02", square(-67.5, -17.5, 0.002))

    found = drawn(collection(feature("BO01", square(-68, -18, 5)), city))

    assert re.fullmatch(r"M\d+,\d+L\d+,\d+L\d+,\d+Z", found["areas"]["BO02"][1])


def test_a_map_fits_its_budget_however_fine_the_file_is():
    coast = [
        [-68 + at / 5000, -18 - abs(at * 7919 % 997) / 2000] for at in range(20_000)
    ]  # fmt: skip
    ring = [*coast, [-64, -12], [-68, -12], coast[0]]

    found = drawn(collection(feature("BO01", ring), feature("BO02", square(-68, -12))))

    text = json.dumps(found, separators=(",", ":"))
    assert len(gzip.compress(text.encode())) <= drawing.MOST_ZIPPED
    assert sum(path.count(",") for _name, path in found["areas"].values()) <= drawing.MOST_POINTS


def test_rings_come_back_to_where_they_were():
    found = shapes.read_rings(drawn(BOLIVIA))

    name, [ring] = found["BO02"]
    assert name == "Area BO02"
    assert {(round(x, 1), round(y, 1)) for x, y in ring} == {
        (-67, -18), (-66, -18), (-66, -17), (-67, -17)
    }  # fmt: skip


def test_a_country_across_the_day_line_is_drawn_in_one_piece():
    fiji = collection(feature("FJ01", square(179, -18)), feature("FJ02", square(-180, -18)))

    found = shapes.read_rings(drawn(fiji))

    assert {round(x) for _name, [ring] in found.values() for x, _y in ring} == {179, 180, 181}


def test_an_outline_that_crosses_itself_is_mended_and_said():
    bow = [[-68, -18], [-66, -16], [-66, -18], [-68, -16], [-68, -18]]
    content = collection(feature("BO01", bow), feature("BO02", square(-66, -18)))

    found = [drawing.find_crossed(each) for each in files.read_file(as_bytes(content))]
    assert found == [files.CROSSED, ""]
    assert drawn(content)["areas"]["BO01"][1].startswith("M")


def test_a_tangle_is_left_out_before_it_costs_anything():
    tangle = [
        [-68 + at * 7919 % 4001 / 1000, -18 + at * 104729 % 3989 / 1000] for at in range(9000)
    ]
    content = collection(feature("BO01", [*tangle, tangle[0]]), feature("BO02", square(-66, -18)))

    assert drawing.find_crossed(files.read_file(as_bytes(content))[0]) == files.TANGLED
    assert set(drawn(content)["areas"]) == {"BO02"}


def test_shipped_countries_have_iso_codes_and_lie_where_they_are():
    west, south, east, north = countries.box_of("BO")

    assert -70 < west < -69
    assert -23 < south < -22
    assert -58 < east < -57
    assert -10 < north < -9
    assert countries.box_of("SO")[3] > 11  # Somalia undivided
    assert countries.box_of("MT") is None
    text = countries.FILE.read_text()
    assert "world-atlas 2.0.2" in text
    assert "ISC" in text


def test_countries_around_are_those_asked_for_and_what_lies_between():
    near = {each.code for each in countries.countries_around({"CO", "PE"})}
    world = countries.countries_around({"BO", "AF"})

    assert {"CO", "PE", "EC"} <= near
    assert "AF" not in near
    assert {"BO", "AF", "NG"} <= {each.code for each in world}
    assert countries.countries_around({"ZZ"}) == []


# Matching.


def rows(*codes, **more):
    return [{"properties": {"ADM1_PCODE": code, "n": "x", **more}, "fault": ""} for code in codes]


KNOWN = [
    matching.KnownArea(1, "La Paz", "BO02", ""), matching.KnownArea(2, "Oruro", "bo04 ", ""),
    matching.KnownArea(3, "Beni", "", ""),
]  # fmt: skip


def test_areas_are_matched_by_code_whatever_its_case():
    found = matching.Comparison(rows("BO02", "BO04", "BO07", ""), "ADM1_PCODE", "n", KNOWN)

    assert [each.place for each in found.matched] == ["La Paz", "Oruro"]
    assert [each.code for each in found.unknown] == ["BO07"]
    assert len(found.without_code) == 1
    assert [each.name for each in found.missing] == ["Beni"]
    assert found.repeated == []


def test_a_code_on_several_areas_is_found():
    found = matching.Comparison(rows("BO02", "BO02", "bo02"), "ADM1_PCODE", "n", KNOWN)

    assert found.repeated == [("bo02", 3)]


def test_the_likeliest_properties_are_guessed():
    file = [
        {"properties": {"OBJECTID": "1", "ADM0_PCODE": "BO", "ADM1_PCODE": "BO02",
                        "ADM0_ES": "Bolivia", "ADM1_ES": "La Paz"}, "fault": ""},
        {"properties": {"OBJECTID": "2", "ADM0_PCODE": "BO", "ADM1_PCODE": "BO04",
                        "ADM0_ES": "Bolivia", "ADM1_ES": "Oruro"}, "fault": ""},
    ]  # fmt: skip

    assert matching.guess_code(file, 1, KNOWN) == "ADM1_PCODE"
    assert matching.guess_code(file, 1, []) == "ADM1_PCODE"
    assert matching.guess_name(file, 1, "ADM1_PCODE") == "ADM1_ES"


def test_an_area_of_level_2_lies_in_the_region_of_its_place_or_its_code():
    known = [matching.KnownArea(7, "Puerto", "X77", "BO04")]

    assert matching.parent_of("X77", known, ["BO02", "BO04"]) == "BO04"
    assert matching.parent_of("BO0201", known, ["BO", "BO02"]) == "BO02"
    assert matching.parent_of("ZZ1", known, ["BO02"]) == ""


# The record.


@pytest.fixture
def regions(db):
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO", pcode="BO")
    return [
        Place.create(by=None, name=name, kind="region", country="BO", pcode=code, within=country)
        for name, code in (("La Paz", "BO01"), ("Oruro", "BO02"))
    ]


def upload(by, content=BOLIVIA, **more):
    about = {
        "country": "BO", "level": 1, "source": "COD-AB", "licence": "CC BY-IGO",
        "dated_on": date(2020, 5, 14),
    } | more  # fmt: skip
    return BoundaryUpload.upload(as_bytes(content), by=by, office=by.office, **about)


def test_a_set_is_made_of_the_file_and_the_file_goes(data_officer, regions):
    made = upload(data_officer).import_areas(by=data_officer, code="ADM1_PCODE", name="ADM1_ES")

    assert made.is_in_force
    assert made.count == 3
    assert set(made.rings()) == {"BO01", "BO02", "BO03"}
    assert not BoundaryUpload.objects.exists()
    assert AuditEntry.objects.filter(event="boundaries.imported").exists()


def test_a_newer_set_replaces_that_of_before_whose_shapes_go(data_officer, regions):
    first = upload(data_officer).import_areas(by=data_officer, code="", name="")
    second = upload(data_officer).import_areas(by=data_officer, code="", name="")

    first.refresh_from_db()
    assert first.replaced_by == second
    assert first.maps == {}
    assert list(BoundarySet.objects.in_force()) == [second]


def test_what_was_removed_is_drawn_no_more_and_twice_is_once(data_officer, regions):
    made = upload(data_officer).import_areas(by=data_officer, code="", name="")

    made.remove(by=data_officer)
    made.remove(by=data_officer)

    assert not BoundarySet.objects.in_force().exists()
    assert made.rings() == {}
    assert AuditEntry.objects.filter(event="boundaries.removed").count() == 1


def test_an_office_draws_its_own_set_else_that_of_its_head_office(
    data_officer, administrator, regions, other_office
):
    theirs = upload(data_officer).import_areas(by=data_officer, code="", name="")

    assert BoundarySet.objects.chosen_by(data_officer.office) == {("BO", 1): theirs}
    assert BoundarySet.objects.chosen_by(other_office) == {("BO", 1): theirs}
    assert BoundarySet.objects.chosen_by(None) == {("BO", 1): theirs}
    other = BoundarySet.make(
        theirs.maps, by=administrator, office=other_office, country="BO", level=1,
        source="Government", licence="", dated_on=date(2024, 1, 1),
    )  # fmt: skip
    assert BoundarySet.objects.chosen_by(data_officer.office) == {("BO", 1): theirs}
    assert BoundarySet.objects.chosen_by(other_office) == {("BO", 1): other}


def test_level_2_is_a_map_for_each_region(data_officer, regions):
    Place.create(by=None, name="Viacha", kind="town", country="BO", pcode="X1", within=regions[0])
    towns = collection(
        feature("X1", square(-68, -18)), feature("BO0102", square(-67, -18)),
        feature("BO0201", square(-68, -17)), feature("ZZ9", square(-67, -17)),
    )  # fmt: skip

    made = upload(data_officer, towns, level=2).import_areas(by=data_officer, code="", name="")

    assert set(made.maps) == {"BO01", "BO02"}
    assert set(made.rings("BO01")) == {"X1", "BO0102"}
    assert made.rings("BO09") == {}


def test_what_would_be_no_map_is_refused_and_the_file_stays(data_officer, regions):
    twice = upload(
        data_officer,
        collection(feature("BO01", square(-68, -18)), feature("BO01", square(-67, -18))),
    )
    with pytest.raises(Refusal, match="stands on 2 areas"):
        twice.import_areas(by=data_officer, code="ADM1_PCODE", name="ADM1_ES")
    unknown = upload(data_officer, collection(feature("XX01", square(-68, -18))))
    with pytest.raises(Refusal, match="No code of this file"):
        unknown.import_areas(by=data_officer, code="ADM1_PCODE", name="ADM1_ES")
    assert BoundaryUpload.objects.count() == 2
    assert not BoundarySet.objects.exists()


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (collection(feature("BO01", square(10, 50))), {}, "do not lie in Bolivia"),
        (collection(feature("BO01", square(-18, -68))), {}, "exchanged"),
        (collection({"type": "Feature", "properties": {}, "geometry": None}), {}, "has a shape"),
        (BOLIVIA, {"dated_on": date.today() + timedelta(days=9)}, "in the future"),  # noqa: DTZ011
    ],
)
def test_a_file_of_elsewhere_is_refused(data_officer, content, more, words):
    with pytest.raises(Refusal, match=words):
        upload(data_officer, content, **more)
    assert not BoundaryUpload.objects.exists()


def test_a_large_file_is_read_and_drawn_by_a_worker(data_officer, regions, monkeypatch):
    monkeypatch.setattr(models, "LARGE", 10)
    found = upload(data_officer)
    assert found.rows is None

    tasks.read_boundaries.call(str(found.ref))
    found.refresh_from_db()
    assert len(found.rows) == 3
    assert found.import_areas(by=data_officer, code="", name="") is None
    assert found.import_areas(by=data_officer, code="", name="") is None  # twice is once
    tasks.import_boundaries.call(str(found.ref), str(data_officer.ref))
    tasks.import_boundaries.call(str(found.ref), str(data_officer.ref))

    assert BoundarySet.objects.get().count == 3
    assert not BoundaryUpload.objects.exists()


def test_a_large_file_that_cannot_be_read_says_why_on_its_page(data_officer, monkeypatch):
    monkeypatch.setattr(models, "LARGE", 10)
    found = upload(data_officer, {"type": "Feature", "and": "more"})

    tasks.read_boundaries.call(str(found.ref))

    found.refresh_from_db()
    assert found.refusal


def test_a_file_that_nobody_imports_goes_after_a_day(data_officer, regions):
    found = upload(data_officer)
    tasks.delete_boundary_files.call()
    assert BoundaryUpload.objects.exists()

    BoundaryUpload.objects.filter(pk=found.pk).update(at=found.at - models.WAITS * 1.1)
    tasks.delete_boundary_files.call()

    assert not BoundaryUpload.objects.exists()
