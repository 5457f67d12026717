"""What is brought as a survey is read whole, or everything that is wrong with it is named."""

import json

import pytest

from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.instrument_reader import InvalidInstrument, read
from amparo.pillars.assistance.surveys.validation import problem_of

OURS = standard_instruments.files()[0].read_bytes()


def with_(change) -> bytes:
    told = json.loads(OURS)
    change(told)
    return json.dumps(told).encode()


def kinds(data: bytes) -> set[str]:
    with pytest.raises(InvalidInstrument) as found:
        read(data)
    for each in found.value.issues:
        assert problem_of(each).message
    return {each.kind for each in found.value.issues}


def test_what_comes_with_amparo_is_read_in_four_languages():
    survey = read(OURS)
    assert survey.languages == ("en", "es", "fr", "ar")
    assert len(survey.items) == 31
    assert [each.code for each in survey.dimensions] == ["economic", "social", "psychosocial"]
    assert not survey.limits, "Nobody has shown us the official limits."
    assert "not the survey of IOM" in survey.source


def _set(path, value):
    def change(told):
        *steps, last = path
        for step in steps:
            told = told[step]
        told[last] = value

    return change


def _add(path, value):
    def change(told):
        for step in path:
            told = told[step]
        told.append(value)

    return change


WRONG = [
    (_set(["format"], "other"), "format"),
    (_set(["code"], "a b"), "code"),
    (_set(["code"], None), "missing"),
    (_set(["version"], ""), "missing"),
    (_set(["source"], "  "), "missing"),
    (_set(["source"], "x" * 1_001), "too_long"),
    (_set(["name"], {}), "language"),
    (_set(["items", 0, "text", "fr"], ""), "missing"),
    (_set(["items", 0, "text", "fr"], 7), "missing"),
    (_set(["items", 0, "dimension"], "spiritual"), "dimension_unknown"),
    (_set(["items", 0, "answers"], "nothing"), "answers_unknown"),
    (_set(["items", 0, "scores"], {"5": 1}), "score_missing"),
    (_set(["items", 0, "scores", "9"], 1), "score_unknown"),
    (_set(["items", 0, "scores", "5"], 1.2), "range"),
    (_set(["items", 0, "scores", "5"], -0.1), "range"),
    (_set(["items", 0, "scores", "5"], "much"), "number"),
    (_set(["items", 0, "scores", "5"], True), "number"),
    (_set(["items", 0, "weight"], 0), "range"),
    (_set(["items", 0, "only_if"], {"item": "P10", "is": ["want"]}), "condition"),
    (_set(["items", 0, "only_if"], "E01"), "condition"),
    (_set(["items", 1, "code"], "E01"), "twice"),
    (_set(["enough"], 2), "range"),
    (_set(["enough"], None), "number"),
    (_set(["items"], []), "missing"),
    (_set(["items"], "E01"), "shape"),
    (_set(["answers"], []), "shape"),
    (_set(["waves", 0, "months"], "soon"), "months"),
    (_set(["waves", 0, "months"], -1), "months"),
    (_set(["waves"], []), "missing"),
    (_set(["prompts"], []), "shape"),
    (_set(["prompts", "below", "spiritual"], 0.5), "prompt"),
    (_set(["prompts", "answers", 0, "is"], ["often"]), "prompt"),
    (_set(["prompts", "answers", 0, "is"], "often"), "shape"),
    (_set(["limits"], [{"upto": 0.5, "name": {}}]), "limits_order"),
    (_add(["answers", "quality"], {"code": "dk", "en": "?", "es": "?", "fr": "?", "ar": "?"}),
     "reserved"),
    (_add(["dimensions"], {"code": "empty", "name": {}}), "dimension_empty"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "kind"), WRONG)
def test_what_is_wrong_is_named(change, kind):
    assert kind in kinds(with_(change))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"{", b"[" * 100_000, b"NaN", b'{"format": NaN}', b'"\xc3"', b"1" * 5_000],
)
def test_what_is_no_json_is_said(data):
    assert kinds(data) <= {"not_json", "not_read", "format"}


def test_a_number_that_would_fill_the_memory_is_refused_at_once():
    odd = OURS.replace(b'"enough": 0.6', b'"enough": 1e-999999999')
    assert odd != OURS
    assert "range" in kinds(odd)
    assert "range" in kinds(OURS.replace(b'"enough": 0.6', b'"enough": 1e999999999'))


def test_what_is_too_large_is_not_even_read():
    assert kinds(b" " * 1_000_001) == {"too_large"}


def test_a_file_in_one_language_is_enough():
    def only_french(told):
        told["name"] = {"fr": told["name"]["fr"]}

    assert read(with_(only_french)).languages == ("fr",)


def test_everything_is_named_at_once():
    def spoil(told):
        told["items"][0]["dimension"] = "x"
        told["items"][1]["answers"] = "y"

    assert {"dimension_unknown", "answers_unknown"} <= kinds(with_(spoil))
