"""Cases as HTCDS 2.0: `amparo htcds export FILE --by WHO`, `amparo htcds import FILE --by WHO`.

Both need somebody with leave for trafficking, as on the screen. An export names nobody unless it
is told --profile and --to; an import says what it would do, and with --confirm it is done.
"""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import ImportProblem

from ...htcds.exports import create_export
from ...htcds.file_reader import SHAPES
from ...htcds.forms import teams_for
from ...htcds.imports import HTCDS_IMPORT, check_file
from ...htcds.profiles import PROFILES
from ...models import HtcdsImportFile

SHOWN = 20


class Command(BaseCommand):
    """Without names unless it is asked; nobody enters unless it is told."""

    help = __doc__

    def add_arguments(self, parser):
        deeds = parser.add_subparsers(dest="deed", required=True)
        out = deeds.add_parser("export", help="write those who have agreed into FILE")
        out.add_argument("file", type=Path)
        out.add_argument("--by", required=True, help="e-mail of whoever takes it out")
        out.add_argument("--shape", choices=SHAPES, default="csv")
        out.add_argument("--profile", choices=PROFILES, default="core", help="core names nobody")
        out.add_argument("--purpose", default="reporting", help="that they have agreed to")
        out.add_argument("--to", default="", help="the organization that receives names")
        into = deeds.add_parser("import", help="look a file of others through")
        into.add_argument("file", type=Path)
        into.add_argument("--by", required=True, help="e-mail of whoever brings it in")
        into.add_argument("--title", required=True, help="from whom it is; the same each time")
        into.add_argument("--team", default="", help="the team that receives the people")
        into.add_argument("--basis", default="agreement", help="on which it was handed over")
        into.add_argument("--signed-by", default="", help="who signed that basis")
        into.add_argument("--confirm", action="store_true", help="bring in what is sound")

    def handle(self, *, deed, file, by, **options):
        user = User.objects.filter(email=by.lower(), is_active=True).first()
        if user is None or "register.bring" not in user.permissions:
            raise CommandError(f"{by} has no role that brings files in or out.")
        with translation.override("en"):
            try:
                (self._export if deed == "export" else self._import)(file, user, options)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None

    def _export(self, path: Path, user: User, options: dict) -> None:
        to = Organization.objects.filter(name=options["to"]).first() if options["to"] else None
        if options["to"] and to is None:
            raise CommandError(f"No organization is called {options['to']}.")
        export = create_export(
            user, profile=options["profile"], shape=options["shape"],
            purpose=options["purpose"], recipient=to,
        )  # fmt: skip
        # Readable by whoever runs this, and nobody else on the machine.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(export.take(by=user).read())
        export.delete_file()
        self.stdout.write(
            f"{export.people} people in {path}. {export.left_out} have not agreed, "
            "and are left out."
        )

    def _import(self, path: Path, user: User, options: dict) -> None:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        teams = teams_for(user)
        team = teams.filter(name=options["team"]).first() if options["team"] else teams.first()
        if team is None:
            raise CommandError(f"Name one of the teams: {', '.join(map(str, teams))}")
        with path.open("rb") as stream:
            file = HtcdsImportFile.take(
                stream, by=user, team=team, name=path.name, title=options["title"],
                basis=options["basis"], signed_by=options["signed_by"], signed_on=now().date(),
                purposes=["case_management"],
            )  # fmt: skip
        check_file.call(str(file.ref))
        file.refresh_from_db()
        self._tell(file)
        if options["confirm"]:
            file.start_import(by=user)
            for _passed in HTCDS_IMPORT.import_slices(file):
                pass
            self.stdout.write(f"{file.entered} people entered.")

    def _tell(self, file: HtcdsImportFile) -> None:
        self.stdout.write(
            f"{file.rows} records: {file.ready} can enter, {file.known} were here already, "
            f"{file.to_correct} to correct, {file.doubtful} enter with a doubt."
        )
        for issue in file.issues.all()[:SHOWN]:
            each = ImportProblem.from_json(issue.message_data)
            self.stdout.write(f"  row {each.row}, {each.column}: {each.message} {each.what_to_do}")
