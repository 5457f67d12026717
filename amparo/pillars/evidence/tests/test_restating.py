"""Causes of a restatement: each change has one, and they sum to the difference in every cell."""

from hashlib import blake2b
from random import Random

import pytest

from amparo.pillars.evidence.restating import TOTAL, Cause, Comparison, Row


def keyed(key, label):
    return int.from_bytes(blake2b(f"{key}|{label}".encode(), digest_size=8).digest())


def cells(*labels):
    return frozenset((TOTAL, *labels))


def freeze(rows):
    frozen = {}
    for row in rows:
        if row.counts:
            for label in row.labels:
                frozen.setdefault(label, set()).add(keyed(row.key, label))
    return frozen


def compare(before, now, **how):
    found = Comparison(freeze(before), now, keyed, **how).changes()
    return {change.label: (change.before, change.now, dict(change.causes)) for change in found}


WOMAN, MAN = cells("sex=female"), cells("sex=male")


def test_nothing_changed():
    rows = [Row(1, WOMAN), Row(2, MAN)]
    assert compare(rows, rows) == {}


@pytest.mark.parametrize(
    ("now", "how", "total"),
    [
        ([Row(1, WOMAN), Row(2, MAN, is_late=True)], {}, (1, 2, {Cause.LATE: 1})),
        ([Row(1, WOMAN, is_cancelled=True)], {}, (1, 0, {Cause.CANCELLED: -1})),
        ([Row(1, WOMAN, is_elsewhere=True)], {}, (1, 0, {Cause.MOVED: -1})),
        ([Row(1, WOMAN, is_other=True)], {}, (1, 0, {Cause.CORRECTED: -1})),
        ([Row(3, WOMAN)], {"joined": {1}, "parted": {3}},
         (1, 1, {Cause.JOINED: -1, Cause.PARTED: 1})),
        ([], {}, (1, 0, {Cause.ERASED: -1})),
        ([Row(1, WOMAN), Row(2, MAN)], {}, (1, 2, {Cause.MOVED: 1})),
        ([Row(1, WOMAN), Row(2, MAN)], {"is_with_branches": True},
         (1, 2, {Cause.UNEXPLAINED: 1})),
    ],
)  # fmt: skip
def test_each_cause(now, how, total):
    assert compare([Row(1, WOMAN)], now, **how)[TOTAL] == total


def test_a_correction_moves_somebody_between_cells_and_leaves_the_total():
    changes = compare([Row(1, WOMAN)], [Row(1, MAN)])
    assert changes == {
        "sex=female": (1, 0, {Cause.CORRECTED: -1}),
        "sex=male": (0, 1, {Cause.CORRECTED: 1}),
    }


def test_who_was_erased_stands_as_a_count():
    frozen = {TOTAL: {keyed(1, TOTAL)}}
    [change] = Comparison(frozen, [Row(1, cells())], keyed, erased={TOTAL: 2}).changes()
    assert (change.before, change.now, change.causes) == (3, 1, {Cause.ERASED: -2})


def test_one_late_record_of_somebody_counted_before_changes_nothing():
    before = [Row(1, WOMAN)]
    assert compare(before, [*before, Row(1, WOMAN, is_late=True)]) == {}


def test_causes_sum_to_the_difference_in_every_cell():
    random = Random(7)
    labels = [f"area={area}" for area in range(6)] + ["sex=female", "sex=male"]
    for _round in range(60):
        before = [
            Row(key, cells(*random.sample(labels, 2)), is_cancelled=random.random() < 0.1)
            for key in range(80)
        ]
        now = []
        for row in before:
            if random.random() < 0.1:
                continue
            other = cells(*random.sample(labels, 2))
            now.append(
                Row(
                    row.key, other if random.random() < 0.1 else row.labels,
                    is_cancelled=random.random() < 0.1, is_elsewhere=random.random() < 0.1,
                    is_other=random.random() < 0.05, is_late=random.random() < 0.2,
                )
            )  # fmt: skip
        now += [Row(key, cells(random.choice(labels)), is_late=True) for key in range(80, 90)]
        erased = {TOTAL: random.randrange(3)}
        frozen = freeze(before)
        comparison = Comparison(
            frozen, now, keyed, erased=erased, joined=set(random.sample(range(80), 5)),
            parted=set(random.sample(range(80, 90), 2)),
        )  # fmt: skip
        for change in comparison.changes():
            assert sum(change.causes.values()) == change.difference
