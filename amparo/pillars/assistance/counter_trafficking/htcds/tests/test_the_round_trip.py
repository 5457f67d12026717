"""What leaves as HTCDS and comes in again is the same, field by field, in every shape."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..file_reader import SHAPES
from ..records import HtcdsRecord
from .records import CODED, each_code_of, must_come_back, read_back, records, taken_out

# A few in a check; as many as one likes by AMPARO_HTCDS_EXAMPLES.
EXAMPLES = int(os.environ.get("AMPARO_HTCDS_EXAMPLES", "12"))


@pytest.mark.parametrize("shape", SHAPES)
@given(several=st.lists(records(), min_size=1, max_size=3, unique_by=lambda each: each.id))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_record_is_the_same_after_going_out_and_in(shape, several):
    must_come_back(shape, several)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("field", CODED, ids=lambda each: each.name)
def test_every_code_of_every_list_is_the_same_after_going_out_and_in(shape, field):
    some = each_code_of(field)
    must_come_back(shape, some)
    read = read_back(taken_out(shape, some))
    assert not [each.problems for each in read if each.problems]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_odd_spellings_of_the_standard_stay_on_the_wire(shape):
    record = HtcdsRecord(id="r")
    record.put("vic_RelationshipToTrafficker", "Unaquainted")
    record.put("prs_Gender", "NonSpecifiedUnknown")
    if shape != "xlsx":
        file = taken_out(shape, [record]).decode()
        assert "Unaquainted" in file
        assert "NonSpecifiedUnknown" in file
