"""Answers that a spreadsheet would run, or cannot hold, leave as words and do no harm."""

import openpyxl
import pytest

from amparo.foundation.fieldwork.models import Submission

from . import sample_submissions
from .exported_files import csv_tables, parquet_tables, take, xlsx_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db):
    return sample_submissions.uploaded()


@pytest.fixture
def here(client, supervisor, version):
    client.force_login(supervisor)
    return client


@pytest.mark.parametrize(
    "told",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "＝1",
        'a"b,c;d\n=e',
        "\x0b \ufffe",
    ],
)
def test_what_a_spreadsheet_would_run_stays_words(here, version, office, told, tmp_path):
    sample_submissions.sent(version, office=office)
    kept = Submission.objects.get()
    kept.values["name"] = told
    kept.save()
    in_csv = csv_tables(take(here, version, "csv"))["data"][0]["name"]
    in_xlsx = xlsx_tables(take(here, version, "xlsx"))["data"][0]["name"]
    in_parquet = parquet_tables(take(here, version, "parquet"), tmp_path)["data"][0]["name"]
    assert not in_csv.startswith(("=", "+", "-", "@", "\t", "＝"))
    assert in_csv.removeprefix("'") == told
    assert openpyxl.utils.escape.unescape(in_xlsx).replace("�", "\ufffe") == told
    assert in_parquet == told


def test_numbers_and_telephones_stay_as_they_are(here, version, office):
    sample_submissions.sent(
        version, sample_submissions.GOOD.replace("Amina", "+591 70012345"), office=office
    )
    good = csv_tables(take(here, version, "csv"))["data"][0]
    assert good["name"] == "+591 70012345"
    assert good["spot_latitude"] == "-16.2102"


def test_what_is_too_long_or_too_exact_for_a_sheet(here, version, office):
    inside = sample_submissions.GOOD.replace("<age>31<", "<age>123456789012345678<")
    inside = inside.replace("61.50", "0.12345678901234567").replace("2026-05-01<", "1850-05-01<")
    sample_submissions.sent(
        version, inside.replace("She walked", "She walked " * 4000), office=office
    )
    good = xlsx_tables(take(here, version, "xlsx"))["data"][0]
    assert good["age"] == "123456789012345678"
    assert good["weight"] == "0.12345678901234567"
    assert good["day"] == "1850-05-01"
    assert len(good["story"]) == 32_767
    assert good["story"].endswith("…")
