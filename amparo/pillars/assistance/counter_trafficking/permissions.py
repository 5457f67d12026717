"""Who reads what is known of exploitation: whoever opens the case. Testimony: by name alone."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    is_owner,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.pillars.assistance.cases.permissions import of_own_team_or_office

from .models import (
    AuthorityCooperation,
    Exploitation,
    HtcdsExport,
    HtcdsImportedRecord,
    HtcdsImportFile,
    HtcdsImportIssue,
    IndicatorObservation,
    Perpetrator,
    ReflectionPeriod,
    RetraffickingReview,
    SafetyPlan,
    StatusDetermination,
    Testimony,
    TestimonyGrant,
    TestimonyText,
    TraffickingEvent,
    TraffickingRecord,
)


def opened_by_name(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who took it down, and to whom it is opened now; as long as they may open the case at all."""
    grants = TestimonyGrant.objects.live().filter(
        testimony=OuterRef(join_path(at, "pk")), user=user.pk
    )
    by_name = Q(**{join_path(at, "by"): user.pk}) | Q(Exists(grants))
    return via_foreign_key("way__case")(user, model, at) & by_name


register_rules(TraffickingRecord, work=via_foreign_key("case", "work"),
          approve=via_foreign_key("case", "approve"))  # fmt: skip
for step in (
    AuthorityCooperation,
    StatusDetermination,
    TraffickingEvent,
    Exploitation,
    IndicatorObservation,
    Perpetrator,
    ReflectionPeriod,
    RetraffickingReview,
    SafetyPlan,
):
    register_rules(step, work=via_foreign_key("way__case", "work"))
register_rules(
    Testimony,
    work=via_foreign_key("way__case", "work"),
    read=opened_by_name,
)
register_rules(TestimonyText, see=via_foreign_key("testimony", "read"))
register_rules(
    TestimonyGrant, see=via_foreign_key("testimony"), work=via_foreign_key("testimony", "work")
)


def with_leave_for_the_team(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who brings files in for a team, where they have leave for files on trafficking."""
    with_leave = Q(**{join_path(at, "kept_to__in"): user.groups})
    return of_own_team_or_office("register.bring")(user, model, at) & with_leave


# Until a record has become a file, the list is one paper in the hands of who brings it in.
unmasked_for(HtcdsImportFile, "see")
unmasked_for(HtcdsImportIssue, "see")
register_rules(HtcdsImportFile, see=with_leave_for_the_team, bring=with_leave_for_the_team)
register_rules(HtcdsImportIssue, see=via_foreign_key("of_file"))
register_rules(HtcdsImportedRecord, see=no_one)
# What one colleague may open, another may not: a file that leaves is for who made it.
register_rules(HtcdsExport, see=is_owner("by"), take=is_owner("by"))
