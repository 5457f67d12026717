"""Who can be tried in the demo: the cast, each role and each language at least once."""

from amparo.foundation.trust.models import User
from amparo.foundation.trust.seeding import DEMO_HOST


def demo_people() -> list[User]:
    """The demo's staff, each with the role that they hold."""
    people = User.objects.filter(email__endswith=DEMO_HOST, is_active=True).order_by("pk")
    return [person for person in people if person.main_role][:10]
