"""Creates the tables of an app whole in its first migration, instead of one operation at a time.

After each operation Django renders every related model anew, here nearly all of them: minutes for
what takes seconds.
"""

from django.db import migrations
from django.db.migrations.state import ProjectState

# What a table that is made whole already has.
_IN_THE_TABLE = (migrations.AddField, migrations.AddIndex, migrations.AddConstraint)


class InitialMigration(migrations.Migration):
    """The first migration of an app: creates its tables in their final state, then runs its other
    operations in order.
    """

    def apply(self, project_state: ProjectState, schema_editor, collect_sql=False) -> ProjectState:
        self._must_be_about_its_own()
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            if not isinstance(operation, _IN_THE_TABLE):
                operation.database_forwards(
                    self.app_label, schema_editor, project_state, project_state
                )
        return project_state

    def _must_be_about_its_own(self) -> None:
        """A table of an earlier migration is changed by a migration of its own.

        Raises ValueError where one is changed here.
        """
        made = {
            each.name_lower for each in self.operations if isinstance(each, migrations.CreateModel)
        }
        for each in self.operations:
            if isinstance(each, _IN_THE_TABLE) and each.model_name_lower not in made:
                raise ValueError(f"{self}: {each.model_name_lower} was made by another migration")
