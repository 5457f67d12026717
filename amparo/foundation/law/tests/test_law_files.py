"""A law as Markdown: header, parts, articles, paragraphs, notes; and what cannot be read."""

from datetime import date

import pytest

from amparo.foundation.law.citations import covers
from amparo.foundation.law.eids import make_eid
from amparo.foundation.law.law_files import UnreadableLaw, parse_law

from .conftest import LAW


def test_the_header_says_its_dates_and_nothing_of_yaml_is_executed():
    law = parse_law(LAW)
    assert (law.identifier, law.country, law.as_of) == ("EJ-2000-4", "BO", date(2007, 12, 10))
    assert law.adopted_on == date(2000, 1, 12)
    assert law.address == "https://leyes.example/eli/bo/l/2000/4"
    assert "subjects" not in law.header
    tagged = LAW.replace('rank: "ley"', "rank: !!python/object/apply:os.system [ls]\nby: *anchor")
    assert parse_law(tagged).header.keys() == law.header.keys() - {"rank"}


def test_articles_parts_and_paragraphs_have_addresses():
    law = parse_law(LAW)
    assert [(each.kind, each.eid, each.parent_eid) for each in law.provisions] == [
        ("preamble", "preamble", ""),
        ("part", "title_i", ""),
        ("part", "title_i__chp_i", "title_i"),
        ("article", "art_1", "title_i__chp_i"),
        ("paragraph", "art_1__para_1", "art_1"),
        ("paragraph", "art_1__para_2", "art_1"),
        ("article", "art_2bis", "title_i__chp_i"),
        ("provision", "hcontainer_8", "title_i__chp_i"),
    ]
    article = law.provisions[3]
    assert (article.number, article.heading) == ("1", "Derecho a la documentación.")
    assert law.provisions[5].text.endswith("Reglamentariamente se dirá cómo.")


def test_notes_of_courts_are_kept_apart_from_the_text():
    law = parse_law(LAW)
    first, second = law.provisions[3].notes.split("\n\n")
    assert first == (
        "Se declara inconstitucional el apartado 2 por Sentencia 236/2007. Ref. EJ-T-2007-1."
    )
    assert second == "Se modifica por la Ley 8/2000."
    assert law.notes == 2
    assert not any("Sentencia" in each.text for each in law.provisions)


def test_changes_of_later_years_are_counted():
    assert parse_law(LAW).later_changes(date(2007, 12, 10)) == 2


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("# Code\n\nLIVRE Ier : GÉNÉRAL\n\nArticle L111-1\n\nUn.\n\nArticle L111-1\n\nDeux.",
         ["book_ier", "art_l111-1", "art_l111-1_2"]),
        ("# قانون\n\n## الباب الأول: أحكام\n\n### المادة ١: تعريف\n\n1. نص"
         "\n\n### المادة الثانية\n\nنص",
         ["title_الأول", "art_1", "art_1__para_1", "art_الثانية"]),
        ("---\nlanguage: en\ntitle: Act\n---\n## Section 4. Entry\n\nText."
         "\n\n## Section 5A\n\nText.",
         ["art_4", "art_5a"]),
    ],
)  # fmt: skip
def test_other_languages_and_plain_headings(text, eids):
    law = parse_law(text)
    assert [each.eid for each in law.provisions] == eids
    assert law.repeated == [eid for eid in ["art_l111-1"] if eid in eids]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-title"),
        ("No heading at all.", "no-title"),
        ("# A title\n\nNo article.", "no-articles"),
        ("---\ntitle: x\nArtículo 1", "header-open"),
        ("# t\n\n" + "\n\n".join(f"## Artículo {n}" for n in range(6001)), "too-long"),
    ],
)
def test_what_is_no_law_is_refused_with_its_reason(text, code):
    with pytest.raises(UnreadableLaw) as fault:
        parse_law(text)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("listed", "article", "is_covered"),
    [
        ("1,2", "art. 2", True), ("12(2),12(4)", "12", True), ("6", "6(1)", True),
        ("16", "1", False), ("8-35", "16(2)", True), ("8-35", "36", False), ("III", "III", True),
        ("5(e)(iv)", "Article 5 (e)", True), ("3", "", True), ("2", "المادة 2", True),
    ],
)  # fmt: skip
def test_an_article_is_covered_by_what_is_listed(listed, article, is_covered):
    assert covers(listed, article) is is_covered


def test_addresses_have_no_spaces_or_signs():
    assert make_eid("art", "2 bis") == "art_2bis"
    assert make_eid("art", "L. 111-1") == "art_l111-1"
    assert make_eid("para", "٢", "art_١") == "art_١__para_2"
