"""Counts of many queries, asked of the database in one."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def count_groups(**groups: Mapping[str, QuerySet]) -> dict[str, dict[str, int]]:
    """Returns how many rows each query has, under the same group and name. One query for all.

    Each query is to hold what its reader may see, and a slice where nobody reads an exact million
    (`up_to`). Where a rule leaves nothing of a query, it is left out of what is asked. No query at
    all without one to count.

    Each is compiled by itself and put beside the others as text: as subqueries of one queryset
    they would all be copied and resolved first, which took longer than the database does.
    """
    found = {group: dict.fromkeys(queries, 0) for group, queries in groups.items()}
    asked: list[tuple[str, str]] = []
    texts: list[str] = []
    params: list[Any] = []
    for group, queries in groups.items():
        for name, rows in queries.items():
            try:
                text, values = _keys(rows).query.get_compiler(connection=connection).as_sql()
            except EmptyResultSet:
                continue
            asked.append((group, name))
            texts.append(f"(SELECT COUNT(*) FROM ({text}) AS counted)")  # noqa: S608 (compiled)
            params += values
    if texts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(texts)}", params)
            row = cursor.fetchone()
        for (group, name), count in zip(asked, row, strict=True):
            found[group][name] = count
    return found


def _keys(rows: QuerySet) -> QuerySet:
    """The same rows without an order, and of each no more than its key or what was chosen."""
    if not rows.query.is_sliced:
        rows = rows.order_by()
    return rows if rows.query.values_select else rows.values("pk")
