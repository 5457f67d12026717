"""Dates and ages are read as people write them, never more exact than what is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.core.spreadsheets.validation import ImportProblem

from .reading import TODAY, code, read, value


@pytest.mark.parametrize(
    "written",
    [
        "1994-04-13", "1994/4/13", "13/04/1994", "13.4.1994", "04/13/1994", "19940413",
        "1994-04-13T00:00:00", "1994-04-13 10:15", "13 de abril de 1994", "13 abril 1994",
        "13-abr-1994", "April 13, 1994", "13th April 1994", "13 avril 1994", "Abril 13 de 1994",
        "13 أبريل 1994", "13 نيسان 1994", "1994 avr. 13", date(1994, 4, 13),
    ],
)  # fmt: skip
def test_whole_dates(written):
    assert read("birth_date", written) == (
        {"birth_date": date(1994, 4, 13), "birth_year": 1994, "birth_precision": "exact"},
        [],
    )


@pytest.mark.parametrize(
    ("written", "day", "year", "precision"),
    [
        ("1994", None, 1994, "year"),
        (1994, None, 1994, "year"),
        ("00/00/1994", None, 1994, "year"),
        ("abril 1994", date(1994, 4, 1), 1994, "month"),
        ("04/1994", date(1994, 4, 1), 1994, "month"),
        ("00/04/1994", date(1994, 4, 1), 1994, "month"),
        ("كانون الثاني 1994", date(1994, 1, 1), 1994, "month"),
        ("unos 30", None, 1996, "estimated"),
        ("about 30", None, 1996, "estimated"),
        ("environ 30 ans", None, 1996, "estimated"),
        ("نحو 30", None, 1996, "estimated"),
        ("30 años", None, 1996, "estimated"),
        ("aprox. 1990", None, 1990, "estimated"),
        ("~1990", None, 1990, "estimated"),
        ("1990?", None, 1990, "estimated"),
    ],
)
def test_what_is_known_of_a_birth_and_no_more(written, day, year, precision):
    assert read("birth_date", written) == (
        {"birth_date": day, "birth_year": year, "birth_precision": precision},
        [],
    )


def test_a_date_that_may_be_two_is_asked():
    values, (problem,) = read("birth_date", "03/04/1994")
    assert values == {}
    assert problem.message == "The date may be 3 April or 4 March."
    assert problem.choices == ("1994-04-03", "1994-03-04")
    assert problem.keeps_out
    assert ImportProblem.from_json(problem.as_json()) == problem


def test_unless_the_column_settled_it():
    assert value("birth_date", "03/04/1994", date_orders={"column": "dmy"}) == date(1994, 4, 3)
    assert value("birth_date", "03/04/1994", date_orders={"column": "mdy"}) == date(1994, 3, 4)
    assert code("birth_date", "04/13/1994", date_orders={"column": "dmy"}) == [
        "date-no-such-month"
    ]
    assert value("birth_date", "04/04/1994") == date(1994, 4, 4)


def test_days_that_no_month_has():
    assert read("birth_date", "31/11/1994")[1][0].message == "November has 30 days."
    assert read("birth_date", "1994-02-29")[1][0].message == "February has 28 days."
    assert code("birth_date", "13/13/1994") == ["date-no-such-month"]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("yesterday", "date-unreadable"),
        ("30", "date-unreadable"),
        ("3/4", "date-unreadable"),
        ("2026-11-26", "date-to-come"),
        ("2031", "date-to-come"),
        ("1850-01-01", "date-long-ago"),
        (True, "date-unreadable"),
        (17.5, "date-unreadable"),
    ],
)
def test_dates_that_cannot_be(written, problem):
    assert code("birth_date", written) == [problem]
    assert value("birth_date", written, "birth_year") is None


@pytest.mark.parametrize(
    "written", ["01/01/1900", "1900-01-01", date(1900, 1, 1), "00/00/0000", 0]
)
def test_dates_that_programs_write_for_want_of_one(written):
    assert read("birth_date", written)[0] == {}
    assert code("birth_date", written) == ["date-placeholder"]


def test_years_of_two_figures_and_numbers_of_spreadsheets_are_read_and_said():
    assert value("birth_date", "13/04/94") == date(1994, 4, 13)
    assert value("birth_date", "13/04/20") == date(2020, 4, 13)
    assert code("birth_date", "13/04/94") == ["year-of-two-figures"]
    assert value("birth_date", 34427) == value("birth_date", "34427") == date(1994, 4, 3)
    assert value("birth_date", 32965, since_1904=True) == date(1994, 4, 3)
    assert code("birth_date", 34427) == ["date-from-number"]


def test_a_case_opens_on_a_whole_day():
    assert value("opened_on", "2024-05-03") == date(2024, 5, 3)
    assert code("opened_on", "mayo 2024") == ["date-not-whole"]


@pytest.mark.parametrize(
    ("written", "years", "is_about"),
    [
        (30, 30, False), ("30", 30, False), (30.0, 30, False), ("30.5", 30, False),
        ("30 años", 30, False), ("30 ans", 30, False), ("34 سنة", 34, False),
        ("6 meses", 0, False), ("18 months", 1, False), ("2 años 3 meses", 2, False),
        ("unos 30", 30, True), ("30 aprox.", 30, True), ("~30", 30, True), ("60+", 60, True),
        ("25-30", 27, True), ("حوالي 30", 30, True),
    ],
)  # fmt: skip
def test_ages(written, years, is_about):
    assert read("age", written) == ({"age": years, "age_is_about": is_about}, [])


@pytest.mark.parametrize(
    "written", ["200", "old", "-", "30 40 50", "30-25", True, date(2020, 1, 1)]
)
def test_ages_that_cannot_be(written):
    assert code("age", written) == ([] if written == "-" else ["age-unreadable"])
    assert value("age", written) is None


@given(st.dates(date(1907, 1, 1), TODAY))
def test_every_whole_date_comes_back(day):
    assert value("birth_date", day.isoformat()) in (day, None)
    assert value("birth_date", f"{day:%d/%m/%Y}", date_orders={"column": "dmy"}) in (day, None)
    serial = (day - date(1899, 12, 30)).days
    if serial > 5000:
        assert value("birth_date", serial) == day
    assert day == date(1899, 12, 30) + timedelta(days=serial)
