"""The engine holds a register in memory, and after each slice of pairs nothing more than that."""

import pytest

from amparo.foundation.people import tokens
from amparo.foundation.people.comparing.engine import Engine
from amparo.foundation.people.comparing.judgement import shipped
from amparo.foundation.people.comparing.rows import row_of
from amparo.foundation.people.likeness import Traits

pytestmark = pytest.mark.any_database
BORN = {"birth_year": 1992, "birth_month": 3, "birth_day": 14, "sex": "female"}
PEOPLE = {
    1: Traits(given="Rosa", family="Quispe", second_family="Mamani", **BORN),
    2: Traits(given="Roza", family="Kispe", second_family="Mamani", **BORN),
    3: Traits(given="Yacouba", family="Traoré", birth_year=1975, sex="male"),
}


@pytest.fixture
def engine():
    engine = Engine(shipped())
    told = [(n, traits, token) for n, traits in PEOPLE.items() for token in tokens.told(traits)]
    keys = [(hash(token) >> 1, traits.birth_year, number) for number, traits, token in told]
    engine.take([row_of(number, each, b"nobody") for number, each in PEOPLE.items()], keys)
    yield engine
    engine.close()


def test_who_is_alike_is_found_with_what_the_desk_says(engine):
    [found] = engine.slice(0, 1)
    assert (found.one, found.other) == (1, 2)
    assert {"name_alike", "born_day", "sex_same"} <= set(found.evidence.said)


def test_nothing_of_a_slice_stays_in_memory(engine):
    def held():
        rows = engine._con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return {name for (name,) in rows}

    for at in range(3):
        list(engine.slice(at, 3))
        assert held() == {"people", "blocks", "pairs"}
    left = engine.slice(1, 3)
    next(left)
    left.close()  # whoever stops in the middle
    assert held() == {"people", "blocks", "pairs"}
