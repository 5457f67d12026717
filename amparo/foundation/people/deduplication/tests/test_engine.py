"""The engine holds a register in memory, and after each slice of pairs nothing more than that."""

import json

import pytest

from amparo.foundation.people.deduplication.classifier import shipped_classifier
from amparo.foundation.people.deduplication.columns import record_batch
from amparo.foundation.people.deduplication.engine import Engine
from amparo.foundation.people.deduplication.process_pool import ProcessPool
from amparo.foundation.people.matching.features import MatchingFeatures
from amparo.foundation.people.search import tokens

BORN = {"birth_year": 1992, "birth_month": 3, "birth_day": 14, "sex": "female"}
PEOPLE = {
    1: MatchingFeatures(given="Rosa", family="Quispe", second_family="Mamani", **BORN),
    2: MatchingFeatures(given="Roza", family="Kispe", second_family="Mamani", **BORN),
    3: MatchingFeatures(given="Yacouba", family="Traoré", birth_year=1975, sex="male"),
}
FEATURES = [(number, json.dumps(each.as_json())) for number, each in PEOPLE.items()]


def read(some):
    return record_batch(some, b"nobody")


def keys():
    told = [
        (n, features, token)
        for n, features in PEOPLE.items()
        for token in tokens.token_texts(features)
    ]
    return [(hash(token) >> 1, features.birth_year, number) for number, features, token in told]


@pytest.fixture(params=["alone", "helped"])
def engine(request):
    with ProcessPool(wanted=request.param == "helped") as helpers:
        engine = Engine(shipped_classifier(), helpers)
        engine.take(helpers.each(read, ([one] for one in FEATURES)), keys())
        yield engine
        engine.close()


def test_who_is_alike_is_found_with_what_the_desk_says(engine):
    [[found]] = engine.slices([0], of=1)
    assert (found.one, found.other) == (1, 2)
    assert {"name_alike", "born_day", "sex_same"} <= set(found.evidence.said)
    assert engine.compared == 1


def test_slices_cut_anyhow_give_the_same(engine):
    found = [[(each.one, each.other) for each in some] for some in engine.slices(range(3), of=3)]
    assert found == [[], [(1, 2)], []]
    assert list(engine.slices([], of=3)) == []  # nothing is left to be done


def test_nothing_of_a_slice_stays_in_memory(engine):
    def held():
        rows = engine._con.cursor().execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return {name for (name,) in rows}

    left = engine.slices(range(3), of=3)
    for _some in left:
        assert held() == {"people", "blocks", "pairs"}
    left = engine.slices(range(3), of=3)
    next(left)
    left.close()  # whoever stops in the middle
    assert held() == {"people", "blocks", "pairs"}


def test_what_many_share_alone_brings_nobody_together():
    """Thirteen of one token, and nothing else: each is one of twelve whom it might mean."""
    crowd = [
        (n, json.dumps(MatchingFeatures(given=f"A{n}", birth_year=1990).as_json()))
        for n in range(13)
    ]
    with ProcessPool(wanted=False) as helpers:
        engine = Engine(shipped_classifier(), helpers, hopeless=-999.0)
        engine.take([read(crowd)], [(7, 1990, number) for number, _told in crowd])
        list(engine.slices([0], of=1))
        assert engine.compared == 0
        engine.close()
        engine = Engine(shipped_classifier(), helpers, hopeless=-999.0)
        engine.take([read(crowd[:4])], [(7, 1990, number) for number, _told in crowd[:4]])
        list(engine.slices([0], of=1))
        assert engine.compared == 6
        engine.close()
