"""Compare who may see what, and what lists show, with what the records say; and mend it."""

from django.core.management.base import BaseCommand, CommandParser

from ... import consistency_checks

SHOWN = 50


class Command(BaseCommand):
    """`check` reports every difference; `rebuild` also corrects them."""

    help = "Compare who may see what with what was decided, and mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what", choices=["check", "rebuild"], help="check tells; rebuild also mends"
        )

    def handle(self, *args, what: str, **options) -> None:
        cases = wrong = mended = 0
        for batch in consistency_checks.batches():
            differences = consistency_checks.find_differences(batch)
            for difference in differences[: max(0, SHOWN - wrong)]:
                self.stdout.write(str(difference))
            if what == "rebuild":
                mended += consistency_checks.repair(differences)
            cases, wrong = cases + len(batch), wrong + len(differences)
        self.stdout.write(f"{cases} cases compared, {wrong} differences, {mended} cases mended.")
        if wrong and what == "check":
            self.stdout.write("Mend them with: amparo access-grants rebuild")
            raise SystemExit(1)
