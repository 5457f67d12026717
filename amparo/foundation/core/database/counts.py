"""Counts of many queries, asked of the database in one."""

from collections.abc import Mapping

from django.db.models import IntegerField, QuerySet, Subquery

from ..accounts.users import User


class _Count(Subquery):
    """How many rows a query has, as one value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def count_groups(user: User, **groups: Mapping[str, QuerySet]) -> dict[str, dict[str, int]]:
    """Returns how many rows each query has, under the same group and name. One query for all.

    Each query is to hold what `user` may see, and a slice where nobody reads an exact million
    (`up_to`). Where a rule leaves nothing of a query, it is left out of what is asked. No query at
    all without one to count.
    """
    names = [(group, name) for group, queries in groups.items() for name in queries]
    found: dict[str, dict[str, int]] = {group: {} for group in groups}
    if not names:
        return found
    columns = {f"n{at}": _Count(_keys(groups[g][name])) for at, (g, name) in enumerate(names)}
    row = User.objects.filter(pk=user.pk).values_list(*columns.values()).get()
    for (group, name), count in zip(names, row, strict=True):
        found[group][name] = count or 0
    return found


def _keys(rows: QuerySet) -> QuerySet:
    """The same rows without an order, and of each no more than its key or what was chosen."""
    if not rows.query.is_sliced:
        rows = rows.order_by()
    return rows if rows.query.values_select else rows.values("pk")
