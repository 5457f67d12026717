"""What colleagues hear of each other: nobody is given a role or leave where they work in silence.

Whoever keeps the accounts opens no file, and could make an account that does. So those who answer
for the files of that office hear of it, and all others who keep accounts.
"""

from django.db.models import Q
from django.urls import reverse

from .models.notices import Notice
from .models.offices import Office
from .models.users import Membership, User


def tell_of(member: User, office: Office, *, by: User) -> None:
    held = Membership.objects.held().exclude(user=member)
    here = held.with_verb("team.see").filter(Q(office=office) | Q(team__office=office)).people()
    keepers = [each for each in held.with_verb("staff.edit").people() if each not in here]
    for told, url in (
        (here, reverse("notices")),
        (keepers, reverse("staff-member", args=[member.ref])),
    ):
        Notice.tell(
            told, what="standing.given", about=member.initials, url=url, by=by, urgent=True
        )
