"""One case from first contact to closure, and again, on a telephone, in four languages."""

import pytest

from amparo.pillars.assistance.models import Case
from tests import journey
from tests.journey import PASSWORD, Walker


@pytest.fixture
def walkers(phone, caseworker, supervisor):
    """The caseworker and her supervisor, each with a telephone, signed in by typing."""

    def open_for(language, **options):
        found = []
        way = "without-scripts" if options else language
        for who, user in (("caseworker", caseworker), ("supervisor", supervisor)):
            user.set_password(PASSWORD)
            user.save()
            walker = Walker(phone(language, **options), f"{way}-{who}")
            walker.sign_in(user)
            found.append(walker)
        return found

    return open_for


def walk(caseworker, supervisor, case, rosa):
    """All of it; the case of somebody new, as it is at the end."""
    journey.find_the_work_of_today(caseworker, case)
    journey.search_for(caseworker, "Rosa Quispe", rosa)
    url = journey.register_somebody_new(caseworker)
    journey.screen(caseworker)
    for step in (
        journey.weigh_the_risk, journey.agree_a_plan, journey.give_a_service, journey.follow_up,
    ):  # fmt: skip
        step(caseworker, url)
    journey.answer_what_waits(supervisor, url)
    journey.ask_to_close(caseworker, url)
    journey.answer_what_waits(supervisor, url)
    new = Case.objects.exclude(pk=case.pk).get()
    assert new.status == "closed"
    journey.reopen(supervisor, url)
    new.refresh_from_db()
    return new


def look_at(case):
    """What is there of it."""
    assert (case.status, case.band) == ("open", "high")
    assert case.main_person.consents_to("case_management")
    for kind in ("screenings", "plans", "goals", "actions", "services", "followups", "closures"):
        assert getattr(case, kind).count() == 1, kind
    asked = case.approvals.order_by("pk")
    assert [each.what for each in asked if each.decision.approved] == ["plan", "closure"]
    assert case.closures.get().reopening


@pytest.mark.parametrize("language", ["es", "ar"])
def test_from_first_contact_to_closure_and_again(language, walkers, case, rosa):
    """One in each direction."""
    look_at(walk(*walkers(language), case, rosa))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.usefixtures("every_language")
def test_from_first_contact_to_closure_in_the_other_languages(language, walkers, case, rosa):
    look_at(walk(*walkers(language), case, rosa))
