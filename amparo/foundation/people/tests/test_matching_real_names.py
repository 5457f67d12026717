"""Real pairs of one name in two scripts, from lists that nobody here wrote or tuned for."""

import random
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice

import pytest

from amparo.foundation.people.matching.name_comparison import match_parts
from amparo.foundation.people.matching.names import parts_of

EVERY, MOST = 7, 2500


def groups() -> Iterator[list[str]]:
    names = pytest.importorskip("rigour.data.names")
    with (files(names) / "persons.txt").open(encoding="utf-8") as lines:
        for line in islice(lines, 0, None, EVERY):
            yield [name.strip() for name in line.partition("=>")[0].split(",")]


def script(name: str) -> str:
    first = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(first, "").partition(" ")[0] if first and " " not in name else ""


def pairs(of: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Names with their writing in another script, and with that of somebody else."""
    chance, same, other, before = random.Random(7), [], [], ""
    for group in groups():
        latin = [name for name in group if script(name) == "LATIN"]
        there = [name for name in group if script(name) == of]
        if latin and there:
            same += [(chance.choice(there), name) for name in latin[:5]]
            other += [(name, before) for name in there if before]
            before = chance.choice(latin)
    return chance.sample(same, min(MOST, len(same))), chance.sample(other, min(MOST, len(other)))


def share(found: list[tuple[str, str]]) -> float:
    fitting = [pair for pair in found if _fits(*pair)]
    return len(fitting) / len(found)


def _fits(one: str, other: str) -> bool:
    ours, theirs = parts_of(one), parts_of(other)
    return bool(ours and theirs) and match_parts(ours[-1], theirs[-1]) is not None


@pytest.mark.parametrize(("of", "least"), [("ARABIC", 0.90), ("CYRILLIC", 0.88), ("HEBREW", 0.83)])
def test_the_same_name_is_known_again_and_others_are_not(of, least):
    same, other = pairs(of)
    assert share(same) >= least
    assert share(other) <= 0.04
