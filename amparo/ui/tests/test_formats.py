"""Dates and figures are written as the reader writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from amparo.ui import formats


@pytest.fixture
def tuesday(monkeypatch):
    here = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)
    monkeypatch.setattr(formats, "localdate", lambda: here.date())
    monkeypatch.setattr(formats, "localtime", lambda value=None: value or here)
    return here


@pytest.mark.parametrize(
    ("language", "near", "far", "full"),
    [
        ("es", "jue 26 nov", "22 nov 2025", "Martes 24 de noviembre"),
        ("en", "Thu 26 Nov", "22 Nov 2025", "Tuesday 24 November"),
        ("fr", "jeu 26 nov", "22 nov 2025", "Mardi 24 novembre"),
        ("ar", "الخميس 26 نوفمبر", "22 نوفمبر 2025", "الثلاثاء 24 نوفمبر"),
    ],
)
def test_days(tuesday, language, near, far, full):
    with translation.override(language):
        assert formats.near_day(date(2026, 11, 26)) == near
        assert formats.day(date(2025, 11, 22)) == far
        assert formats.full_day(date(2026, 11, 24)) == full


def test_what_is_near_has_a_name(tuesday):
    with translation.override("en"):
        assert formats.moment(tuesday) == "today, 14:12"
        assert formats.near_day(date(2026, 11, 25)) == "tomorrow"
        assert formats.near_day(date(2026, 11, 10)) == "10 Nov"
        assert formats.ago(date(2026, 11, 21)) == "3 days"
        assert formats.ago(tuesday - timedelta(minutes=40)) == "40 minutes"


@pytest.mark.parametrize(
    ("language", "figure", "sum_", "sign"),
    [
        ("es", "1\u202f804\u202f112", "45,00\u00a0USD", "-"),
        ("fr", "1\u202f804\u202f112", "45,00\u00a0USD", "-"),
        ("en", "1,804,112", "45.00\u00a0USD", "-"),
        ("ar", "1,804,112", "45.00\u00a0USD", "\u200e-"),
    ],
)
def test_figures_and_sums(language, figure, sum_, sign):
    with translation.override(language):
        assert formats.number(1804112) == figure
        assert formats.number(-1804112) == sign + figure
        assert formats.amount(45, "USD") == sum_
        assert formats.amount(-45, "USD") == sign + sum_


def test_initials_and_phones():
    assert formats.initials("Rosa Quispe Mamani") == "RQ"
    assert formats.initials("") == ""
    assert formats.phone("+59171234567") == "+591 71234567"
    assert formats.phone("ask her sister") == "ask her sister"


def test_the_clock_is_the_offices():
    with timezone.override("America/La_Paz"):
        assert formats.clock(datetime(2026, 11, 24, 9, 5, tzinfo=UTC)) == "05:05"
