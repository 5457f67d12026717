"""Whom a round is about, for who may know them."""

from collections.abc import Iterable

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.display_names import listed_person

from .models.dues import ScheduledSurvey
from .models.invitations import SurveyResponseFields


def add_names(
    records: "Iterable[SurveyResponseFields | ScheduledSurvey]", user: User, *,
    is_list: bool = False,
) -> None:  # fmt: skip
    """Gives each its `who`; nothing, where the reader may not know that person.

    In a list across cases, those of a restricted one by their initials.
    """
    rows = list(records)
    known = {each.pk: each for each in Person.objects.accessible_to(user).filter(
        pk__in={row.person_id for row in rows})}  # fmt: skip
    for row in rows:
        person = known.get(row.person_id)
        if person and is_list:
            row.who = listed_person(person, row.case)  # type: ignore[union-attr]
        else:
            row.who = person.shown_name if person else ""  # type: ignore[union-attr]
