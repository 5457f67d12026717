"""Bring a register of people in, from CSV or XLSX: `amparo import-register FILE`.

Run it again after a fault or a cut: what has entered stays, nothing enters twice.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Team, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile

from ...forms.imports import teams_for
from ...imports.columns import propose_mapping
from ...imports.job import LIST_IMPORT, check_file
from ...imports.reader import open_import_file
from ...models import BeneficiaryList, ImportFile


class Command(BaseCommand):
    """Looks the file through and says what was found; with --confirm the sound rows enter."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="e-mail of whoever brings it in")
        parser.add_argument("--register", required=True, help="its name; the same one each time")
        parser.add_argument("--team", help="the team that receives the people")
        parser.add_argument("--basis", default="agreement", help="on which it was handed over")
        parser.add_argument("--signed-by", default="", help="who signed that basis")
        parser.add_argument("--column", action="append", default=[], metavar="COLUMN=FIELD")
        parser.add_argument("--day-first", action="store_true", help="03/04 is 3 April")
        parser.add_argument("--no-cases", action="store_true", help="register people only")
        parser.add_argument(
            "--minors-with-adults", default="", choices=["yes", "no", "unknown"],
            help="whether its minors came with their parents, if no column says so",
        )  # fmt: skip
        parser.add_argument("--said-by", default="", help="who said that they did")
        parser.add_argument("--confirm", action="store_true", help="bring in what is sound")

    def handle(self, *, file, by, register, confirm, **options):
        user = User.objects.filter(email=by.lower(), is_active=True).first()
        if user is None or "register.bring" not in user.permissions:
            raise CommandError(f"{by} has no role that brings registers in.")
        try:
            taken = self._take(file, user, register, options)
        except UnreadableFile as reason:
            raise CommandError(str(reason)) from None
        check_file.call(str(taken.ref))
        taken.refresh_from_db()
        self._tell(taken)
        if confirm:
            self._import(taken, user)

    def _take(self, path: Path, user: User, title: str, options: dict) -> ImportFile:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        register = BeneficiaryList.objects.accessible_to(user, "bring").filter(title=title).first()
        if register is None:
            register = BeneficiaryList.agree(
                by=user,
                title=title,
                team=self._team(user, options["team"]),
                basis=options["basis"],
                signed_by=options["signed_by"],
                signed_on=user.office.today() if user.office else now().date(),
                purposes=["case_management"],
            )
        with path.open("rb") as stream:
            file = register.take(stream, by=user, name=path.name)
        with open_import_file(file) as table:
            header = table.header
        mapping = propose_mapping(header).mapping | dict(
            each.split("=", 1) for each in options["column"]
        )
        orders = dict.fromkeys(header, "dmy") if options["day_first"] else {}
        settled = {"date_orders": orders, "letter_m": {}, "country_codes": {}}
        try:
            file.set_mapping(
                mapping, settled, opens_cases=not options["no_cases"], by=user,
                minors_came_with=options["minors_with_adults"], minors_said_by=options["said_by"],
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        return file

    def _team(self, user: User, name: str | None) -> Team:
        teams = teams_for(user)
        team = teams.filter(name=name).first() if name else teams.first()
        if team is None:
            raise CommandError(f"Name one of the teams: {', '.join(map(str, teams))}")
        return team

    def _tell(self, file: ImportFile) -> None:
        self.stdout.write(
            f"{file.rows} rows: {file.ready} can enter, {file.known} were here already, "
            f"{file.to_correct} to correct, {file.doubtful} enter with a doubt."
        )
        for issue in file.issues.filter(keeps_out=True)[:20]:
            each = ImportProblem.from_json(issue.message_data)
            self.stdout.write(f"  row {each.row}, {each.column}: {each.message} {each.what_to_do}")

    def _import(self, file: ImportFile, user: User) -> None:
        file.start_import(by=user)
        for passed in LIST_IMPORT.import_slices(file):
            share = passed * 40 // max(file.rows, 1)
            bar = "█" * share + "░" * (40 - share)
            self.stdout.write(f"\r{bar} {passed} of {file.rows}", ending="")
        self.stdout.write(f"\n{file.entered} people entered.")
