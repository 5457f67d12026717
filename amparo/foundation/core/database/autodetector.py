"""Finds changes of the models that the database needs, and only those.

Labels (`verbose_name`, help texts, texts of choices) say nothing to the database. A migration
neither holds them nor is needed when one changes.
"""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Field


class SchemaAutodetector(MigrationAutodetector):
    """The autodetector of `makemigrations` and `migrate`, blind to labels on both sides."""

    def __init__(
        self,
        from_state: ProjectState,
        to_state: ProjectState,
        questioner: MigrationQuestioner | None = None,
    ):
        for state in (from_state, to_state):
            for model in state.models.values():
                _remove_labels(model)
        super().__init__(from_state, to_state, questioner)


def _remove_labels(model: ModelState) -> None:
    model.options.pop("verbose_name", None)
    model.options.pop("verbose_name_plural", None)
    for name, field in model.fields.items():
        model.fields[name] = _without_labels(field)


def _without_labels(field: Field) -> Field:
    bare = field.clone()
    # `verbose_name` is filled from the name of the field; this is what was given for it.
    bare._verbose_name = None  # type: ignore[attr-defined]
    bare.help_text = ""
    bare.choices = None
    return bare
