"""`amparo makemigrations`: Django's command, without labels in what it writes."""

from django.core.management.commands import makemigrations

from ...database.autodetector import SchemaAutodetector


class Command(makemigrations.Command):
    """Writes migrations for what changed in the database; labels change nothing there."""

    autodetector = SchemaAutodetector
