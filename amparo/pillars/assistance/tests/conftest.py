"""More people to accompany than Rosa alone."""

from datetime import timedelta

import pytest

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.models import Case, Task


@pytest.fixture
def many_cases(team, caseworker, consent):
    """So many more cases of the caseworker, of every risk, each with something overdue."""

    def open_cases(count, owner=caseworker):
        made = []
        for at in range(count):
            person = Person.register(
                by=caseworker, team=team, consent=consent, given_names=f"Name{at}",
                family_names="Mamani", safe_channel="call",
            )  # fmt: skip
            case = Case.open(by=caseworker, team=team, owner=owner, person=person)
            case.risk = at % 5
            Task.set(case, "call", case.office.today() - timedelta(days=at % 3), by=owner)
            made.append(case)
        return made

    return open_cases
