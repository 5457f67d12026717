"""One case from first contact to closure, and again: in four languages, without scripts too."""

import pytest

from amparo.pillars.assistance.cases.models import Case
from tests.support import stories
from tests.support.stories import PASSWORD, CaseBrowser


@pytest.fixture
def walkers(phone_page, caseworker, supervisor):
    """The caseworker and her supervisor, each with a telephone, signed in by typing."""

    def open_for(language, **options):
        found = []
        way = "without-scripts" if options else language
        for who, user in (("caseworker", caseworker), ("supervisor", supervisor)):
            user.set_password(PASSWORD)
            user.save()
            walker = CaseBrowser(phone_page(language, **options), f"{way}-{who}")
            walker.sign_in(user)
            found.append(walker)
        return found

    return open_for


def walk_through_case(caseworker, supervisor, case, rosa):
    """All of it; the case of somebody new, as it is at the end."""
    stories.find_the_work_of_today(caseworker, case)
    stories.search_for(caseworker, "Rosa Quispe", rosa)
    url = stories.register_somebody_new(caseworker)
    stories.hold_screening(caseworker)
    for step in (
        stories.weigh_the_risk, stories.agree_a_plan, stories.give_a_service, stories.follow_up,
    ):  # fmt: skip
        step(caseworker, url)
    stories.decide_approvals(supervisor, url)
    stories.ask_to_close(caseworker, url)
    stories.decide_approvals(supervisor, url)
    new = Case.objects.exclude(pk=case.pk).get()
    assert new.status == "closed"
    stories.reopen(supervisor, url)
    new.refresh_from_db()
    return new


def look_at(case):
    """What is there of it."""
    assert (case.status, case.band) == ("open", "high")
    assert case.main_person.consents_to("case_management")
    for kind in (
        "screenings",
        "caseplans",
        "goals",
        "actions",
        "services",
        "followups",
        "closures",
    ):
        assert getattr(case, kind).count() == 1, kind
    asked = case.approvalrequests.order_by("pk")
    assert [each.what for each in asked if each.approved] == ["plan", "closure"]
    assert case.closures.get().reopened_at


@stories.in_two_languages
def test_from_first_contact_to_closure_and_again(language, walkers, case, rosa):
    """One in each direction."""
    look_at(walk_through_case(*walkers(language), case, rosa))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.usefixtures("every_language")
def test_from_first_contact_to_closure_in_the_other_languages(language, walkers, case, rosa):
    look_at(walk_through_case(*walkers(language), case, rosa))


# Where scripts do not run, or have not arrived yet, nothing is lost but comfort.


@pytest.mark.nightly
def test_the_whole_road_is_open(walkers, case, rosa):
    caseworker, supervisor = walkers("es", java_script_enabled=False)
    look_at(walk_through_case(caseworker, supervisor, case, rosa))
