"""Who may see and take requests for help: the office that receives them, then who works on the
case that they became.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, any_of
from amparo.foundation.core.permissions.masking import set_field_classes
from amparo.foundation.core.permissions.rules import (
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)

from .models import (
    HelpRequest,
    HelpRequestArea,
    HelpRequestConsent,
    HelpRequestMessage,
    HelpRequestStep,
)


def in_help_inbox(user: User, model: type[models.Model], at: str = "") -> Q:
    """Requests that lie with an office in which one receives them, until they are a case."""
    offices, teams = user.offices_for("help.receive"), user.teams_for("help.receive")
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    here = Q(**{join_path(at, "office__in"): offices}) | Q(
        **{join_path(at, "office__in"): of_team}
    )
    return here & Q(**{join_path(at, "case"): None})


register_rules(
    HelpRequest,
    see=any_of(in_help_inbox, via_foreign_key("case")),
    work=any_of(in_help_inbox, via_foreign_key("case", "work")),
    take=in_help_inbox,
)
for part in (HelpRequestConsent, HelpRequestMessage, HelpRequestStep):
    register_rules(part, see=via_foreign_key("request"))
register_rules(
    HelpRequestArea, see=has_permission("office.edit"), edit=has_permission("office.edit")
)
set_field_classes(
    HelpRequest,
    contact=("contact", "hours", "who_may_answer", "code_word"),
    identity=("other_language",),
)
