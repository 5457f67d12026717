"""Creates an account from the command line: the first administrator of an empty installation."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.models import AccountRecovery, Office, Organization, User


class Command(BaseCommand):
    """No account has a password that somebody else knows: this prints a link to choose one."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name", nargs="?", help="of somebody new")
        parser.add_argument("--role", choices=ROLES, default="administrator")
        parser.add_argument("--office", help="its name; made when it is not there")
        parser.add_argument("--organization", default="Our organization")
        parser.add_argument(
            "--back-in", action="store_true",
            help="for somebody who is here and lost every way to sign in, where no two "
            "colleagues can vouch for them",
        )  # fmt: skip

    @transaction.atomic
    def handle(self, *, email, name, role, office, organization, back_in, **options):
        here = User.objects.filter(email=email.lower()).first()
        if back_in:
            self._back_in(here)
            return
        if here:
            raise CommandError("Somebody with this e-mail is already here.")
        if not name:
            raise CommandError("Write the name too: amparo account EMAIL NAME")
        user = User.objects.invite(email, name, by=None, language=settings.LANGUAGE_CODE)
        user.add_role(role, by=None, office=self._office(office, organization))
        link = reverse("invitation", args=[user.ref, default_token_generator.make_token(user)])
        self.stdout.write(f"{name} chooses a password at {link} (on this installation's address).")

    def _back_in(self, user: User | None) -> None:
        """Notifies all administrators, and logs that it was done on the machine itself."""
        if user is None or not user.is_active:
            raise CommandError("Nobody with this e-mail works here.")
        link = AccountRecovery.ask(user, by=None).from_the_machine()
        self.stdout.write(f"{user.name} begins anew at {link}, once, within a day.")

    def _office(self, name: str | None, organization: str) -> Office:
        real = Office.objects.without_practice()
        offices = real.filter(name=name) if name else real.order_by("pk")
        if found := offices.first():
            return found
        house = Organization.objects.filter(name=organization).first()
        house = house or Organization.found(by=None, name=organization)
        return Office.set_up(by=None, organization=house, name=name or "Main office")
