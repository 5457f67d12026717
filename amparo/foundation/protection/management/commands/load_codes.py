"""Bring the code lists in: what is new is added, what an administrator reworded stays."""

from django.core.management.base import BaseCommand

from amparo.foundation.protection.code_lists import load


class Command(BaseCommand):
    help = "Bring the code lists in four languages into the database. Safe to run at any time."

    def handle(self, *args, **options):
        loaded = load()
        self.stdout.write(f"{loaded.total} codes: {loaded.added} added, {loaded.renewed} renewed.")
