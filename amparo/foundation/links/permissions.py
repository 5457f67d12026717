"""Who sees patterns: who follows up needs, and an institution those of its territory; who sees and
adds links: who follows up, and who keeps commitments.

A pattern is a rounded count of at least five cases: it opens no case.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Now

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.rules import (
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.directory.models import Mandate

from .extension_points import link_kinds
from .models import Link, Pattern, PatternFigure


def of_own_territory(verb: str) -> PermissionRule:
    """Opens patterns of the places of the mandate of an institution for which one speaks, and of
    what lies in them.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions or not user.partner_organizations:
            return NONE
        # By the database's own day: a date would stand still in a policy of the database.
        today = Cast(Now(), models.DateField())
        places = Mandate.objects.standing().filter(
            Q(until=None) | Q(until__gte=today), since__lte=today,
            organization__in=user.partner_organizations,
        ).values("place")  # fmt: skip
        path = join_path(at, "place")
        found = Q()
        for _level in range(4):  # a site, a town, a region, a country
            found |= Q(**{f"{path}__in": places})
            path = f"{path}__within"
        return found

    return rule


register_rules(
    Pattern, see=any_of(has_permission("pattern.see"), of_own_territory("commitment.report"))
)
register_rules(PatternFigure, see=via_foreign_key("pattern"))


def open_link(verb: str) -> PermissionRule:
    """Opens links to users with `verb`; those with a record that is kept to a circle to whoever
    sees that record.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        found = Q(**{join_path(at, "is_restricted"): False})
        for kind, registered in link_kinds.items():
            if registered.may_be_restricted:
                found |= _at_records(kind, registered.records(user), at)
        return found

    return rule


def _at_records(kind: str, records: models.QuerySet, at: str) -> Q:
    refs = records.order_by().values("ref")
    ends = Q()
    for end in ("source", "target"):
        ends |= Q(**{join_path(at, f"{end}_kind"): kind, join_path(at, f"{end}_ref__in"): refs})
    return ends


def is_unrestricted(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens what leads from one record to another. Pages show of it only ends that the reader may
    see (`LinkKind.records`).
    """
    return Q(**{join_path(at, "is_restricted"): False})


register_rules(
    Link, see=open_link("pattern.see"), edit=open_link("commitment.keep"), follow=is_unrestricted
)
