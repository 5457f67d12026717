"""Who sees, keeps and approves messages: what is said to many people is no secret among those who
work here; an office keeps its own, and a second person approves. What stands on the public pages
is read by anybody, under a verb of its own: colleagues see no more by it than they did.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    ChannelWording,
    KeyMessage,
    KeyMessagePlace,
    KeyMessageState,
    LinkVisitCount,
    MaterialRules,
    MessageLink,
    Pretest,
    PretestWaiver,
    Recording,
    RiskCheck,
    RiskCheckPart,
    Wording,
)

give_permissions("caseworker", "message.see")
give_permissions("supervisor", "message.approve", "message.see")
give_permissions("data_officer", "message.see")
give_permissions("policy_officer", "message.approve", "message.see")
give_permissions("communications", "message.approve", "message.keep", "message.see")


PUBLISHED = "read_published"
# A withdrawn message stays readable as far as its page says that it is no longer valid.
SHOWN_STATES = (KeyMessageState.APPROVED, KeyMessageState.WITHDRAWN)


def is_published(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens public messages that are or were in use to everybody, also to who is signed out."""
    return Q(**{join_path(at, "is_public"): True, f"{join_path(at, 'state')}__in": SHOWN_STATES})


_KEEP = in_own_office("message.keep", "office")
register_rules(
    KeyMessage,
    see=has_permission("message.see"),
    keep=_KEEP,
    approve=in_own_office("message.approve", "office"),
)
permission_rules[KeyMessage][PUBLISHED] = is_published
unmasked_for(Recording, "see")
PARTS = (
    Wording, KeyMessagePlace, ChannelWording, RiskCheck, Pretest, PretestWaiver, Recording,
    MessageLink,
)  # fmt: skip
for part in PARTS:
    register_rules(part, see=via_foreign_key("message"), keep=via_foreign_key("message", "keep"))
register_rules(RiskCheckPart, see=via_foreign_key("check_of"))
register_rules(LinkVisitCount, see=via_foreign_key("link"))
# What a public page shows of a message; a pretest only that there was one.
for shown in (Wording, KeyMessagePlace, Pretest, PretestWaiver, Recording, MessageLink):
    permission_rules[shown][PUBLISHED] = via_foreign_key("message", PUBLISHED)
permission_rules[LinkVisitCount][PUBLISHED] = via_foreign_key("link", PUBLISHED)
register_rules(MaterialRules, see=any_signed_in_user, keep=_KEEP)
