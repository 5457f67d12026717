"""Who reads what: a request, who took it down and who traces; what was found, only who traces.

Leave for tracing is given by name, for one office (`Grant`). Whoever has it finds among the people
whose files open to them anyway: a restricted file, only with leave for its group.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, any_of
from amparo.foundation.core.permissions.masking import set_field_classes
from amparo.foundation.core.permissions.rules import (
    join_path,
    register_rules,
    via_foreign_key,
)

from .models import (
    InquirerNotification,
    MatchVerification,
    Reunification,
    ReunificationHandover,
    SoughtPerson,
    TracingAction,
    TracingClosure,
    TracingConsent,
    TracingMatch,
    TracingRequest,
)


def traced(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever has leave for tracing in the office of the request."""
    if "case.see" not in user.permissions:
        return NONE
    return Q(**{join_path(at, "kept_to__in"): user.groups})


def taken_down(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever took it down, as long as they accompany people."""
    return Q(**{join_path(at, "by"): user.pk}) if "case.work" in user.permissions else NONE


register_rules(
    TracingRequest,
    see=any_of(traced, taken_down, via_foreign_key("case")),
    work=any_of(traced, taken_down, via_foreign_key("case", "work")),
    match=traced,
)
for model in (SoughtPerson, TracingConsent):
    register_rules(model, see=via_foreign_key("request"), work=via_foreign_key("request", "work"))
register_rules(InquirerNotification, see=via_foreign_key("request"))
for done in (TracingAction, TracingClosure):
    register_rules(done, see=via_foreign_key("request", "match"))
register_rules(
    TracingMatch,
    see=via_foreign_key("sought__request", "match"),
    verify=via_foreign_key("sought__request", "match"),
)
register_rules(MatchVerification, see=via_foreign_key("match__sought__request", "match"))
register_rules(Reunification, work=via_foreign_key("case", "work"))

_NAMES = ("given_names", "family_names", "original_name")
set_field_classes(TracingRequest, identity=_NAMES, contact=("contact", "safe_contact"))
set_field_classes(
    SoughtPerson,
    identity=(*_NAMES, "second_family_name", "aliases", "father_name", "mother_name"),
    location=("last_seen_where",),
)
set_field_classes(Reunification, identity=("received_by",), location=("place",))
set_field_classes(
    ReunificationHandover, identity=("received_by", "handed_by"), location=("place",)
)
