"""Which accounts belong to the demo, and whether anybody else has an account."""

from django.conf import settings

from .users import User

DEMO_HOST = "@demo.amparo.example"


SHOWN = 11


def demo_people() -> list[User]:
    """Returns the demo's staff who may sign in by one tap: the first of them, and besides one for
    each role that none of these holds.
    """
    people = User.objects.filter(email__endswith=DEMO_HOST, is_active=True).order_by("pk")
    staff = [person for person in people if person.main_role]
    shown, others = staff[:SHOWN], staff[SHOWN:]
    roles = {person.main_role for person in shown}
    for person in others:
        if person.main_role not in roles:
            roles.add(person.main_role)
            shown.append(person)
    return shown


def has_real_people() -> bool:
    """Returns whether a person outside the demo has an account."""
    people = User.objects.filter(is_system=False, practises_for=None)
    return people.exclude(email__endswith=DEMO_HOST).exists()


def is_demo_account(user: User) -> bool:
    """Returns whether this is a demo account of a demo installation: only these are ever shown a
    code, and may use it again while it is shown.
    """
    return settings.DEMO and user.email.endswith(DEMO_HOST)
