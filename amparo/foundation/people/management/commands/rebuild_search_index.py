"""Rebuild the search index of persons, a few at a time, while everybody goes on working."""

from django.core.management.base import BaseCommand

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.bypass import rls_bypass_all
from amparo.foundation.people.search.index import count_names, outdated_people, rebuild_index


class Command(BaseCommand):
    """Interrupted, it goes on where it stopped: what is right already is not written again."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="also what was written by today's rules"
        )
        parser.add_argument(
            "--after", type=int, default=0, help="with --all: go on after this number"
        )
        parser.add_argument("--batch", type=int, default=200, help="how many people at a time")

    def handle(self, *, all, after, batch, **options):
        since = now() if all else None
        with rls_bypass_all(reason="the index holds everybody"):
            waiting = outdated_people().count()
        self.stdout.write(f"{waiting} people are found by older rules, or not at all yet.")
        count = 0
        for written, last in rebuild_index(
            since=since, after=after, size=max(1, min(batch, 2000))
        ):
            count += written
            self.stdout.write(f"{count} people written; the last is number {last}")
        common = count_names()
        self.stdout.write(f"Done: {count} people. {common} names are common here.")
