"""A problem keeps no sentence: whoever reads it later reads it in their own language."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from amparo.foundation.core.extension_points import problem_kinds
from amparo.foundation.core.spreadsheets.cells import as_text, clean_text
from amparo.foundation.core.spreadsheets.validation import (
    CELL_TOO_LONG,
    HIDDEN_ROWS,
    ImportProblem,
    ProblemKind,
    localise_details,
    problem,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "3 April", "November"),
        ("es", "3 de abril", "Noviembre"),
        ("fr", "3 avril", "Novembre"),
        ("ar", "3 أبريل", "نوفمبر"),
    ],
)
def test_days_and_months_are_said_in_four_languages(language, day, month):
    with translation.override(language):
        assert localise_details({"day_one": "1994-04-03", "month_it": 11, "count": 2}) == {
            "day_one": day,
            "month_it": month,
            "count": 2,
        }


def test_a_problem_can_be_kept_and_told_again():
    met = problem(CELL_TOO_LONG, 7, "notes", "Rosa said " * 50, limit=10_000)
    assert ImportProblem.from_json(json.loads(json.dumps(met.as_json()))) == met
    assert met.keeps_out
    assert not problem(HIDDEN_ROWS, 0, "", "", count=3).keeps_out


def test_what_people_wrote_about_people_never_reaches_a_log():
    assert "Rosa" not in repr(problem(CELL_TOO_LONG, 7, "notes", "Rosa", limit=10_000))


def test_no_two_kinds_share_a_code():
    twice = pytest.raises(ImproperlyConfigured, match="cell-too-long")
    with problem_kinds.temporarily(), twice:
        ProblemKind("cell-too-long", "error", "", "")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  Rosa\u00a0\u00a0Mamani\t", "Rosa Mamani"),
        ("\u202bمحمد\u202c\u200f", "محمد"),
        ("\ufeffAna\u200b\u00adLuz", "AnaLuz"),
        ("٣٤ / ۵۶", "34 / 56"),
        ("one \r\n two", "one\ntwo"),
        ("Jose\u0301", "José"),
        ("Zoe\u200c", "Zoe"),
        ("علی\u200cرضا", "علی\u200cرضا"),  # Persian writes this name so
        ("\ud800", "\ufffd"),
    ],
)
def test_what_only_machines_left_in_a_cell_goes(written, read):
    assert clean_text(written) == read


def test_a_cell_reads_the_same_from_any_file():
    assert [as_text(each) for each in (True, 30, 1.5, "x")] == ["TRUE", "30", "1.5", "x"]
