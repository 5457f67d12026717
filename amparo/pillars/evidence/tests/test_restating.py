"""Causes of a restatement: each change has one, and they sum to the difference in every cell."""

from dataclasses import replace
from hashlib import blake2b
from random import Random

import pytest

from amparo.pillars.evidence.restating import (
    TOTAL,
    VALUE,
    Cause,
    Comparison,
    Row,
    value_label,
)


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
        ([Row(1, WOMAN, is_elsewhere=True)], {"moved": {1}}, (1, 0, {Cause.MOVED: -1})),
        ([Row(1, WOMAN, is_other=True)], {}, (1, 0, {Cause.CORRECTED: -1})),
        ([Row(3, WOMAN)], {"joined": {1}, "parted": {3}},
         (1, 1, {Cause.JOINED: -1, Cause.PARTED: 1})),
        ([], {}, (1, 0, {Cause.ERASED: -1})),
        ([Row(1, WOMAN), Row(2, MAN)], {"moved": {2}}, (1, 2, {Cause.MOVED: 1})),
        # It was there, and the filter of the definition let it through only now.
        ([Row(1, WOMAN), Row(2, MAN)], {"is_narrowed": True}, (1, 2, {Cause.CORRECTED: 1})),
        ([Row(1, WOMAN), Row(2, MAN)], {}, (1, 2, {Cause.UNEXPLAINED: 1})),
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
            moved=set(random.sample(range(90), 20)), is_narrowed=random.random() < 0.5,
        )  # fmt: skip
        for change in comparison.changes():
            assert sum(change.causes.values()) == change.difference


# Medians.


def freeze_median(rows):
    frozen = freeze(rows)
    frozen[VALUE] = {keyed(row.key, value_label(row.value)) for row in rows if row.counts}
    return frozen


def changes_of_median(before, now, medians, **how):
    comparison = Comparison(freeze_median(before), now, keyed, medians=medians, **how)
    return {change.label: change for change in comparison.changes()}


def case_of(key, days, *labels, **how):
    return Row(key, cells(*labels), value=days, **how)


def test_a_median_says_from_how_many_days_to_how_many_and_which_cases_came_and_went():
    before = [case_of(1, 2.0), case_of(2, 4.0), case_of(3, 30.0)]
    now = [
        case_of(1, 2.0), case_of(2, 4.0), case_of(3, 30.0, is_cancelled=True),
        case_of(4, 1.0, is_late=True), case_of(5, 3.0, is_late=True), case_of(6, 6.0),
    ]  # fmt: skip
    change = changes_of_median(before, now, {TOTAL: 4.0}, moved={6})[TOTAL]
    assert change.medians == (4.0, 3.0)
    assert (change.before, change.now, change.corrected) == (3, 5, 0)
    assert change.causes == {Cause.LATE: 2, Cause.MOVED: 1, Cause.CANCELLED: -1}


def test_a_median_over_the_same_cases_moves_where_a_value_was_corrected():
    before = [case_of(1, 2.0), case_of(2, 4.0), case_of(3, 30.0)]
    now = [case_of(1, 2.0), case_of(2, 12.0), case_of(3, 30.0)]
    change = changes_of_median(before, now, {TOTAL: 4.0})[TOTAL]
    assert (change.before, change.now, change.causes) == (3, 3, {})
    assert (change.medians, change.corrected) == ((4.0, 12.0), 1)


def test_a_case_whose_value_was_recorded_after_the_freeze_is_late():
    before = [case_of(1, 2.0), case_of(2, None, is_other=True)]
    now = [case_of(1, 2.0), case_of(2, 8.0)]
    change = changes_of_median(before, now, {TOTAL: 2.0})[TOTAL]
    assert (change.medians, change.causes) == ((2.0, 5.0), {Cause.LATE: 1})


def test_a_median_of_nothing_is_none():
    change = changes_of_median([case_of(1, 2.0)], [], {TOTAL: 2.0})[TOTAL]
    assert (change.medians, change.causes) == ((2.0, None), {Cause.ERASED: -1})


def test_each_cell_of_a_median_has_its_own():
    before = [case_of(1, 2.0, "risk=high"), case_of(2, 8.0, "risk=low")]
    now = [*before, case_of(3, 4.0, "risk=high", is_late=True)]
    medians = {TOTAL: 5.0, "risk=high": 2.0, "risk=low": 8.0}
    found = changes_of_median(before, now, medians)
    assert set(found) == {TOTAL, "risk=high"}
    assert found["risk=high"].medians == (2.0, 3.0)


def test_causes_of_medians_sum_to_the_difference_of_the_base_and_none_is_unexplained():
    random = Random(11)
    for _round in range(40):
        before = [case_of(key, float(random.randrange(20))) for key in range(60)]
        now = [
            case_of(
                row.key,
                float(random.randrange(20)) if random.random() < 0.1 else row.value,
                is_cancelled=random.random() < 0.1,
                is_late=random.random() < 0.2,
            )
            for row in before
            if random.random() > 0.05
        ]
        moved = {key for key in range(60) if random.random() < 0.1}
        now = [replace(row, is_elsewhere=row.key in moved) for row in now]
        now += [case_of(key, 3.0, is_late=True) for key in range(60, 66)]
        now += [case_of(key, 5.0) for key in range(66, 70)]
        found = changes_of_median(before, now, {TOTAL: 9.0}, moved=moved | set(range(66, 70)))
        for change in found.values():
            assert sum(change.causes.values()) == change.difference
            assert Cause.UNEXPLAINED not in change.causes
