"""Lists of recommendations as they are published: three layouts of DOCX, tables."""

from datetime import date

import pytest

from amparo.foundation.law.countries import find_country

from ..recommendation_docx import read_docx, split_authors
from ..recommendation_tables import Said, guess_mapping, read_day, read_rows
from ..recommendations import Author, Line, fold_lines, pair_changed, read_answer
from .lists import FOURTH, SECOND, THIRD, docx_list


def authors_of(found) -> list[str]:
    return [each.country or each.name for each in found.authors]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SECOND, [("115.1", "Ratify the convention", ["PT", "SK"], "supported", "A/EX/1 - Para. 3",
                   "A12 Acceptance of international norms", ()),
                  ("115.163", "Respect the rights of migrants", ["NG"], "noted",
                   "A/EX/1 - Para. 5", "A12 Acceptance of international norms", ())]),
        (THIRD, [("121.2", "Complete the ratification (Ukraine); Increase efforts towards it",
                  ["UA", "SK"], "supported", "A/EX/2 - Para 121",
                  "Acceptance of international norms", ("16",)),
                 ("122.11", "Apply Convention (No. 29)", ["VE"], "noted",
                  "A/EX/2/Add.1 - Para.5", "Acceptance of international norms", ("8",))]),
        (FOURTH, [("140.7", "Accede to the convention", ["MV", "PT"], "supported",
                   "A/EX/3/Add.1 - Para.3", "Refugees & asylum seekers", ("10", "16")),
                  ("140.253", "Register stateless persons", ["CR"], "noted",
                   "A/EX/3/Add.1 - Para.5", "Refugees & asylum seekers", ())]),
    ],
)  # fmt: skip
def test_each_layout_gives_number_words_authors_position_and_theme(content, expected):
    reading = read_docx(content, find_country)
    assert not reading.problems
    assert [
        (each.reference, each.text, authors_of(each), each.positions[0][0], each.positions[0][2],
         each.theme, each.goals)
        for each in reading.found
    ] == expected  # fmt: skip


def test_what_a_document_says_of_its_total_is_read_and_odd_rows_are_explained():
    reading = read_docx(
        docx_list(
            "fourth",
            ("An aside that is no theme",),
            ("Words without a number or an author", "Perhaps", "", ""),
            ("140.1 Once (Peru);", "Supported", "", ""),
            ("140.1 Otherwise (Peru);", "Supported", "", ""),
            before="The State received 184 recommendations.",
        ),
        find_country,
    )
    assert reading.stated_total == 184
    assert [each.code for each in reading.problems if each.keeps_out] == [
        "one-cell", "other-words",
    ]  # fmt: skip
    assert {each.code for each in reading.problems} >= {
        "no-number", "no-author", "unknown-position"
    }  # fmt: skip
    assert len(reading.found) == 2


@pytest.mark.parametrize(
    ("heads", "rows", "expected"),
    [
        (("Recomendación", "Posición", "Temas", "ODS"),
         (("Tema: Migrantes",), ("140.7 Abrir el registro (México y Perú);\n"
          "Fuente de la posición: A/EX/3/Add.1, párr. 3", "Se toma nota", "", "")),
         ("Migrantes", "Abrir el registro", ["MX", "PE"], "noted", "A/EX/3/Add.1, párr. 3")),
        (("Recommandation", "Position", "Thèmes", "ODD"),
         (("Thème : Migrants",), ("140.7 Ouvrir le registre (Pérou) (Chili) ;\n"
          "Source de la position : A/EX/3/Add.1 - Para.3", "Acceptée", "", "")),
         ("Migrants", "Ouvrir le registre", ["PE", "CL"], "supported", "A/EX/3/Add.1 - Para.3")),
        (("التوصية", "الموقف", "المواضيع", "الأهداف"),
         (("الموضوع: المهاجرون",), ("140.7 فتح السجل (بيرو)؛", "مقبولة", "", "")),
         ("المهاجرون", "فتح السجل", ["PE"], "supported", "")),
    ],
)  # fmt: skip
def test_lists_in_other_languages_are_read(heads, rows, expected):
    [found] = read_docx(docx_list(heads, *rows), find_country).found
    [(answer, _on, source)] = found.positions
    assert (found.theme, found.text, authors_of(found), answer, source) == expected


def test_a_document_without_such_a_table_says_so():
    import io

    import docx

    written = io.BytesIO()
    docx.Document().save(written)
    assert [each.code for each in read_docx(written.getvalue(), find_country).problems] == [
        "no-table"
    ]


