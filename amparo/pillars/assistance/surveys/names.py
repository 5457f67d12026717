"""Whom a round is about, for who may know them."""

from collections.abc import Iterable

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person

from .models.dues import ScheduledSurvey
from .models.invitations import SurveyResponseFields


def add_names(records: "Iterable[SurveyResponseFields | ScheduledSurvey]", user: User) -> None:
    """Gives each its `who`; nothing, where the reader may not know that person."""
    rows = list(records)
    known = {each.pk: each for each in Person.objects.accessible_to(user).filter(
        pk__in={row.person_id for row in rows})}  # fmt: skip
    for row in rows:
        person = known.get(row.person_id)
        row.who = person.name if person else ""  # type: ignore[union-attr]
