"""The directory as HSDS 3: `amparo hsds export FILE`, `amparo hsds import FILE --source NAME`.

An import says what it would change. With --apply it is done, all of it or nothing.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.directory.hsds import exporter
from amparo.foundation.directory.hsds.importer import Comparison, compare_file, import_directory
from amparo.foundation.directory.models import ExternalDirectory

SHOWN = 50


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        out = actions.add_parser("export", help="write what may be public into FILE")
        out.add_argument("file", type=Path, help=".json, or .zip for a package of tables")
        into = actions.add_parser("import", help="look a directory of others through")
        into.add_argument("file", type=Path)
        into.add_argument("--source", required=True, help="its name; the same one each time")
        into.add_argument("--by", required=True, help="e-mail of whoever brings it in")
        into.add_argument("--kind", default="", help="kind of help where the file names none")
        into.add_argument("--language", default="es", help="that the file is written in")
        into.add_argument("--time-zone", default="UTC", help="of its hours")
        into.add_argument("--apply", action="store_true", help="take it over")

    def handle(self, *, action, file, **options):
        if action == "export":
            self._export(file)
            return
        with translation.override("en"):
            self._import(file, **options)

    def _export(self, path: Path) -> None:
        if path.suffix not in (".json", ".zip"):
            raise CommandError("Name a file that ends in .json or .zip.")
        if path.suffix == ".zip":
            with path.open("wb") as file:
                exporter.export_package(file)
        else:
            with path.open("w", encoding="utf-8") as text:
                text.writelines(exporter.export_json())
        self.stdout.write(
            f"{exporter.count_public_services()} services in {path}. Nothing that hides somebody."
        )

    def _import(self, path: Path, *, source, by, apply, **options) -> None:
        user = User.objects.filter(email=by.lower(), is_active=True).first()
        if user is None or "directory.edit" not in user.permissions:
            raise CommandError(f"{by} has no role that keeps the directory.")
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        taking = {name: options[name] for name in ("kind", "language", "time_zone")}
        if taking["kind"] and not codes.find("service_type", taking["kind"]):
            raise CommandError(f"No kind of help is called {taking['kind']}.")
        feed = ExternalDirectory.follow(source, by=user, **taking)
        with path.open("rb") as stream:
            file = feed.take(stream, by=user)
        try:
            self._tell(compare_file(file))
        except UnreadableFile as reason:
            file.discard(by=user)
            raise CommandError(str(reason)) from None
        if apply:
            import_directory(file, by=user)
            self.stdout.write("It stands in the directory.")
        else:
            file.discard(by=user)

    def _tell(self, found: Comparison) -> None:
        self.stdout.write(
            f"{len(found.new)} new, {len(found.changed)} changed, {len(found.same)} the same, "
            f"{len(found.gone)} gone, {found.out} stay out."
        )
        for each in found.to_decide:
            self.stdout.write(f"  kept as it is, we looked later: {each.record.ref}")
        for problem in found.problems[:SHOWN]:
            self.stdout.write(f"  row {problem.row}, {problem.column}: {problem.message}")
        if len(found.problems) > SHOWN:
            self.stdout.write(f"  … and {len(found.problems) - SHOWN} more")
