"""No path books or begins a journey through an open check: tried by chance, thousands of steps."""

import os

import pytest

from tests.support.nightly import examples

from .walking import Walk

STEPS = int(os.environ.get("AMPARO_RETURN_STEPS", examples(600)))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_whatever_is_tried(case, nayeli, caseworker, supervisor, seed):
    case.add_dependant(nayeli, "child", by=caseworker)
    walk = Walk(case, nayeli, caseworker, supervisor, seed=seed)
    counted = walk.go(STEPS)
    assert counted["seen booked"] > 0, counted
    assert counted["do_depart"] > 0, counted
    assert counted["refused"] > STEPS // 20, counted
