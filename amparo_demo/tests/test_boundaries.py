"""The boundaries of the demo are shipped drawn, and as their outlines say."""

import json

import pytest

from amparo_demo import places
from bin.demo_boundaries import draw


@pytest.mark.parametrize("country", places.BOUNDARIES)
def test_what_is_shipped_is_what_the_outlines_draw(country):
    name = places.BOUNDARIES[country]
    shipped = json.loads((places.DATA / f"{name}.json").read_text(encoding="utf-8"))

    assert shipped == draw(name)
    known = {code for _name, _kind, where, _in, code in places.PLACES if where == country}
    assert known & set(shipped[""]["areas"])
