"""Which accounts belong to the demo, and whether anybody else has an account."""

from .users import User

DEMO_HOST = "@demo.amparo.example"


def demo_people() -> list[User]:
    """Returns at most eleven of the demo's staff who may sign in, each of whom holds a role."""
    people = User.objects.filter(email__endswith=DEMO_HOST, is_active=True).order_by("pk")
    return [person for person in people if person.main_role][:11]


def has_real_people() -> bool:
    """Returns whether a person outside the demo has an account."""
    return User.objects.exclude(email__endswith=DEMO_HOST).filter(is_system=False).exists()
