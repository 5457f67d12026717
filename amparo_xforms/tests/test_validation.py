"""Each error, fault and finding has a code, and words in English that say what it is."""

import re
from pathlib import Path

import pytest

from amparo_xforms import Fault, Finding, FormError, Limits, TooMuch, evaluate_form
from amparo_xforms.validation import ERRORS, FAULTS, FINDINGS

from .sample_forms import instrument

PACKAGE = Path(__file__).parents[1]
DETAILS = {"limit": 7, "count": 3}
PAIRS = """type | name | label | readonly
    begin_repeat | child | Child |
    integer | n | N |
    end_repeat | | |
    text | last | Last | count(/data/child[count(/data/child[n > 1]) > 1]) > 9"""


class Stopped(Exception):  # noqa: N818 - what the program around raises
    """What a program raises in place of an error of the engine."""


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_says_what_is_wrong_and_what_to_do(code):
    told = str(FormError(code, **DETAILS))
    assert "%" not in told
    assert re.fullmatch(r"[A-Z].*\. [A-Z].*\.", told)


def test_details_stand_in_the_message():
    error = TooMuch("too-many-nodes", limit=7)
    assert error.message == "This file holds more than 7 answers, rows or questions."
    assert error.advice == "Divide it into several smaller ones."
    assert (error.code, error.details) == ("too-many-nodes", {"limit": 7})


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_says_why_the_rule_cannot_be_followed(code):
    told = Fault("/data/a", "calculate", code, "this").message
    assert ("this" in told) == ("%(name)s" in FAULTS[code])


@pytest.mark.parametrize("kind", FINDINGS)
def test_a_finding_says_what_was_found(kind):
    assert Finding("/data/a", kind).message == FINDINGS[kind]


def test_every_code_that_is_raised_is_known():
    source = "".join(path.read_text() for path in PACKAGE.glob("*.py"))
    raised = set(re.findall(r'(?:TooMuch|UnreadableForm)\(\s*"([\w-]+)"', source))
    assert raised == ERRORS.keys() - {"unfit-form"}
    faults = set(re.findall(r'UnfitRule\(\s*"([\w-]+)"', source))
    assert faults == FAULTS.keys() - {"cycle"}


def test_a_state_that_takes_too_long_while_it_is_read_is_stopped():
    form = instrument(PAIRS, limits=Limits(seconds=0.1))
    answers = {"child": [{"n": 5}] * 1000}
    last = next(each for each in evaluate_form(form, answers) if each.path == "/data/last")
    with pytest.raises(TooMuch) as refused:
        assert last.is_read_only
    assert refused.value.code == "too-slow"


def test_a_program_may_say_what_is_raised_then():
    form = instrument(PAIRS, limits=Limits(seconds=0.1))
    filled = evaluate_form(
        form, {"child": [{"n": 5}] * 1000}, convert_error=lambda error: Stopped(error.code)
    )
    last = next(each for each in filled if each.path == "/data/last")
    with pytest.raises(Stopped, match="too-slow"):
        assert last.is_read_only