@pytest.mark.parametrize(
    ("text", "authors", "words"),
    [
        ("Do it (Peru, Chile and Cuba);", ["PE", "CL", "CU"], "Do it"),
        ("Do it (Iran (Islamic Republic of)).", ["IR"], "Do it"),
        ("Sign the law (see annex 3) (Turkey)", ["TR"], "Sign the law (see annex 3)"),
        ("Sign the Convention (No. 189)", [], "Sign the Convention (No. 189)"),
        ("Do it (Committee on Migrant Workers)", ["Committee on Migrant Workers"], "Do it"),
        ("Do it (as agreed)", [], "Do it (as agreed)"),
    ],
)
def test_authors_stand_in_the_brackets_at_the_end(text, authors, words):
    found, rest = split_authors(text, find_country)
    assert [each.country or each.name for each in found] == authors
    assert rest == words


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Supported", "supported"), ("Accepted", "supported"), ("Supported/Noted", "partly"),
        ("Se toma nota", "noted"), ("Acceptée en partie", "partly"), ("مقبولة", "supported"),
        ("Voluntary Pledge", "pledge"), ("", ""), ("Perhaps", None),
    ],
)  # fmt: skip
def test_positions_are_known_in_four_languages_and_noted_is_no_rejection(text, answer):
    assert read_answer(text) == answer


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        (("To", "To-Rgrp", "Text", "From", "Response", "Issue", "Session"),
         {"country": 0, "text": 2, "author": 3, "position": 4, "theme": 5, "session": 6}),
        (("reference", "title", "description", "support_level", "target_date"),
         {"reference": 0, "text": 1, "position": 3, "deadline": 4}),
        (("Número", "Recomendación", "Estado recomendante", "Posición", "Plazo"),
         {"reference": 0, "text": 1, "author": 2, "position": 3, "deadline": 4}),
        (("Recommandation", "État auteur", "Échéance"), {"text": 0, "author": 1, "deadline": 2}),
        (("التوصية", "الدولة الموصية", "الموقف"), {"text": 0, "author": 1, "position": 2}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names(header, mapping):
    assert guess_mapping(header) == mapping


MAPPING = {"country": 0, "text": 1, "author": 2, "position": 3, "session": 4}
ROWS = [
    ("Bolivia", "Open the registry", "Peru", "Accepted", "13"),
    ("Bolivia", "Open  the REGISTRY", "Chile", "Accepted", "13"),  # joint
    ("Bolivia", "Open the registry", "Peru", "Accepted", "13"),  # an exact repeat
    ("Bolivia", "Open the registry", "Cuba", "Noted", "13"),  # answered differently
    ("Bolivia", "Open the registry", "Peru", "Accepted", "20"),  # another review
    ("Peru", "Open the registry", "&#40;Unknown&#41;", "Voluntary Pledge", "13"),
    ("Atlantis", "Sink", "Peru", "Accepted", "13"),
    ("Bolivia", "", "Peru", "Accepted", "13"),
]


def test_one_text_of_one_review_is_one_commitment_with_all_of_its_authors():
    reading = read_rows(enumerate(ROWS, 2), MAPPING, find_country, Said())
    assert [(each.country, authors_of(each)) for each in reading.found] == [
        ("BO", ["PE", "CL", "CU"]), ("BO", ["PE"]), ("PE", ["(Unknown)"]),
    ]  # fmt: skip
    assert reading.joint == 1
    assert reading.lines == 8
    assert reading.doubles == [(4, 2)]
    assert [(each.code, each.line, each.keeps_out) for each in reading.problems] == [
        ("answers-differ", 5, False), ("unknown-country", 8, True), ("no-text", 9, True),
    ]  # fmt: skip
    assert reading.found[0].answer_codes == {"supported", "noted"}
    assert reading.found[2].is_pledge
    assert not reading.found[2].positions


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)), ("31/03/2026", date(2026, 3, 31)),
        ("03/31/2026", date(2026, 3, 31)), ("03/04/2026", None), ("4.4.2026", date(2026, 4, 4)),
        ("soon", None), ("2026-02-30", None),
    ],
)  # fmt: skip
def test_a_day_that_can_be_read_two_ways_is_not_guessed(text, day):
    assert read_day(text) == day


def test_a_text_without_a_number_that_changed_is_found_by_its_words():
    [new, other] = fold_lines([
        Line(1, "Open the civil registry on Saturdays and Sundays", country="BO"),
        Line(2, "Translate all forms", country="BO"),
    ]).found  # fmt: skip
    gone = {7: ("BO", "Open the civil registry on Saturdays"), 8: ("PE", other.text)}
    assert pair_changed([new, other], gone) == {new.key: 7}


def test_the_same_body_twice_is_one_author():
    [found] = fold_lines([Line(1, "A", authors=(Author("PE"), Author("PE")))]).found
    assert authors_of(found) == ["PE"]
