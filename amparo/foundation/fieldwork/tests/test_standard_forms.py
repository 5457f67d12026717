"""The forms that Amparo comes with ask in four languages, with care, no more than needed."""

import io
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from pyxform.xls2json_backends import csv_to_dict
from pyxform.xls2xform import convert

from amparo.foundation.core.code_lists.bundled import bundled_codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.fieldwork import form_mapping, standard_forms

FOLDER = Path(__file__).parents[1] / "standard_forms"
FORMS = {path.stem: standard_forms.workbook(path) for path in standard_forms.form_files()}
BOOKS = {name: csv_to_dict(io.BytesIO(book)) for name, book in FORMS.items()}
LANGUAGES = ("English (en)", "Español (es)", "Français (fr)", "العربية (ar)")

# What the browser and the telephone both know how to show (no map, no signature, no hour wheel).
TYPES = {"text", "integer", "date", "note", "select_one", "select_multiple", "calculate"}
FRAMES = {"begin group", "end group", "begin repeat", "end repeat"}
SENSITIVITIES = {"identity", "contact", "location", "narrative", "medical", "plain"}
PREFERS_NOT_TO_SAY = {"no_answer", "pna", "7"}

CONSENT = "nobody is asked twice whether they agree: no answer is a no"
SAFETY = "somebody must look before going on; silence is written as a doubt"
OWN_VIEW = "the worker answers about their own work, not about what the person told"
ALWAYS_ANSWERED = {
    "agrees": CONSENT, "guardian_consent": CONSENT,
    "in_private": SAFETY, "danger_now": SAFETY, "do_not_contact": SAFETY, "child_safe": SAFETY,
    "watched": SAFETY, "can_talk": SAFETY, "safe_now": SAFETY, "safe_to_talk": SAFETY,
    "safe_leaving": SAFETY, "apart": SAFETY, "family_safe": SAFETY, "said_something": SAFETY,
    "worried": SAFETY,
    "told": OWN_VIEW, "mode": OWN_VIEW, "reached": OWN_VIEW, "why_not": OWN_VIEW,
    "change": OWN_VIEW, "read_back": OWN_VIEW, "chose_worker": OWN_VIEW, "interpreter": OWN_VIEW,
    "told_act": OWN_VIEW, "told_means": OWN_VIEW, "told_purpose": OWN_VIEW,
    "next_steps": OWN_VIEW, "how": OWN_VIEW, "wave": OWN_VIEW, "answered_by": OWN_VIEW,
    "why_now": OWN_VIEW, "views_weight": OWN_VIEW, "urgency": OWN_VIEW,
    "needs_determination": OWN_VIEW, "told_child": OWN_VIEW, "round": OWN_VIEW, "area": OWN_VIEW,
    "moment": OWN_VIEW, "fit_to_travel": OWN_VIEW, "escort": OWN_VIEW,
}  # fmt: skip
# What is written rather than chosen, and still cannot be left out.
ALWAYS_WRITTEN = {
    "asked_on": "the day of the conversation",
    "first_steps": "nobody leaves a first conversation without a step",
    "place": "a community is somewhere",
    "physician_name": "a decision has an author",
    "session_code": "an answer belongs to a training",
}
# Where an answer lands: the model behind each first word.
MODELS = {
    "person": "people.Person", "contact": "people.Contact",
    "document": "people.IdentityDocument", "functioning": "people.WashingtonGroupAnswers",
    "family_member": "people.FamilyMember", "separation": "people.FamilySeparation",
    "community": "people.Community", "place": "people.Place",
    "observation": "protection.Observation", "incident": "protection.Incident",
    "case": "cases.Case", "screening": "intake.Screening",
    "journey_belief": "intake.Screening",
    "assessment": "assessment.Assessment", "need": "assessment.Need", "note": "cases.Note",
    "follow_up": "planning.FollowUp", "safety_alert": "cases.SafetyAlert",
    "survey_round": "surveys.SurveyResponse",
}  # fmt: skip
CODED = {"observation": "factor", "need": "service_type"}

each_form = pytest.mark.parametrize("name", FORMS)


def rows(name: str) -> list[dict]:
    return BOOKS[name]["survey"]


