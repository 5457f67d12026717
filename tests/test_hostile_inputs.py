"""Whatever is sent, to whichever door, by whomever: nothing crashes and nothing of it runs."""

import pytest

from tests.hostile import bombard, would_run
from tests.nastiness import MARKUP

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_v2_2_1_nothing_crashes_and_nothing_runs(house, clients, seed):
    found = bombard(400, house, clients, seed=seed)
    assert found.crashed == {}
    assert found.ran == {}
    assert found.answers[422] > 10  # it gets past the first question of many forms
    assert len(found.answers) >= 6


@pytest.mark.parametrize("markup", [each for each in MARKUP if "<" in each])
def test_what_would_run_is_seen(markup):
    assert would_run(f"<p>{markup}</p>")
    assert not would_run(f"<p>{markup.replace('<', '&lt;')}</p>")


def test_so_is_a_link_that_would_run():
    assert would_run('<a href="javascript:amparo7()">x</a>')
    assert would_run('<input value="" onfocus=amparo7() autofocus x="">')
    assert not would_run('<input value="javascript:amparo7()">')
