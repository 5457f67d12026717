"""Exports of course platforms: days, words and headings of four languages; who a line is."""

from datetime import date

import pytest

from amparo.pillars.training.completion_days import platform_day_order, read_platform_day
from amparo.pillars.training.completion_matching import Likeness, find_proposed, find_sure
from amparo.pillars.training.completion_tables import (
    FIELDS,
    CompletionReader,
    completion_state,
)
from amparo.pillars.training.participant_tables import guess_columns

TODAY = date(2026, 12, 1)
THIRD = date(2026, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday, 3 March 2026, 10:15 AM", "3 Mar 2026", "March 3, 2026", "2026-03-03 10:15:00",
        "2026-03-03T10:15:00Z", "martes, 3 de marzo de 2026, 10:15", "mardi 3 mars 2026, 10:15",
        "الثلاثاء، 3 مارس 2026، 10:15 ص", "٣ آذار ٢٠٢٦",
        "3/03/26, 10:15", "03/03/2026 10:15", "03.03.2026", "\u200e3 March 2026",
    ],
)  # fmt: skip
def test_a_day_is_read_as_platforms_write_it(text):
    assert read_platform_day(text) == THIRD


def test_arabic_months_of_two_words_are_one_month():
    assert read_platform_day("5 كانون الثاني 2026") == date(2026, 1, 5)
    assert read_platform_day("5 كانون الأول 2026") == date(2026, 12, 5)
    assert read_platform_day("5 تشرين الأول 2026") == date(2026, 10, 5)


@pytest.mark.parametrize(
    "text", ["3/04/26, 10:15", "03/04/2026", "-", "", "31 February 2026", "soon"]
)
def test_a_day_that_is_none_or_two_is_not_guessed(text):
    assert read_platform_day(text) is None


def test_the_order_of_day_and_month_is_what_the_list_shows():
    assert platform_day_order(["3/04/26, 10:15", "25/04/26, 9:00"]) == "dmy"
    assert platform_day_order(["03/04/26", "04/25/26"]) == "mdy"
    assert platform_day_order(["13/04/2026", "04/13/2026"]) == ""
    assert read_platform_day("3/04/26, 10:15", "dmy") == date(2026, 4, 3)
    assert read_platform_day("3/04/26, 10:15", "mdy") == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Completed", True), ("Completed (achieved pass grade)", True),
        ("Completed (did not achieve pass grade)", False), ("Not completed", False),
        ("Not completed (set by Nora Diaz)", False), ("Completed (set by Nora Diaz)", True),
        ("Finalizado", True), ("Finalizado (no obtuvo calificación de aprobado)", False),
        ("No completado", False), ("Terminé", True), ("Non terminé", False),
        ("Terminé (n'a pas atteint la note de réussite)", False), ("مكتمل", True),
        ("غير مكتمل", False), ("", False), ("-", False), ("Maybe", None),
    ],
)  # fmt: skip
def test_the_words_of_platforms_say_whether_it_was_completed(text, state):
    assert completion_state(text) is state


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("ID", "Name", "Email address", "Course complete"),
         {"number": 0, "name": 1, "email": 2, "completed_on": 3}),
        (("Nombre", "Apellido(s)", "Dirección de correo", "Fecha de finalización"),
         {"given": 0, "family": 1, "email": 2, "completed_on": 3}),
        (("Prénom", "Nom", "Adresse de courriel", "Statut", "Date d'achèvement"),
         {"given": 0, "family": 1, "email": 2, "status": 3, "completed_on": 4}),
        (("الاسم", "البريد الإلكتروني", "الحالة", "تاريخ الاكتمال"),
         {"name": 0, "email": 1, "status": 2, "completed_on": 3}),
        (("First name / Last name", "Email address", "Awarded on"),
         {"name": 0, "email": 1, "completed_on": 2}),
    ],
)  # fmt: skip
def test_columns_are_known_in_four_languages(header, expected):
    assert guess_columns(header, FIELDS) == expected


def read(*rows, mapping=None, order="", is_course=lambda _text: True):
    columns = mapping or {"name": 0, "email": 1, "status": 2, "completed_on": 3}
    reader = CompletionReader(columns, today=TODAY, order=order, is_course=is_course)
    return reader.read(enumerate(rows, 2))


