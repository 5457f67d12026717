"""One installation in a process of its own: it reads commands, a line each, and answers.

Started by `test_two_installations.py` with a database, a key ring and papers of its own.
"""

import json
import sys
from datetime import date
from io import StringIO


def main() -> None:
    import django

    django.setup()
    from django.utils import translation

    from amparo.foundation.core.encryption import key_ring

    translation.activate("en")  # whoever reads the answers knows no other language

    key_ring.create_first_key_ring()
    installation = Installation()
    for line in sys.stdin:
        told = json.loads(line)
        try:
            answer = {"said": getattr(installation, told.pop("do"))(**told)}
        except Exception as refusal:  # the other end reads it
            answer = {"refused": str(refusal), "kind": type(refusal).__name__}
        print(json.dumps(answer), flush=True)  # noqa: T201 - the other end reads it


class Installation:
    """What a test may ask of it."""

    def furnish(self, *, partner: str, people: list[dict]) -> None:
        from amparo.foundation.core.models import Office, Organization, Team, User
        from amparo.foundation.people.models import Person
        from amparo.foundation.people.models.consents import Choice, ConsentGiven

        own = Organization.objects.create(name="Us", kind="own")
        office = Office.objects.create(organization=own, name="Here", time_zone="UTC")
        team = Team.objects.create(office=office, name="Team")
        them = Organization.objects.create(name=partner, kind="ngo")
        for name, role in (("data", "data_officer"), ("super", "supervisor")):
            user = User.objects.create_user(f"{name}@example.org", name, language="en")
            user.add_role(role, by=None, office=office)
        for each in people:
            agrees, document = each.pop("agrees"), each.pop("document")
            choices = (
                Choice("case_management", True),
                Choice("share_services", agrees, "organization", them),
            )
            born = date.fromisoformat(each.pop("born"))
            Person.register(
                by=user, team=team, consent=ConsentGiven(choices, "verbal", "es"),
                birth_date=born, birth_precision="exact",
                documents=[{"kind": "passport", "country": "BO", "number": document}], **each,
            )  # fmt: skip

    def linkage(self, *, words: list[str]) -> str:
        from django.core.management import call_command

        out = StringIO()
        call_command("linkage", *words, stdout=out)
        return out.getvalue()

    def number_to_read(self) -> str:
        from amparo.foundation.record_linkage.models.agreements import LinkageAgreement

        return LinkageAgreement.objects.get().number_to_read

    def start(self, *, number: str) -> None:
        from amparo.foundation.core.models import User
        from amparo.foundation.record_linkage.models.agreements import LinkageAgreement

        by = User.objects.get(email="super@example.org")
        LinkageAgreement.objects.get().approve(number, by=by)

    def known_too(self) -> dict[str, str]:
        from amparo.foundation.record_linkage.models.runs import LinkageMatch

        return {each.person.given_names: each.pseudonym for each in LinkageMatch.objects.all()}

    def kept(self) -> int:
        from amparo.foundation.core.encryption.files import EncryptedFile

        return len(list(EncryptedFile.names()))


if __name__ == "__main__":
    main()
