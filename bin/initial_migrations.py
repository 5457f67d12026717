"""Writes the first migration of apps anew: `python -m bin.initial_migrations APP…|--all`.

Each app gets one `0001_initial` that creates its tables in their final state. What stays of the
present one: dependencies on apps of others, with the comment that stands before them. Later
migrations of the app that change the schema are removed, since the first one holds what they did;
those that only fill or correct data stay. The result depends on the models alone: running it twice
changes nothing. Once a release holds a database (`tests/releases`) its migrations are frozen, and
this refuses.
"""

import os
import re
import sys
from pathlib import Path

import django
from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from django.utils import translation

ROOT = Path(__file__).parent.parent
RELEASES = ROOT / "tests" / "releases"
FIRST = "0001_initial"
FROZEN = (
    "The migrations of release {version} are frozen: offices have databases that they made. "
    "Write what changed since: amparo makemigrations"
)
CIRCLE = "The tables of {app} and of another app refer to each other: one of them must come first."
MIXED = "{path} changes the schema and data: divide it first."
PLAIN_CLASS = "class Migration(migrations.Migration):"
OUR_CLASS = "class Migration(InitialMigration):"
OUR_IMPORT = "from amparo.foundation.core.database.initial_migration import InitialMigration\n"
COMMENT = re.compile(r"((?:    #[^\n]*\n)+)    dependencies = ")


class _LoaderOfOthers(MigrationLoader):
    """Knows the migrations of other people's apps, as if ours had none yet."""

    def load_disk(self) -> None:
        super().load_disk()
        ours = our_apps()
        self.disk_migrations = {
            key: each for key, each in self.disk_migrations.items() if key[0] not in ours
        }


def main(arguments: list[str]) -> int:
    django.setup()
    translation.deactivate_all()  # messages stand in migrations as the code has them
    known = our_apps()
    wanted = sorted(known) if arguments == ["--all"] else arguments
    if not wanted or set(wanted) - set(known):
        print(__doc__, f"Apps: {', '.join(sorted(known))}", sep="\n")
        return 2
    try:
        refuse_frozen()
        fresh = fresh_migrations()
        for label in wanted:
            write(label, fresh[label])
    except ValueError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def our_apps() -> dict[str, Path]:
    """Apps of Amparo that have tables, and where their migrations stand."""
    return {
        config.label: Path(config.path) / "migrations"
        for config in apps.get_app_configs()
        if config.name.startswith("amparo.") and list(config.get_models())
    }


def refuse_frozen() -> None:
    """Raises ValueError where a release holds a database of these migrations."""
    released = sorted(path.parent.name for path in RELEASES.glob("*/manifest.json"))
    if released:
        raise ValueError(FROZEN.format(version=released[-1]))


def fresh_migrations() -> dict[str, migrations.Migration]:
    """The first migration of every app of ours; raises ValueError where tables go in a circle."""
    from amparo.foundation.core.database.autodetector import SchemaAutodetector

    others = _LoaderOfOthers(None, load=False)
    others.ignore_no_migrations = True  # others depend on accounts, which have none here
    others.build_graph()
    asked = MigrationQuestioner(specified_apps=set(our_apps()))
    detector = SchemaAutodetector(others.project_state(), ProjectState.from_apps(apps), asked)
    found = detector.changes(graph=others.graph)
    ours = {label: found[label] for label in our_apps()}
    for label, written in ours.items():
        if len(written) > 1:
            raise ValueError(CIRCLE.format(app=label))
    return {label: first for label, (first,) in ours.items()}


def write(label: str, migration: migrations.Migration) -> None:
    """Writes one app's first migration, and removes later ones that it holds already."""
    folder = our_apps()[label]
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()
    path = folder / f"{FIRST}.py"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    outdated = list(schema_migrations(label, folder))
    missing = on_others(label) - set(migration.dependencies)
    migration.dependencies = [*migration.dependencies, *missing]
    path.write_text(in_our_shape(migration, before), encoding="utf-8")
    for each in outdated:
        each.unlink()


def on_others(label: str) -> set[tuple[str, str]]:
    """What the present first migration depends on beside apps of ours."""
    present = MigrationLoader(None).disk_migrations.get((label, FIRST))
    found = present.dependencies if present else []
    return {each for each in found if each[0] not in our_apps() and each[0] != "__setting__"}


def schema_migrations(label: str, folder: Path) -> list[Path]:
    """Later migrations of an app that change its schema; raises ValueError where one does both."""
    found = []
    for (app, name), each in MigrationLoader(None).disk_migrations.items():
        if app != label or name == FIRST:
            continue
        kinds = {
            isinstance(step, migrations.RunPython | migrations.RunSQL) for step in each.operations
        }
        if kinds == {True, False}:
            raise ValueError(MIXED.format(path=folder / f"{name}.py"))
        if True not in kinds:
            found.append(folder / f"{name}.py")
    return found


def in_our_shape(migration: migrations.Migration, before: str) -> str:
    """The text of a first migration that creates its tables whole."""
    text = MigrationWriter(migration, include_header=False).as_string()
    head, _, rest = text.partition("\n\nclass Migration")
    text = f"{head}\n{OUR_IMPORT}\n\nclass Migration{rest}".replace(PLAIN_CLASS, OUR_CLASS)
    if comment := COMMENT.search(before):
        text = text.replace("    dependencies = ", f"{comment[1]}    dependencies = ", 1)
    return text


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    sys.exit(main(sys.argv[1:]))
