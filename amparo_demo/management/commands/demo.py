"""Fills an empty house with made-up people, so that one can look around in it."""

from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from amparo.foundation.core.accounts import demo_accounts
from amparo.foundation.core.audit import acceptance, append_only, blocks, witnesses
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption import fields
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo_demo import parts
from amparo_demo.world import World, is_begun


class Command(BaseCommand):
    help = (
        "Fills an empty house with made-up people who have lived there for a year. The same day "
        "gives the same people; where it was done before, it does nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="begin it anew, as of today")
        parser.add_argument("--short", action="store_true", help="with fewer people, and quicker")
        parser.add_argument("--seed", type=int, default=2026, help="other dice, other people")

    def handle(self, *, again, short, seed, **options):
        if is_begun() and not again:
            self.stdout.write("The demo is already here. To begin it anew: amparo demo --again")
            return
        _refuse_real_people()
        began = perf_counter()
        is_anew = is_begun()
        with transaction.atomic():
            papers = _empty()
            codes.load()
            world = World(seed=seed, password=settings.DEMO_PASSWORD, is_short=short)
            parts.fill(world)
        for name in papers:
            EncryptedFile.delete(name)
        if is_anew:
            acceptance.start_over()
        blocks.sign_pending_entries(late=True)
        witnesses.publish_head("file")
        self.stdout.write(
            f"{Person.objects.count()} made-up people and {Case.objects.count()} cases, "
            f"{User.objects.filter(is_system=False).count()} who accompany them, "
            f"in {perf_counter() - began:.0f} s."
        )


def _refuse_real_people() -> None:
    """Made-up people never mix with real ones, and real ones are never wiped."""
    if demo_accounts.has_real_people() or (not is_begun() and Person.objects.exists()):
        raise CommandError(
            "Real people work here: the demo needs a house of its own (AMPARO_HOME, DATABASE_URL)."
        )


def _empty() -> list[str]:
    """Take the old demo away; its papers are named, to be deleted once that is settled."""
    if not is_begun():
        return []
    papers = [name for _record, name in fields.stored_file_names()]
    with append_only.allow_audit_deletion():
        call_command("flush", interactive=False, verbosity=0)
    codes.forget()
    return papers
