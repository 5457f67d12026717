"""Whatever somebody sends as a paper is refused in words or taken as what it is: no crash."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation.core.files.validation import ATTACHMENT_TYPES, validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.tests.sample_files import HONEST
from tests.hostile_files import HOSTILE, faults_of, try_hostile_files

# Taken, and then harmless: drawn anew, tidied, or left to the scanner.
HARMLESS = {"polyglot.jpg", "virus.txt", "acta\u202egpj.pdf"}
WHOLE = {name: make() for name, (make, _kind) in HONEST.items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_known_one(name):
    content = io.BytesIO(HOSTILE[name])
    if name in HARMLESS:
        assert not list(faults_of(validate_upload(name, "", 1, content)))
    else:
        with pytest.raises(Refusal):
            validate_upload(name, "", 1, content)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_many_that_are_broken_in_some_way():
    found = try_hostile_files(600)
    assert not found.faults
    assert found.tried == 600
    assert found.refused > 200
    assert found.taken > 20


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ATTACHMENT_TYPES)), st.binary(max_size=4000))
def test_anything_at_all_under_any_name(ending, content):
    try:
        paper = validate_upload("paper" + ending, "", len(content), io.BytesIO(content))
    except Refusal:
        return
    assert paper.kind in ("text/plain", "text/csv")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_honest_ones_with_a_few_bytes_changed(data):
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    for at, byte in data.draw(
        st.dictionaries(st.integers(0, len(content) - 1), st.integers(0, 255), max_size=12)
    ).items():
        content[at] = byte
    try:
        paper = validate_upload(name, "", len(content), io.BytesIO(content))
    except Refusal:
        return
    assert not list(faults_of(paper))
