"""Who sees, keeps and clears asks: who works with duty bearers; a quiet ask nobody but the
colleagues in its circle, whatever their role. Institutions read on their desk what was put to
them, and anybody what was put in public.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    has_grant,
    has_permission,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    Ask,
    AskBearer,
    AskDocument,
    AskGrant,
    AskRisk,
    AskStep,
    AskText,
    EvidenceSheet,
)
from .models.steps import Channel

give_permissions("supervisor", "ask.clear", "ask.see")
give_permissions("policy_officer", "ask.clear", "ask.keep", "ask.see")


# Verbs of their own, for pages that show less: colleagues see no more by them than they did.
ON_DESK, PUBLISHED = "read_on_desk", "read_published"


def unless_quiet(rule: PermissionRule) -> PermissionRule:
    """Opens what `rule` opens; a quiet ask only where the user is in its circle as well."""

    def narrowed(user: User, model: type[models.Model], at: str = "") -> Q:
        found = rule(user, model, at)
        if found is NONE:
            return NONE
        in_circle = has_grant(AskGrant, "ask.see")(user, model, at)
        return found & (Q(**{join_path(at, "is_quiet"): False}) | in_circle)

    return narrowed


def put_to_own_institution(verb: str) -> PermissionRule:
    """Opens asks to those who speak for an institution to which they were put: public ones, and
    quiet ones that were put by letter and may be read there.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        organizations = user.partner_organizations if verb in user.permissions else []
        if not organizations:
            return NONE
        asked = AskBearer.objects.filter(
            ask=OuterRef(join_path(at, "pk")), organization__in=organizations
        )
        may_read = Q(**{join_path(at, "is_quiet"): False}) | Q(
            **{join_path(at, "may_read_on_desk"): True, join_path(at, "put_how"): Channel.LETTER}
        )
        return Q(Exists(asked)) & may_read & Q(**{join_path(at, "put_on__isnull"): False})

    return rule


def is_public_and_put(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens asks that were put in public to everybody, also to who is signed out."""
    return Q(**{join_path(at, "is_quiet"): False, join_path(at, "put_on__isnull"): False})


def is_public_answer(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens the answers to these, once a colleague has read them."""
    told = {
        join_path(at, "kind"): AskStep.Kind.ANSWER, join_path(at, "released_at__isnull"): False,
    }  # fmt: skip
    return Q(**told) & is_public_and_put(user, model, join_path(at, "ask"))


def is_own_answer(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens what the institution itself answered."""
    organizations = user.partner_organizations
    if not organizations or "commitment.report" not in user.permissions:
        return NONE
    return Q(**{join_path(at, "organization__in"): organizations})


register_rules(
    Ask,
    see=unless_quiet(has_permission("ask.see")),
    keep=unless_quiet(in_own_office("ask.keep", "office")),
    clear=unless_quiet(in_own_office("ask.clear", "office")),
)
register_rules(AskGrant, see=no_one)
for part in (AskBearer, AskText, AskRisk, AskStep, EvidenceSheet, AskDocument):
    register_rules(part, see=via_foreign_key("ask"))
unmasked_for(AskDocument, "see")

permission_rules[Ask][ON_DESK] = put_to_own_institution("commitment.report")
permission_rules[Ask][PUBLISHED] = is_public_and_put
for part in (AskBearer, AskText, EvidenceSheet):
    permission_rules[part][ON_DESK] = via_foreign_key("ask", ON_DESK)
    permission_rules[part][PUBLISHED] = via_foreign_key("ask", PUBLISHED)
permission_rules[AskStep][ON_DESK] = is_own_answer
permission_rules[AskStep][PUBLISHED] = is_public_answer
