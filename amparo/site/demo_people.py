"""Who can be tried in the demo: the cast, one for each role."""

from amparo.foundation.trust.models import User

DEMO_HOST = "@demo.amparo.example"


def demo_people() -> list[User]:
    """The demo's staff, each with the role that they hold."""
    people = User.objects.filter(email__endswith=DEMO_HOST, is_active=True).order_by("pk")
    return [person for person in people if person.main_role][:8]
