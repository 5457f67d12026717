"""Lists the extension points: what apps may add to each app, how, and what they have added."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.foundation.core.registry_listing import (
    describe_arguments,
    extension_points,
    registered_names,
)


class Command(BaseCommand):
    """Reads no database and changes nothing."""

    help = __doc__
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="*", help="only these, with all that is registered")
        parser.add_argument("--json", action="store_true", help="for a machine to read")

    def handle(self, *, name, **options):
        found = [each for each in _rows() if not name or each["name"] in name]
        if unknown := set(name) - {each["name"] for each in found}:
            raise CommandError(f"There is no extension point named {', '.join(sorted(unknown))}.")
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
        else:
            self._as_text(found, whole=bool(name))

    def _as_text(self, found: list[dict[str, Any]], *, whole: bool) -> None:
        package = ""
        for each in found:
            if each["package"] != package:
                package = each["package"]
                self.stdout.write(package)
            self.stdout.write(f"  {each['name']}: {each['purpose']}")
            self.stdout.write(f"      in {each['register_in']}: {each['arguments']}")
            self.stdout.write(f"      {len(each['registered'])} registered")
            for item in each["registered"] if whole else ():
                self.stdout.write(f"        {item}")


def _rows() -> Iterator[dict[str, Any]]:
    for config, point in extension_points():
        yield {
            "package": config.name,
            "name": point.name,
            "purpose": point.purpose.partition("\n")[0],
            "register_in": point.register_in,
            "arguments": describe_arguments(point),
            "registered": registered_names(point),
        }
