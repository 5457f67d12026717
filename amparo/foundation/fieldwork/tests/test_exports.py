"""All answers to a form, as a file that says the same in each of its formats."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.models import Form

from . import sample_submissions
from .exported_files import csv_tables, json_lines, parquet_tables, take, xlsx_tables

pytestmark = pytest.mark.django_db
PLAIN = {"place", "age", "needs", "day", "start"}


@pytest.fixture
def version(db):
    return sample_submissions.uploaded()


@pytest.fixture
def sets(version, office, caseworker):
    """One as it should be, one that is odd."""
    return [
        sample_submissions.sent(version, inside, office=office, by=caseworker, name=name)
        for name, inside in (("1", sample_submissions.GOOD), ("2", sample_submissions.ODD))
    ]


@pytest.fixture
def here(client, supervisor, version):
    client.force_login(supervisor)
    return client


def test_as_json_each_answer_is_of_its_own_type(here, version, sets):
    good, odd = json_lines(take(here, version, "json"))
    assert good["answers"] == {
        "start": "2026-05-01T12:00:00-04:00", "place": "border", "age": 31,
        "weight": Decimal("61.5"), "name": "Amina", "needs": ["water", "bed"],
        "day": "2026-05-01", "story": "She walked for a week.", "photo": None,
        "spot": {"type": "Point", "coordinates": [Decimal("-68.8511"), Decimal("-16.2102"), 3800],
                 "accuracy": 5},
        "child": [{"called": "Sami", "years": 4}, {"called": "Lea", "years": 7}],
    }  # fmt: skip
    assert (good["ref"], good["odd"], good["state"]) == (str(sets[0].ref), [], "kept")
    assert odd["state"] == "odd"
    assert set(odd["odd"]) == {"age", "years"}
    assert odd["answers"]["child"][1]["years"] == "seven"


def test_as_csv_repeated_groups_are_further_tables(here, version, sets):
    tables = csv_tables(take(here, version, "csv"))
    good, odd = tables["data"]
    assert good["age"] == "31"
    assert Decimal(good["weight"]) == Decimal("61.50")
    assert good["needs"] == "water bed"
    assert (good["spot_latitude"], good["spot_longitude"]) == ("-16.2102", "-68.8511")
    assert (good["spot_altitude"], good["spot_accuracy"]) == ("3800.0", "5.0")
    assert odd["_odd"].split()[0] == "age"
    assert [tuple(row.values()) for row in tables["child"]] == [
        (str(sets[0].ref), "1", "Sami", "4"), (str(sets[0].ref), "2", "Lea", "7"),
        (str(sets[1].ref), "1", "Sami", "4"), (str(sets[1].ref), "2", "Lea", "seven"),
    ]  # fmt: skip


def test_as_xlsx_numbers_and_days_are_numbers_and_days(here, version, sets):
    tables = xlsx_tables(take(here, version, "xlsx"))
    good = tables["data"][0]
    assert (good["age"], good["weight"], good["needs"]) == (31, 61.5, "water bed")
    assert good["day"] == datetime(2026, 5, 1)  # noqa: DTZ001 - a sheet knows no zones
    assert good["start"] == datetime(2026, 5, 1, 12)  # noqa: DTZ001
    assert (good["spot_latitude"], good["spot_longitude"]) == (-16.2102, -68.8511)
    assert [row["years"] for row in tables["child"]] == [4, 7, 4, "seven"]


def test_as_parquet_columns_have_their_types(here, version, sets, tmp_path):
    tables = parquet_tables(take(here, version, "parquet"), tmp_path)
    good, odd = tables["data"]
    assert (good["age"], good["weight"], good["day"]) == (31, 61.5, date(2026, 5, 1))
    assert good["start"] == datetime.fromisoformat("2026-05-01T12:00:00-04:00")
    assert (good["spot_latitude"], good["name"]) == (-16.2102, "Amina")
    assert [row["years"] for row in tables["child"]] == [4, 7, 4, None]
    assert "years" in odd["_odd"]


def test_all_formats_say_the_same(here, version, sets, tmp_path):
    in_csv = csv_tables(take(here, version, "csv"))["data"]
    in_xlsx = xlsx_tables(take(here, version, "xlsx"))["data"]
    in_json = json_lines(take(here, version, "json"))
    in_parquet = parquet_tables(take(here, version, "parquet"), tmp_path)["data"]
    for ages in (
        [int(row["age"]) for row in in_csv], [row["age"] for row in in_xlsx],
        [each["answers"]["age"] for each in in_json], [row["age"] for row in in_parquet],
    ):  # fmt: skip
        assert ages == [each.values["age"] for each in sets]
    assert list(in_csv[0]) == list(in_xlsx[0]) == list(in_parquet[0])


def test_in_the_words_of_a_language(here, version, sets):
    good = csv_tables(take(here, version, "csv", language="Español (es)"))["data"][0]
    assert good["¿Dónde fue?"] == "En la frontera"
    assert good["¿Qué hace falta?"] == "Agua; Una cama"
    assert good["¿Cuántos años tiene …?"] == "31"


def test_each_choice_may_have_its_column(here, version, sets):
    good = csv_tables(take(here, version, "csv", splits="on"))["data"][0]
    assert (good["needs"], good["needs/water"], good["needs/bed"]) == ("water bed", "1", "1")
    row = xlsx_tables(take(here, version, "xlsx", splits="on"))["data"][0]
    assert row["needs/water"] is True


def test_only_columns_that_a_role_may_read_leave(client, version, sets, data_officer):
    client.force_login(data_officer)
    tables = csv_tables(take(client, version, "csv"))
    names = {name for name in tables["data"][0] if not name.startswith("_")}
    assert names == PLAIN
    assert set(tables["child"][0]) == {"_ref", "_row", "years"}
    for what in ("json", "xlsx", "parquet"):
        raw = take(client, version, what)
        pieces = [raw]
        if what != "json":
            with zipfile.ZipFile(io.BytesIO(raw)) as package:
                pieces = [package.read(name) for name in package.namelist()]
        for secret in (b"Amina", b"Sami", b"She walked", b"61.5", b"16.21"):
            assert not any(secret in piece for piece in pieces), (what, secret)


def test_a_correction_is_what_leaves(here, version, sets, supervisor):
    sets[1].correct(
        by=supervisor,
        record=sample_submissions.record(sample_submissions.GOOD),
        because="Heard wrong.",
    )
    ages = [row["age"] for row in csv_tables(take(here, version, "csv"))["data"]]
    assert ages == ["31", "31"]


def test_what_was_put_away_is_not_counted(here, version, sets, supervisor):
    sets[1].discard(by=supervisor, because="A trial.")
    assert len(json_lines(take(here, version, "json"))) == 1


def test_what_no_evaluation_kept_is_worked_out(here, version, sets):
    sets[0].values = None
    sets[0].save()
    assert json_lines(take(here, version, "json"))[0]["answers"]["age"] == 31


def test_a_period_may_be_chosen(here, version, sets):
    day = sets[0].at.astimezone(sets[0].office.zone).date().isoformat()
    assert len(json_lines(take(here, version, "json", since=day))) == 2
    assert json_lines(take(here, version, "json", until="2001-01-01")) == []


def test_what_another_office_received_is_not_among_them(here, version, sets, other_office):
    sample_submissions.sent(version, office=other_office, name="3")
    assert len(json_lines(take(here, version, "json"))) == 2


def test_taking_out_is_written_down(here, version, sets, supervisor):
    take(here, version, "csv")
    line = AuditEntry.objects.get(event="form.exported")
    assert (line.by, line.record_ref) == (supervisor, version.form.ref)
    assert line.details == {"rows": 2, "format": "csv"}


def test_of_many_the_site_asks_what_for(here, version, sets, office):
    office.export_row_limit = 1
    office.save()
    there = f"/forms/{version.form.ref}/answers/take/"
    answer = here.get(there, {"format": "csv"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/why/")
    assert not AuditEntry.objects.filter(event="form.exported").exists()
    told = {"reason": "quality", "explanation": "I look for doubles.", "next": there}
    here.post("/why/", {"once": str(uuid4())} | told)
    # They come back without what they had asked for, and ask again.
    assert here.get(there).headers["Location"] == f"/forms/{version.form.ref}/answers/"
    assert take(here, version, "csv")


def test_an_older_version_keeps_its_columns(here, version, sets, office):
    newer = sample_submissions.FORM.replace("road_talk,1,", "road_talk,2,").replace(
        ",text,story,", ",text,tale,"
    )
    second = Form.upload(io.BytesIO(newer.encode()), by=None)
    second.publish(by=None)
    inside = sample_submissions.GOOD.replace("story>", "tale>")
    sample_submissions.sent(second, inside, office=office, name="9")
    rows = csv_tables(take(here, version, "csv"))["data"]
    assert [(row["_version"], row["tale"], row["story"]) for row in rows] == [
        ("1", "", "She walked for a week."), ("1", "", "She walked for a week."),
        ("2", "She walked for a week.", ""),
    ]  # fmt: skip


def test_the_page_says_how_many_there_are(here, version, sets):
    page = here.get(f"/forms/{version.form.ref}/answers/").content.decode()
    assert "2 sets of answers" in page
    assert "Español (es)" in page


def test_others_take_nothing_out(client, version, sets, caseworker, stranger):
    for nobody in (caseworker, stranger):
        client.force_login(nobody)
        assert client.get(f"/forms/{version.form.ref}/answers/").status_code == 404
        assert client.get(f"/forms/{version.form.ref}/answers/take/").status_code == 404
