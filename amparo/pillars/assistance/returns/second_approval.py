"""Who may give the second word on a return: another in the office, else the office above."""

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.access_grants import users_with_verb_or_owner
from amparo.pillars.assistance.cases.parent_office import ask_office_above

from .extension_points import is_qualified
from .models import Qualification, ReturnJourney
from .models.counselling import counsellors_of


def ask_above(journey: ReturnJourney, *, by: User) -> list[User]:
    """Opens the case to the office above; refused where everything can be done here."""
    journey.must_be_before_departure()
    if not _is_somebody_missing(journey, by):
        raise Refusal(
            _(
                "Colleagues of this office may hold the interview, hear the declaration and "
                "decide. Ask them."
            )
        )
    return ask_office_above(journey.case, by=by, besides=counsellors_of(journey))


def _is_somebody_missing(journey: ReturnJourney, by: User) -> bool:
    """Whether nobody else here may interview them, is qualified to hear them, or may decide."""
    case, counsellors = journey.case, counsellors_of(journey)
    others = [
        user for user in users_with_verb_or_owner(case, "case.work") if user.pk not in counsellors
    ]
    deciding = [
        user
        for user in users_with_verb_or_owner(case, "case.approve")
        if user.pk not in counsellors
    ]
    day = case.office.today()
    may_hear = any(is_qualified(user, Qualification.Kind.ASYLUM, day) for user in others)
    return not (others and may_hear and any(user.pk != by.pk for user in deciding))
