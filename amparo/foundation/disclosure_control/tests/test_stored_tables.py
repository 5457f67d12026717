"""A published table comes back from its data as it was: audits start from it for years."""

import json

from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.publication import publish
from amparo.foundation.disclosure_control.stored_tables import table_as_data, table_from_data
from amparo.foundation.disclosure_control.tables import Dimension, Table

SECRET = bytes(32)


def test_a_table_survives_being_stored():
    dimensions = (
        Dimension("office", groups={"1+": frozenset({"1", "2"})}, is_overlapping=True),
        Dimension("area", categories=("a", "b"), area_level=1, period_months=None),
        Dimension("month", period_months=1),
    )
    rows = [
        ("1+", "a", "2026-10", 43, 5, 12, 3, 4.5), ("1+", "b", "2026-10", 3, 6, 1, 2, None),
        ("1+", None, "2026-10", 46, 7, 13, 1, 9.0),
    ]  # fmt: skip
    table = Table.from_rows("assisted/1", dimensions, rows, numerator="received")
    for audience in Audience:
        published = publish(table, audience, SECRET)
        data = json.loads(json.dumps(table_as_data(published)))
        assert table_from_data(data) == published
