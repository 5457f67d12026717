"""Annotations whose text is the same in every query: compiled once in the life of a process."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, update_wrapper
from typing import Any

from django.db import models
from django.db.models import Expression

# SQLite is given dates as text.
DATE = re.compile(r"\d{4}-\d\d-\d\d")


class CompiledOnce(Expression):
    """A subquery about the rows of one table, that depends neither on who asks nor on when.

    Raises TypeError where it holds a date, or stands in a query that does not begin with that
    table under its own name.
    """

    def __init__(self, model: type[models.Model], expression: Any):
        query = model._base_manager.annotate(compiled=expression).query
        self.compiled = query.annotations["compiled"]
        super().__init__(output_field=self.compiled.output_field)
        self.model = model
        self.empty_result_set_value = self.compiled.empty_result_set_value
        self.texts: dict[str, tuple[str, tuple[Any, ...]]] = {}

    @property
    def identity(self):
        """Returns what makes two of them the same question."""
        return (type(self), id(self.compiled))

    def relabeled_clone(self, change_map):
        if self.model._meta.db_table in change_map:
            raise TypeError("This annotation knows its table by its own name alone.")
        return self

    def as_sql(self, compiler, connection):
        if compiler.query.get_initial_alias() != self.model._meta.db_table:
            raise TypeError("This annotation cannot stand in a query of another table.")
        if connection.vendor not in self.texts:
            text, params = compiler.compile(self.compiled)
            if any(isinstance(each, date) or DATE.match(str(each)) for each in params):
                raise TypeError("What holds a date is not the same tomorrow.")
            self.texts[connection.vendor] = text, tuple(params)
        text, params = self.texts[connection.vendor]
        return text, list(params)


def compiled_once[User](
    model: type[models.Model],
) -> Callable[[Callable[[], Mapping[str, Any]]], Callable[[User], dict[str, CompiledOnce]]]:
    """Decorates a function whose annotations of `model` are the same for everybody, always."""

    def decorate(
        function: Callable[[], Mapping[str, Any]],
    ) -> Callable[[User], dict[str, CompiledOnce]]:
        @cache
        def made() -> dict[str, CompiledOnce]:
            return {name: CompiledOnce(model, each) for name, each in function().items()}

        def annotations(user: User) -> dict[str, CompiledOnce]:
            return made()

        update_wrapper(annotations, function)
        return annotations

    return decorate
