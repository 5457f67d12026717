"""Who reads what: a request, who took it down and who traces; what was found, only who traces.

Leave for tracing is given by name, for one office (`Grant`). Whoever has it finds among the people
whose files open to them anyway: a restricted file, only with leave for its group.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.trust.access import (
    NONE,
    access_to,
    either,
    in_office,
    nobody,
    path_to,
    through,
)
from amparo.foundation.trust.models import User
from amparo.foundation.trust.veil import classed

from .models import (
    AfterReunion,
    Match,
    MatchSetAside,
    RelativeTold,
    Reunification,
    ReunificationCalledOff,
    Reunited,
    Sought,
    TracingAction,
    TracingClearing,
    TracingClosed,
    TracingConsent,
    TracingReopened,
    TracingRequest,
    TracingSeries,
    Verification,
)


def traced(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever has leave for tracing in the office of the request."""
    if "case.see" not in user.verbs:
        return NONE
    return Q(**{path_to(at, "kept_to__in"): user.groups})


def taken_down(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever took it down, as long as they accompany people."""
    return Q(**{path_to(at, "by"): user.pk}) if "case.work" in user.verbs else NONE


access_to(
    TracingRequest,
    see=either(traced, taken_down, through("case")),
    work=either(traced, taken_down, through("case", "work")),
    match=traced,
)
for told in (Sought, TracingConsent):
    access_to(told, see=through("request"), work=through("request", "work"))
access_to(RelativeTold, see=through("request"))
for done in (TracingAction, TracingClosed):
    access_to(done, see=through("request", "match"))
access_to(TracingReopened, see=through("closing__request", "match"))
access_to(
    Match,
    see=through("sought__request", "match"),
    verify=through("sought__request", "match"),
)
for found in (MatchSetAside, Verification):
    access_to(found, see=through("match__sought__request", "match"))
access_to(Reunification, see=through("case"), work=through("case", "work"))
for after in (Reunited, ReunificationCalledOff, AfterReunion):
    access_to(after, see=through("reunification__case"))
access_to(TracingClearing, see=in_office("file.erase"), confirm=in_office("file.erase"))
access_to(TracingSeries, see=nobody)

_NAMES = ("given_names", "family_names", "original_name")
classed(TracingRequest, identity=_NAMES, contact=("contact", "safe_contact"))
classed(
    Sought,
    identity=(*_NAMES, "second_family_name", "aliases", "father_name", "mother_name"),
    location=("last_seen_where",),
)
classed(Reunification, identity=("received_by",), location=("place",))
classed(Reunited, identity=("received_by", "handed_by"), location=("place",))
