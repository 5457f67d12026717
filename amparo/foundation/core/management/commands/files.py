"""Checks that every stored file is there, intact, and named by a record."""

from django.core.management.base import BaseCommand, CommandError

from amparo.foundation.core.encryption import storage


class Command(BaseCommand):
    help = (
        "check: compares the files that are kept with the records that name them, and opens each "
        "one to its end. sweep: takes away files of nobody that are a day old."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["check", "sweep"])
        parser.add_argument(
            "--however-many", action="store_true", help="sweep, even if most files seem nobody's"
        )

    def handle(self, *, what, however_many, **options):
        if what == "sweep":
            self._sweep(however_many)
        else:
            self._check()

    def _check(self) -> None:
        missing, damaged = list(storage.missing_files()), list(storage.damaged_files())
        of_nobody = storage.orphaned_files()
        for said, records in (("missing", missing), ("damaged", damaged)):
            for record in records:
                self.stdout.write(f"{said}: {record.audit_name} {record.ref}")
        for name in of_nobody:
            self.stdout.write(f"of nobody: {name}")
        told = f"Missing {len(missing)}, damaged {len(damaged)}, of nobody {len(of_nobody)}."
        if missing or damaged:
            raise CommandError(f"{told} Bring the files back from a backup: amparo restore --help")
        self.stdout.write(f"{told} Every paper is whole.")

    def _sweep(self, however_many: bool) -> None:
        try:
            taken = storage.delete_orphans(however_many=however_many)
        except storage.TooManyOrphans as many:
            raise CommandError(
                f"{many} Nothing was taken away. Look whether this is the right store and the "
                "right database; if it is: amparo files sweep --however-many"
            ) from many
        self.stdout.write(f"Files of nobody taken away: {taken}.")
