"""Make an account from the machine itself: the first administrator of an empty house."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from amparo.foundation.trust import audit
from amparo.foundation.trust.models import Office, Organization, User
from amparo.foundation.trust.roles import ROLES


class Command(BaseCommand):
    """No account has a password that somebody else knows: this prints a link to choose one."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", choices=ROLES, default="administrator")
        parser.add_argument("--office", help="its name; made when it is not there")
        parser.add_argument("--organization", default="Our organization")

    @transaction.atomic
    def handle(self, *, email, name, role, office, organization, **options):
        if User.objects.filter(email=email.lower()).exists():
            raise CommandError("Somebody with this e-mail is already here.")
        user = User.objects.create_user(email, name, language=settings.LANGUAGE_CODE)
        audit.note(None, "user.invited", user)
        user.join(role, by=None, office=self._office(office, organization))
        link = reverse("welcome", args=[user.ref, default_token_generator.make_token(user)])
        self.stdout.write(f"{name} chooses a password at {link} (on this house's address).")

    def _office(self, name: str | None, organization: str) -> Office:
        offices = Office.objects.filter(name=name) if name else Office.objects.order_by("pk")
        if found := offices.first():
            return found
        house = Organization.objects.filter(name=organization).first()
        house = house or Organization.found(by=None, name=organization)
        return Office.set_up(by=None, organization=house, name=name or "Main office")
