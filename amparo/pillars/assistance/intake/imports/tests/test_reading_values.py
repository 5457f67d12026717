"""A value is read in whichever of four languages it was written, or asked about; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.pillars.assistance.intake.imports.values import PARSERS

from .reading import code, read, value


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("Bolivia", "BO"), ("BOLIVIA", "BO"), ("bo", "BO"), ("BOL", "BO"), ("boliviana", "BO"),
        ("bolivien", "BO"), ("بوليفيا", "BO"), ("Bolivia (Estado Plurinacional de)", "BO"),
        ("venezolanos", "VE"), ("Siria", "SY"), ("سورية", "SY"), ("سوري", "SY"), ("السورية", "SY"),
        ("Côte d’Ivoire", "CI"), ("Costa de Marfil", "CI"), ("RDC", "CD"), ("EE.UU.", "US"),
        ("la République dominicaine", "DO"), ("haïtienne", "HT"), ("hondureño/a", "HN"),
        ("Türkiye", "TR"), ("Perú", "PE"), ("afghane", "AF"), ("congolaise RDC", "CD"),
    ],
)  # fmt: skip
def test_countries(written, country):
    assert read("nationality", written) == ({"nationalities": [country]}, [])


def test_several_nationalities_and_none():
    assert value("nationality", "BO;PE", "nationalities") == ["BO", "PE"]
    assert value("nationality", "colombiana y venezolana", "nationalities") == ["CO", "VE"]
    assert read("nationality", "Apátrida")[0] == {"statelessness": "stateless"}
    assert read("nationality", "XXA")[0] == {"statelessness": "stateless"}


def test_countries_that_are_asked_about():
    _values, (problem,) = read("nationality", "Bolibia")
    assert (problem.code, problem.choices[0]) == ("country-unknown", "BO")
    assert read("nationality", "congolaise")[1][0].choices == ("CG", "CD")
    assert code("nationality", "NA") == ["country-or-nothing"]
    assert read("nationality", "n/a") == ({}, [])


def test_a_code_that_also_means_nothing_is_read_as_its_column_says():
    assert value("document_country", "SO", country_codes={"column": "codes"}) == "SO"
    assert read("document_country", "SO", country_codes={"column": "unknown"}) == ({}, [])
    assert read("nationality", "so", country_codes={"column": "codes"}) == ({}, [])


def test_languages():
    assert value("language", "castellano, quechua", "languages") == ["es", "qu"]
    assert value("language", "spa", "languages") == ["es"]
    assert value("language", "العربية", "languages") == ["ar"]
    assert value("language", "so", "languages") == ["so"]
    assert read("language", "español; klingones")[0] == {"languages": ["es"]}
    assert code("language", "español; klingones") == ["language-unknown"]


@pytest.mark.parametrize(
    ("written", "phones"),
    [
        ("71234567", ["+59171234567"]),
        (71234567, ["+59171234567"]),
        (59171234567, ["+59171234567"]),
        ("00591 7123-4567", ["+59171234567"]),
        ("+591 71234567 / 72345678", ["+59171234567", "+59172345678"]),
        ("71234567 y 72345678", ["+59171234567", "+59172345678"]),
    ],
)
def test_telephones(written, phones):
    assert read("phone", written) == ({"phones": phones}, [])


def test_telephones_that_are_none_are_kept_as_written_and_cut_ones_are_not():
    assert read("phone", "123")[0] == {"phones": ["123"]}
    assert code("phone", "123") == ["phone-unreadable"]
    assert read("phone", "5.91E+11")[0] == read("phone", 5.9e17)[0] == {}
    assert code("phone", "5,91E+11") == ["number-shortened"]


def test_documents():
    assert read("document_number", "0012345 LP") == ({"document_number": "0012345 LP"}, [])
    assert code("document_number", 12345) == ["zeros-may-be-lost"]
    assert code("document_number", "1.23E+15") == ["number-shortened"]
    assert value("document_number", "12E45") == "12E45"
    assert value("document_type", "C.I.") == "national_id"
    assert value("document_country", "Perú") == "PE"


@pytest.mark.parametrize(
    ("written", "sex"),
    [("F", "female"), ("Mujer", "female"), ("أنثى", "female"), ("انثى", "female"),
     ("Féminin", "female"), ("H", "male"), ("varón", "male"), ("ذكر", "male"), ("garçon", "male"),
     ("male", "male"), ("Autre", "other")],
)  # fmt: skip
def test_sex(written, sex):
    assert read("sex", written) == ({"sex": sex}, [])


def test_the_letter_m_is_asked_unless_its_column_told():
    assert code("sex", "M") == ["sex-ambiguous"]
    assert value("sex", "M", letter_m={"column": "female"}) == "female"
    assert value("gender", "M", letter_m={"column": "male"}) == "man"
    assert code("sex", "muger") == ["sex-unknown"]
    assert value("gender", "Transgender_Feminine ") == "trans_woman"


def test_consent_is_a_yes_and_nothing_else():
    assert read("consent", "sí") == read("consent", "si") == ({"consent": True}, [])
    assert read("consent", True)[0] == read("consent", "نعم")[0] == {"consent": True}
    assert code("consent", "") == code("consent", "s/i") == ["consent-missing"]
    assert code("consent", "no") == code("consent", False) == ["consent-refused"]
    assert code("consent", "maybe") == ["consent-unreadable"]


def test_names_are_kept_as_written():
    assert value("given_names", "maría José") == "maría José"
    assert read("given_names", "Nan") == ({"given_names": "Nan"}, [])
    assert read("given_names", "s/d") == ({}, [])
    assert code("family_names", "Quispe 2") == ["name-with-figures"]


def test_a_full_name_is_divided_only_where_it_divides_itself():
    assert read("full_name", "Mamani Quispe, Rosa")[0] == {
        "given_names": "Rosa",
        "family_names": "Mamani Quispe",
    }
    whole = {"full_name": "Rosa Mamani Quispe", "name_is_whole": True}
    assert read("full_name", "Rosa Mamani Quispe")[0] == whole
    assert value("full_name", "محمد علي حسن", "original_name") == "محمد علي حسن"


def test_words_of_lists():
    assert value("risk", "ALTO") == "high"
    assert value("family_relation", "hija") == "child"
    assert value("migration_status", "Solicitante de refugio") == "asylum_seeker"
    _values, (problem,) = read("risk", "altoo")
    assert (problem.code, problem.choices, problem.keeps_out) == ("word-unknown", ("high",), False)


@pytest.mark.parametrize("written", ["", "-", "N/A", "s/d", "desconocido", "inconnu", "غير معروف"])
@pytest.mark.parametrize("field", sorted(set(PARSERS) - {"consent"}))
def test_what_is_not_known_is_left_empty(field, written):
    assert read(field, written) == ({}, [])


CELLS = st.one_of(
    st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.booleans(), st.dates()
)


@pytest.mark.parametrize("field", sorted(PARSERS))
@given(cell=CELLS)
def test_no_cell_breaks_a_reader(field, cell):
    values, problems = read(field, cell)
    assert isinstance(values, dict)
    for problem in problems:
        assert problem.message
        assert problem.what_to_do
