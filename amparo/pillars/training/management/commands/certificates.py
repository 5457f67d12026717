"""Look after the keys that sign certificates: which there are, and a new one."""

from django.core.management.base import BaseCommand

from amparo.pillars.training.models import Certificate, SigningKey
from amparo.pillars.training.tasks import sign_status_lists


class Command(BaseCommand):
    """A new key voids nothing: what the former one signed still counts."""

    help = __doc__

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("keys", help="list the keys, and how many certificates each signed")
        actions.add_parser("rotate", help="make a new key, which signs from now on")

    def handle(self, *args, action: str, **options):
        if action == "rotate":
            key = SigningKey.rotate(by=None)
            sign_status_lists.enqueue()
            self.stdout.write(f"{key.key_id} signs from now on. Take a copy of the keys.")
            return
        for key in SigningKey.objects.order_by("pk"):
            count = Certificate.objects.filter(key=key).count()
            until = f"until {key.retired_at:%Y-%m-%d}" if key.retired_at else "signs now"
            self.stdout.write(
                f"{key.key_id}  since {key.made_at:%Y-%m-%d}, {until}; {count} certificates"
            )
