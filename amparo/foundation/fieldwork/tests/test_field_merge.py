"""Three values of a field, and what becomes of them."""

import pytest

from amparo.foundation.fieldwork.sync.commands import ValueChange, merge_changes


@pytest.mark.parametrize(
    ("was", "now", "current", "taken", "disputed"),
    [
        ("a", "b", "a", {"x": "b"}, []),  # nobody else touched it
        ("a", "b", "b", {}, []),  # somebody had the same thought
        ("a", "b", "c", {}, ["x"]),  # a person chooses
        ("a", "a", "c", {}, []),  # they did not change it
        ("", "b", None, {"x": "b"}, []),  # nothing is nothing
        ([], ["es"], None, {"x": ["es"]}, []),
        ("a", "", "a", {"x": ""}, []),
        (False, True, False, {"x": True}, []),
        (0, 1, None, {}, ["x"]),  # nought is a number
    ],
)
def test_one_field(was, now, current, taken, disputed):
    merged = merge_changes({"x": ValueChange(was, now)}, {"x": current})
    assert (merged.taken, merged.disputed) == (taken, disputed)


def test_each_field_goes_its_own_way():
    changes = {"x": ValueChange("a", "b"), "y": ValueChange("a", "b"), "z": ValueChange("a", "b")}
    merged = merge_changes(changes, {"x": "a", "y": "c", "z": "b"})
    assert (merged.taken, merged.disputed) == ({"x": "b"}, ["y"])
