"""What somebody wants with the authorities is their own: nothing else in the house asks for it."""

from pathlib import Path

import pytest

import amparo
from amparo.pillars.assistance.counter_trafficking.models import (
    AuthorityCooperation,
    ReflectionPeriod,
    SafetyPlan,
)
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db
PACKAGE = Path(amparo.__file__).parent
# The record, its form, page and permissions, and what it adds to the page of a case: no other.
MAY_NAME_IT = {
    "permissions.py", "forms/identification.py", "privacy.py", "models/__init__.py",
    "models/cooperation.py", "presenters.py", "pathway.py", "urls.py", "views/deciding.py",
}  # fmt: skip
GIVEN = {"service_type": "food.inkind", "is_emergency": True}


def test_no_other_code_of_the_project_reads_it():
    here = PACKAGE / "pillars" / "assistance" / "counter_trafficking"
    allowed = {here / name for name in MAY_NAME_IT}
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
        and path not in allowed
        and "cooperation" in path.read_text(encoding="utf-8").casefold()
        and "Cooperation" in path.read_text(encoding="utf-8")
    ]
    assert found == []


@pytest.mark.parametrize("wish", [None, *AuthorityCooperation.Wish.values])
def test_whatever_they_say_all_help_is_the_same(way, caseworker, wish):
    today = way.case.office.today()
    if wish:
        AuthorityCooperation.hear(way, by=caseworker, wish=wish, on=today, text="As I said.")
    ServiceProvided.give(way.case, by=caseworker, given_on=today, **GIVEN)
    ReflectionPeriod.grant(way, by=caseworker, from_on=today)
    SafetyPlan.agree(way, by=caseworker, dangers="He looks for her.", what_to_do="Call us.")


def test_they_may_say_otherwise_on_another_day(client, way, at, caseworker):
    client.force_login(caseworker)
    today = way.case.office.today().isoformat()
    for wish in ("no", "yes"):
        said = {"wish": wish, "on": today, "text": "I thought about it."}
        assert client.post(at("cooperation/new/"), said).status_code == 303
    assert AuthorityCooperation.objects.count() == 2
    text = client.get(at()).content.decode()
    assert "Wishes to cooperate" in text
    assert "No help depends on it" in text
