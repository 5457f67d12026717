"""Whatever is sent in the name of a telephone: nothing crashes, all is answered in protocol."""

import pytest

from tests.hostile_telephones import bombard

pytestmark = pytest.mark.django_db


def test_nothing_crashes_and_each_is_answered_as_the_protocol_wants(house):
    found = bombard(100, house, seed=27)
    assert found.crashed == []
    assert found.against_the_protocol == []
    assert found.in_logs == 0
    assert found.answers[201] > 10  # it gets past the first question
    assert found.answers[400] > 10
