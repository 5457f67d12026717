"""Who reads what is known of exploitation: whoever opens the case. Testimony: by name alone."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.trust.access import access_to, nobody, own, path_to, through
from amparo.foundation.trust.models import User
from amparo.foundation.trust.veil import of_a_task

from ..permissions import of_own_house
from .models import (
    Cooperation,
    Determination,
    Event,
    Exploitation,
    HtcdsExport,
    HtcdsFile,
    HtcdsRow,
    HtcdsTrouble,
    IndicatorsSeen,
    OtherView,
    Perpetrator,
    ReflectionEnd,
    ReflectionExtension,
    ReflectionPeriod,
    SafetyPlan,
    SafetyReview,
    Testimony,
    TestimonyErased,
    TestimonyGrant,
    TestimonyRevoked,
    TestimonyWords,
    WayOut,
)


def opened_by_name(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who took it down, and to whom it is opened now; as long as they may open the case at all."""
    grants = TestimonyGrant.objects.live().filter(
        testimony=OuterRef(path_to(at, "pk")), user=user.pk
    )
    by_name = Q(**{path_to(at, "by"): user.pk}) | Q(Exists(grants))
    return through("way__case")(user, model, at) & by_name


access_to(WayOut, see=through("case"), work=through("case", "work"),
          approve=through("case", "approve"))  # fmt: skip
for step in (
    Cooperation, Determination, Event, Exploitation, IndicatorsSeen, Perpetrator,
    ReflectionPeriod, SafetyPlan,
):  # fmt: skip
    access_to(step, see=through("way__case"), work=through("way__case", "work"))
access_to(OtherView, see=through("determination__way__case"))
for part in (ReflectionEnd, ReflectionExtension):
    access_to(part, see=through("period__way__case"))
access_to(SafetyReview, see=through("plan__way__case"))
access_to(
    Testimony,
    see=through("way__case"),
    work=through("way__case", "work"),
    read=opened_by_name,
)
access_to(TestimonyWords, see=through("testimony", "read"))
access_to(TestimonyGrant, see=through("testimony"), work=through("testimony", "work"))
access_to(TestimonyRevoked, see=through("grant__testimony"))
access_to(TestimonyErased, see=through("testimony"))


def with_leave_for_the_team(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who brings files in for a team, where they have leave for files on trafficking."""
    with_leave = Q(**{path_to(at, "kept_to__in"): user.groups})
    return of_own_house("register.bring")(user, model, at) & with_leave


# Until a record has become a file, the list is one paper in the hands of who brings it in.
of_a_task(HtcdsFile, "see")
of_a_task(HtcdsTrouble, "see")
access_to(HtcdsFile, see=with_leave_for_the_team, bring=with_leave_for_the_team)
access_to(HtcdsTrouble, see=through("of_file"))
access_to(HtcdsRow, see=nobody)
# What one colleague may open, another may not: a file that leaves is for who made it.
access_to(HtcdsExport, see=own("by"), take=own("by"))
