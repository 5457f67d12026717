"""`amparo migrate`: Django's command, which warns of changes of the schema, not of labels."""

from django.core.management.commands import migrate

from ...database.autodetector import SchemaAutodetector


class Command(migrate.Command):
    """Applies migrations; what it says about changes without one leaves labels out."""

    autodetector = SchemaAutodetector
