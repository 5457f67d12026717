"""Restricted kinds never leave by small areas, nor by area and month."""

import pytest

from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.reason_texts import REASON_TEXTS
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.foundation.disclosure_control.restrictions import find_refusal
from amparo.foundation.disclosure_control.tables import Dimension

KIND = Dimension("kind")
COUNTRY, PROVINCE, TOWN = (Dimension(f"area {level}", area_level=level) for level in (0, 1, 2))
YEAR, QUARTER, MONTH, WEEK = (
    Dimension(f"{months} months", period_months=months) for months in (12, 3, 1, 0)
)
OUTSIDE = [each for each in Audience if each != Audience.OFFICE]


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize(
    ("dimensions", "reason"),
    [
        ([KIND], None),
        ([KIND, PROVINCE], None),
        ([KIND, COUNTRY, YEAR], None),
        ([KIND, MONTH], None),
        ([KIND, PROVINCE, QUARTER], None),
        ([KIND, TOWN], Reason.RESTRICTED_AREA),
        ([TOWN], Reason.RESTRICTED_AREA),
        ([KIND, PROVINCE, MONTH], Reason.RESTRICTED_MONTHS),
        ([KIND, PROVINCE, WEEK], Reason.RESTRICTED_MONTHS),
    ],
)
def test_a_restricted_kind_stays_coarse(audience, dimensions, reason):
    assert find_refusal(dimensions, audience, has_restricted_kind=True) is reason


@pytest.mark.parametrize("audience", OUTSIDE)
def test_other_kinds_are_free(audience):
    assert find_refusal([KIND, TOWN, MONTH], audience, has_restricted_kind=False) is None


def test_the_office_sees_its_own_figures():
    assert find_refusal([KIND, TOWN], Audience.OFFICE, has_restricted_kind=True) is None


def test_every_reason_has_its_words():
    assert set(REASON_TEXTS) == set(Reason)
