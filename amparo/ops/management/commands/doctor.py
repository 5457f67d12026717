"""Checks this installation: what is safe, what is not, and what to do about it."""

import json

from django.core.management.base import BaseCommand, CommandParser

from amparo.ops.doctor.checks import DANGER, OK, THEMES, WARN, run_checks

SIGNS = {OK: "  ok      ", WARN: "  look    ", DANGER: "  DANGER  "}


class Command(BaseCommand):
    """Ends with 1 where something is dangerous, so that a timer can tell somebody."""

    help = __doc__
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("theme", nargs="*", choices=[*THEMES, []], help="only these")
        parser.add_argument("--json", action="store_true", help="for a machine to read")

    def handle(self, *, theme, **options):
        found = run_checks(*theme)
        if options["json"]:
            self._as_json(found)
        else:
            self._as_text(found)
        if any(each.level == DANGER for each in found):
            raise SystemExit(1)

    def _as_json(self, found) -> None:
        self.stdout.write(json.dumps([each.as_dict() for each in found], indent=1))

    def _as_text(self, found) -> None:
        theme = ""
        for each in found:
            if each.theme != theme:
                theme = each.theme
                self.stdout.write(theme.capitalize())
            self.stdout.write(f"{SIGNS[each.level]}{each.what}")
        counts = {level: sum(each.level == level for each in found) for level in SIGNS}
        self.stdout.write(
            f"\n{counts[OK]} well, {counts[WARN]} to look at, {counts[DANGER]} dangerous."
        )