def codes(reading):
    return [(each.row, each.code) for each in reading.problems]


def test_bad_lines_are_left_out_each_for_its_reason():
    reading = read(
        ["Ana Vidal", "a@example.org", "Completed", "3 March 2026"],
        ["Beto Sosa", "b@example.org", "Completed", ""],
        ["Caro Lima", "c@example.org", "Completed", "3 March 2027"],
        ["Dina Rey", "d@example.org", "Completed", "03/04/2026"],
        ["Eva Paz", "e@example.org", "Half", "3 March 2026"],
        ["", "f@example.org", "Completed", "3 March 2026"],
        ["Gil Ros", "g@example.org", "Completed", "1 January 1970"],
        ["=HYPERLINK(1)", "h@example.org", "Completed", "3 March 2026"],
        ["Ida Luz", "i@example.org", "Not completed", "-"],
    )
    assert [each.name for each in reading.lines] == ["Ana Vidal"]
    assert codes(reading) == [
        (3, "no-completion-date"), (4, "future-date"), (5, "unknown-date"),
        (6, "unknown-status"), (7, "no-name"), (8, "empty-date"), (9, "formula"),
    ]  # fmt: skip
    assert [row for row, _who in reading.open] == [10]


def test_without_a_column_for_it_a_dash_is_not_completed():
    reading = read(
        ["1", "Ana Vidal", "-"], ["2", "Beto Sosa", ""], ["3", "Caro Lima", "3 March 2026"],
        mapping={"number": 0, "name": 1, "completed_on": 2},
    )  # fmt: skip
    assert [each.row for each in reading.lines] == [4]
    assert [row for row, _who in reading.open] == [2, 3]


def test_double_lines_are_one_and_two_days_are_none():
    ana, beto = ["Ana Vidal", "a@example.org", "Completed"], ["Beto", "b@example.org", "Completed"]
    reading = read(
        [*ana, "3 March 2026"], [*ana, "2026-03-03"], [*beto, "3 March 2026"],
        [*beto, "4 March 2026"],
    )  # fmt: skip
    assert [each.name for each in reading.lines] == ["Ana Vidal"]
    assert reading.repeated == [(3, 2)]
    assert codes(reading) == [(5, "two-dates")]


def test_two_people_with_one_mailbox_are_two():
    reading = read(
        ["Ana Vidal", "desk@example.org", "Completed", "3 March 2026"],
        ["Beto Sosa", "desk@example.org", "Completed", "4 March 2026"],
    )
    assert len({each.identity for each in reading.lines}) == 2


def test_lines_of_another_course_are_left_out():
    columns = {"name": 0, "course": 1, "completed_on": 2}
    rows = (["Ana", "VOT-1", "2026-03-03"], ["Beto", "Fire safety", "2026-03-03"])
    reading = read(*rows, mapping=columns, is_course=lambda text: text == "VOT-1")
    assert (len(reading.lines), codes(reading)) == (1, [(3, "other-course")])
    assert reading.courses == {"VOT-1": 1, "Fire safety": 1}


# Who a line is.


def test_an_address_alone_is_nobody_and_proposed():
    only_address = Likeness(1, has_address=True)
    assert find_sure([only_address]) is None
    assert find_proposed([only_address]) == [only_address]


def test_a_name_with_an_address_or_an_institution_is_sure():
    assert find_sure([Likeness(1, has_name=True, has_address=True), Likeness(2, True)]) == 1
    assert find_sure([Likeness(3, has_name=True, has_place=True)]) == 3
    assert find_sure([Likeness(4, has_name=True)]) is None


def test_of_two_who_are_equally_likely_a_person_chooses():
    two = [Likeness(1, True, True), Likeness(2, True, True)]
    assert find_sure(two) is None
    assert [each.participant for each in find_proposed(two)] == [1, 2]


def test_who_was_recognized_before_is_the_same_whatever_the_name_is_now():
    found = [Likeness(1, was_recognized=True), Likeness(2, has_name=True, has_address=True)]
    assert find_sure(found) == 1
