"""What belongs to a record: the parts that are opened with it (`context.rls_allow`).

A part is declared once, by its owner path (`erasure.declare_personal_data`): an answer belongs to
its referral and to the case of that. Only foreign keys count: what is found backwards, or by a
function, is not opened with a record.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import FieldDoesNotExist
from django.db import models

# The declared lookup paths from each model to its owners.
owner_paths: dict[type[models.Model], set[str]] = defaultdict(set)

_NONE_ALLOWED = "(SELECT coalesce(current_setting('amparo.allowed_owners', true), '')) = ''"
_OPENED = (
    "\"ref\" = ANY (string_to_array("
    "nullif(current_setting('amparo.allowed_owners', true), ''), ',')::uuid[])"
)  # fmt: skip
FUNCTION = "amparo_allowed_"


def part_condition(model: type[models.Model]) -> str:
    """Returns the SQL condition that is true for rows whose owner is opened; "" for no part.

    It asks for nothing while no owner is open, and otherwise once a query, by index.
    """
    steps = sorted({fields[0] for fields in _foreign_keys(model)}, key=lambda field: field.column)
    table = model._meta.db_table
    named = [
        f'"{table}"."{step.column}" = ANY ((SELECT {_function(step.related_model)}())::bigint[])'
        for step in steps
    ]
    return f"(NOT {_NONE_ALLOWED} AND ({' OR '.join(named)}))" if named else ""


def function_statements(parts: list[type[models.Model]]) -> Iterator[str]:
    """Yields a function for each model that a part names: the keys of its rows that are opened,
    or whose owner is.

    It runs as the owner of the tables, so that no policy asks another without end.
    """
    ways: dict[type[models.Model], set[tuple]] = defaultdict(set)
    for model in parts:
        for first, *rest in _foreign_keys(model):
            ways[first.related_model] |= {tuple(rest[:steps]) for steps in range(len(rest) + 1)}
    for model in sorted(ways, key=lambda each: each._meta.db_table):
        rows = sorted(filter(None, (_keys(model, way) for way in ways[model])))
        yield (
            f"CREATE OR REPLACE FUNCTION {_function(model)}() RETURNS bigint[]"
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $parts$ SELECT array({' UNION '.join(rows)}) $parts$"
        )


def _function(model: type[models.Model]) -> str:
    return f"{FUNCTION}{model._meta.db_table}"


def _keys(model: type[models.Model], way: tuple[models.ForeignKey, ...]) -> str:
    """Returns the query for keys of `model` whose record at the end of `way` is opened."""
    table, key = model._meta.db_table, model._meta.pk.column
    if way:
        first, *rest = way
        keys = _keys(first.related_model, tuple(rest))
        named = f'WHERE "{first.column}" IN ({keys})'
        return keys and f'SELECT "{key}" FROM "{table}" {named}'  # noqa: S608 - our own words alone
    if not any(field.name == "ref" for field in model._meta.concrete_fields):
        return ""
    return f'SELECT "{key}" FROM "{table}" WHERE {_OPENED}'  # noqa: S608 - our own words alone


def _foreign_keys(model: type[models.Model]) -> list[list[models.ForeignKey]]:
    """Returns the foreign keys of each declared owner path that has nothing else."""
    found = (_followed(model, path.split("__")) for path in sorted(owner_paths.get(model, ())))
    return [fields for fields in found if fields]


def _followed(model: type[models.Model], steps: list[str]) -> list[models.ForeignKey]:
    fields: list[models.ForeignKey] = []
    for step in steps:
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return []
        if not isinstance(field, models.ForeignKey):
            return []
        fields.append(field)
        model = field.related_model
    return fields
