"""The XForms engine is called by the clock of the place, and refuses in the words of Amparo."""

import ast
from datetime import UTC, datetime, timedelta
from inspect import isfunction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from lxml import etree

import amparo_xforms
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.fieldwork import form_problems, forms_engine
from amparo.foundation.fieldwork.presenters import finding_message
from amparo_xforms import validation
from amparo_xforms.tests.sample_forms import instrument, record, xform

ROOT = Path(__file__).parents[4]
TODAY = """type | name | label | default | constraint
    date | seen | Seen | today() | . <= today()"""
PAIRS = """type | name | label | readonly
    begin_repeat | child | Child |
    integer | n | N |
    end_repeat | | |
    text | last | Last | count(/data/child[count(/data/child[n > 1]) > 1]) > 9"""
KIRITIMATI, PAGO_PAGO = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # never on the same day


@pytest.mark.parametrize("zone", [KIRITIMATI, PAGO_PAGO])
def test_today_is_the_day_where_the_user_is(zone):
    form = instrument(TODAY)
    with timezone.override(zone):
        before = timezone.localdate()
        (seen,) = forms_engine.evaluate_form(form, {})
        after = timezone.localdate()
    assert seen.text in (before.isoformat(), after.isoformat())


def test_a_record_is_judged_by_the_day_where_the_user_is():
    form = instrument(TODAY)
    tomorrow = datetime.now(UTC).astimezone(ZoneInfo(PAGO_PAGO)).date() + timedelta(days=1)
    sent = record(f"<seen>{tomorrow}</seen>")
    with timezone.override(KIRITIMATI):
        assert forms_engine.evaluate(form, sent).is_clean
    with timezone.override(PAGO_PAGO):
        (found,) = forms_engine.evaluate(form, sent).findings
    assert found.kind == "constraint"


def test_the_engine_is_called_in_one_module_alone():
    """Else its errors would reach a user as faults of the server."""
    raising = {
        "answer_texts", "evaluate", "evaluate_form", "prefilled_xform", "read_form", "read_list",
        "record_header", "resume_answers", "root_of", "state_as_sent",
    }  # fmt: skip
    calls = set()
    for path in ROOT.glob("amparo/**/*.py"):
        text = path.read_text(encoding="utf-8")
        if "amparo_xforms" in text and "tests" not in path.parts:
            for node in ast.walk(ast.parse(text)):
                names = {each.name for each in getattr(node, "names", [])}
                is_theirs = str(getattr(node, "module", "")).startswith("amparo_xforms")
                if "amparo_xforms" in names or (is_theirs and names & raising):
                    calls.add(path.relative_to(ROOT).as_posix())
    place = "amparo/foundation/fieldwork"
    assert calls == {f"{place}/forms_engine.py", f"{place}/form_problems.py"}
    offered = {each for each in amparo_xforms.__all__ if isfunction(getattr(amparo_xforms, each))}
    assert offered - raising == {"find_cycle"}, "It raises none."


def test_everything_that_the_engine_says_has_words_here():
    assert form_problems.ERRORS.keys() == validation.ERRORS.keys()
    assert form_problems.FAULTS.keys() == validation.FAULTS.keys()
    assert form_problems.FINDINGS.keys() == validation.FINDINGS.keys()


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_its_errors_are_told_in_the_language_of_the_reader(language):
    error = amparo_xforms.TooMuch("too-many-nodes", limit=7)
    told = form_problems.convert_error(error)
    in_english = str(told)
    assert in_english == (
        "This file holds more than 7 answers, rows or questions. "
        "Divide it into several smaller ones."
    )
    with translation.override(language):
        assert str(told) != in_english
        assert "7" in str(told)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"hello", "damaged"),
        (b"<!DOCTYPE data><data id='intake'/>", "forbidden-xml"),
        (record("", form="other"), "another-form"),
    ],
)
def test_what_is_no_record_of_the_form_is_an_unreadable_file_and_no_refusal(raw, code):
    with pytest.raises(UnreadableFile) as refused:
        forms_engine.evaluate(instrument(TODAY), raw)
    assert refused.value.code == code
    assert not isinstance(refused.value, Refusal)


def test_too_much_is_an_unreadable_file_and_a_refusal():
    with pytest.raises(form_problems.TooMuch) as refused:
        forms_engine.record_header(b"<data>" + b"<g/>" * 60_000 + b"</data>")
    assert isinstance(refused.value, UnreadableFile)
    assert isinstance(refused.value, Refusal)
    assert refused.value.details == {"limit": 50_000}


@pytest.mark.parametrize("how", ["filled in", "as sent"])
def test_a_state_that_takes_too_long_while_it_is_shown_is_a_refusal(how):
    """Long after the call: what is asked of each question is evaluated when a page asks it."""
    form = instrument(PAIRS, limits=amparo_xforms.Limits(seconds=0.1))
    rows = 1000
    if how == "filled in":
        filled = forms_engine.evaluate_form(form, {"child": [{"n": 5}] * rows})
    else:
        sent = record("<child><n>5</n></child>" * rows + "<last>x</last>")
        filled = forms_engine.state_as_sent(form, sent, moment=datetime.now(UTC))
    last = next(each for each in filled if each.path == "/data/last")
    with pytest.raises(form_problems.TooMuch) as refused:
        assert last.is_read_only
    assert refused.value.kind is form_problems.TOO_SLOW


def test_every_fault_of_an_unfit_form_is_told():
    xml = xform("type | name | label | constraint \n text | word | Word | . != 'x'")
    with pytest.raises(form_problems.UnfitForm) as refused:
        forms_engine.read_form(xml.replace(". != 'x'", "nosuch(1)").encode())
    (fault,) = refused.value.faults
    assert (fault.path, fault.code, fault.name) == ("/data/word", "unknown-function", "nosuch")
    assert "1 of its rules" in refused.value.message
    assert not isinstance(refused.value, Refusal)


def test_a_finding_is_told_by_its_kind():
    assert finding_message({"path": "/data/a", "kind": "missing-required"}) == (
        "This question must be answered."
    )


def test_columns_of_amparo_say_what_a_question_is_for():
    xml = xform("type | name | label | bind::amparo:purpose \n text | who | Who | referral",
                settings="form_id | version | namespaces \n"
                f'intake | 1 | amparo="{forms_engine.NAMESPACE}"')  # fmt: skip
    form = forms_engine.read_form(xml.encode())
    assert form.find("/data/who").notes == {"purpose": "referral"}


def test_a_list_and_a_manifest_that_cannot_be_read_are_unreadable_files():
    with pytest.raises(UnreadableFile):
        forms_engine.read_list("places.geojson", b"{")
    with pytest.raises(UnreadableFile):
        forms_engine.parse_xml(b"<a>", most_bytes=9, most_nodes=9, deepest=9)
    top = forms_engine.parse_xml(b"<a/>", most_bytes=9, most_nodes=9, deepest=9)
    assert isinstance(top, etree._Element)