def questions(name: str) -> list[dict]:
    return [row for row in rows(name) if row["type"] not in FRAMES]


def kind(row: dict) -> str:
    return row["type"].split()[0]


def asked(name: str) -> list[dict]:
    return [row for row in questions(name) if kind(row) not in ("note", "calculate")]


def choices(name: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in BOOKS[name]["choices"]:
        found.setdefault(row["list_name"], []).append(row)
    return found


def codes_of(listed: str) -> set[str]:
    return {line.code for line in bundled_codes() if line.list == listed}


def silent(row: dict, what: str) -> list[str]:
    """The languages in which something is not said."""
    return [each for each in LANGUAGES if not row.get(f"{what}::{each}", "").strip()]


def test_the_forms_that_were_promised_are_there():
    codes = {name.split("_")[0] for name in FORMS}
    assert codes == {
        "f02", "f04", "f05", "f06", "f08", "f13", "f17", "f23", "f28", "f29", "f32", "f33", "f35",
        "f36",
    }  # fmt: skip


@each_form
def test_a_form_becomes_one_that_phones_and_browsers_read(name):
    made = convert(xlsform=FORMS[name], file_type=".csv", form_name=name)
    assert made.xform
    assert made.warnings == []


@pytest.mark.skipif(not shutil.which("java"), reason="no Java here to ask")
@each_form
def test_the_engine_of_odk_collect_would_open_it(name):
    assert (
        convert(xlsform=FORMS[name], file_type=".csv", form_name=name, validate=True).warnings
        == []
    )


@each_form
def test_a_form_says_who_it_is(name):
    (settings,) = BOOKS[name]["settings"]
    assert settings["form_id"] == name
    assert re.fullmatch(r"\d{10}", settings["version"])
    assert settings["default_language"] == "Español (es)"
    assert settings["namespaces"] == 'amparo="https://amparo.example/xforms"'
    assert settings["form_title"].startswith(name.split("_")[0].upper())
    assert settings["notes"], "say what is official and what is ours"


@each_form
def test_the_name_of_a_filled_form_tells_nothing_of_anybody(name):
    (settings,) = BOOKS[name]["settings"]
    used = set(re.findall(r"\$\{(\w+)\}", settings["instance_name"]))
    assert used <= {"asked_on", "case_number"}


@each_form
def test_everything_is_said_in_four_languages(name):
    for row in rows(name):
        if row["type"].startswith("end ") or kind(row) == "calculate":
            continue
        assert not silent(row, "label"), row["name"]
        for what in ("hint", "guidance_hint"):
            assert len(silent(row, what)) in (0, len(LANGUAGES)), (row["name"], what)
    for row in BOOKS[name]["choices"]:
        assert not silent(row, "label"), (row["list_name"], row["name"])


@each_form
def test_every_question_says_what_it_is_for_and_how_much_it_tells(name):
    purposes = codes_of("consent_scope")
    for row in questions(name):
        assert row.get("bind::amparo:purpose") in purposes, row["name"]
        assert row.get("bind::amparo:sensitivity") in SENSITIVITIES, row["name"]


@each_form
def test_what_must_be_answered_or_is_refused_says_why_in_four_languages(name):
    for row in questions(name):
        if row.get("required"):
            assert not silent(row, "required_message"), row["name"]
        if row.get("constraint"):
            assert not silent(row, "constraint_message"), row["name"]


@each_form
def test_one_may_always_prefer_not_to_say(name):
    lists = choices(name)
    for row in asked(name):
        if not row["type"].startswith("select_"):
            continue
        offered = {choice["name"] for choice in lists[row["type"].split()[1]]}
        assert offered & PREFERS_NOT_TO_SAY or row["name"] in ALWAYS_ANSWERED, row["name"]


@each_form
def test_what_is_written_may_be_left_out(name):
    for row in asked(name):
        if row.get("required") and not row["type"].startswith("select_"):
            assert row["name"] in ALWAYS_WRITTEN, row["name"]


def test_no_exception_outlives_its_question():
    known = {row["name"] for name in FORMS for row in asked(name)}
    assert set(ALWAYS_ANSWERED) | set(ALWAYS_WRITTEN) <= known


@each_form
def test_nothing_of_the_conversation_is_asked_before_the_person_agrees(name):
    order = [row.get("name") for row in rows(name)]
    (agrees,) = (row for row in asked(name) if row["name"] == "agrees")
    assert agrees["required"]
    (conversation,) = (row for row in rows(name) if row.get("name") == "interview")
    assert conversation["relevant"] == "${agrees} = 'yes'"
    assert order.index("agrees") < order.index("interview")
    early = [row for row in questions(name) if order.index(row["name"]) < order.index("agrees")]
    told = {row["bind::amparo:sensitivity"] for row in early}
    assert not told & {"medical", "identity"}


@each_form
def test_none_and_silence_do_not_go_with_other_answers(name):
    lists = choices(name)
    for row in asked(name):
        if kind(row) == "select_multiple":
            offered = {choice["name"] for choice in lists[row["type"].split()[1]]}
            for alone in offered & {"none", "no_answer", "unknown"}:
                assert f"selected(., '{alone}')" in row["constraint"], row["name"]


@each_form
def test_nothing_that_the_browser_cannot_show_and_no_map(name):
    for row in questions(name):
        assert kind(row) in TYPES, row["name"]
    for row in rows(name):
        assert row.get("appearance", "") in ("", "field-list", "multiline"), row["name"]


@each_form
def test_no_two_questions_or_choices_share_a_name(name):
    names = [row["name"] for row in rows(name) if not row["type"].startswith("end ")]
    assert len(names) == len(set(names))
    for listed, offered in choices(name).items():
        codes = [choice["name"] for choice in offered]
        assert len(codes) == len(set(codes)), listed


@each_form
def test_a_form_is_long_enough_to_be_of_use_and_short_enough_to_be_borne(name):
    assert 12 <= len(asked(name)) <= 60


@each_form
def test_choices_of_our_lists_keep_their_codes(name):
    house = {line.list for line in bundled_codes()}
    for listed, offered in choices(name).items():
        if listed in house:
            codes = {choice["name"] for choice in offered}
            assert codes <= codes_of(listed) | {"none", "no_answer"}, listed


@each_form
def test_an_answer_lands_where_there_is_a_field_for_it(name):
    for row in asked(name):
        if lands := row.get("bind::amparo:target"):
            assert is_known(lands), (row["name"], lands)


def is_known(lands: str) -> bool:
    word, _, rest = lands.partition(".")
    if field_of(lands) is not None or rest in codes_of(CODED.get(word, "")):
        return True
    place = form_mapping.find_form_target(
        word
    )  # the questions of a survey are data of its version
    return word == "survey_round" and place is not None and place.has(rest)


def field_of(lands: str):
    word, _, rest = lands.partition(".")
    try:
        return apps.get_model(MODELS[word])._meta.get_field(rest)
    except FieldDoesNotExist:
        return None


@each_form
def test_what_is_stored_encrypted_is_never_called_plain(name):
    for row in asked(name):
        if isinstance(field_of(row.get("bind::amparo:target", "note.at")), PersonalField):
            assert row["bind::amparo:sensitivity"] != "plain", row["name"]


def test_the_six_questions_of_the_washington_group_are_asked_unchanged_and_in_their_order():
    lines = {line.code: line for line in bundled_codes() if line.list == "wg_question"}
    wanted = [line.labels["en"] for line in lines.values()]
    said = [row.get("label::English (en)") for row in rows("f29_washington_group")]
    places = [said.index(each) for each in wanted]
    assert all(after == before + 1 for before, after in pairwise(places))
    words = " ".join(
        row.get(f"label::{each}", "") for row in rows("f29_washington_group") for each in LANGUAGES
    ).lower()
    assert not re.search(r"disab|discapac|handicap|إعاق", words)


def test_trafficking_is_never_decided_by_adding_up():
    rows_of_it = rows("f08_trafficking_interview_guide")
    assert not [row for row in rows_of_it if kind(row) == "calculate"]


def test_the_sources_of_every_form_are_told():
    told = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    assert not [name for name in FORMS if f"`{name}`" not in told]
