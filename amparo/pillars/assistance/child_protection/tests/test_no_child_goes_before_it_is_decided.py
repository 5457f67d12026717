"""At the checks of a journey: a child alone goes only the way that was found best."""

from uuid import uuid4

import pytest

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.child_protection.models import AuthorityDecision
from amparo.pillars.assistance.pathways import evidence
from amparo.pillars.assistance.pathways.models import Check

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(child, caseworker):
    """The checks of a return and of a reunification, as those packages put them up."""
    names = ("best_interests", "best_interests_reunification")
    way = uuid4()
    Check.put(child.case, way, names, by=caseworker, person=child.person_id)
    return {name: Check.objects.get(way=way, kind=name) for name in names}


def may_pass(check, supervisor):
    found = ((source.name, each) for source, each in evidence.records_seen(check, supervisor))
    shown = next(found, None)
    try:
        check.decide(by=supervisor, met=True, text="BID panel decided so.", record=shown)
    except Refusal:
        return False
    return True


def test_a_child_alone_goes_nowhere_before_it_is_decided(check, determine, supervisor):
    determine("spoken")
    assert not any(may_pass(each, supervisor) for each in check.values())


@pytest.mark.parametrize(
    ("best", "back", "together"),
    [
        ("return_family", True, True),
        ("return_care", True, False),
        ("reunification", False, True),
        ("local_care", False, False),
    ],
)
def test_only_the_way_that_was_found_best_is_open(
    check, determine, supervisor, best, back, together
):
    determine(best=best)
    assert may_pass(check["best_interests"], supervisor) is back
    assert may_pass(check["best_interests_reunification"], supervisor) is together


def test_a_determination_about_something_else_does_not_open_it(check, determine, supervisor):
    determine(best="return_family", why="care")
    assert not may_pass(check["best_interests"], supervisor)


def test_who_accompanies_the_child_does_not_decide_it(check, determine, caseworker):
    determine(best="return_family")
    with pytest.raises(Refusal, match="a supervisor of the team"):
        check["best_interests"].decide(by=caseworker, met=True, text="BID panel decided so.")


def test_opened_again_the_check_is_shut(check, determine, supervisor):
    determine(best="return_family").decision.reopen(by=supervisor, because="New facts.")
    assert not may_pass(check["best_interests"], supervisor)


def test_an_authority_decides_too_and_both_must_agree(
    check, child, determine, caseworker, supervisor, today
):
    def note(code):
        AuthorityDecision.note(
            child, by=caseworker, authority="Juzgado de la Niñez", on=today, code=code
        )

    note("return_family")
    assert may_pass(check["best_interests"], supervisor)
    determine(best="local_care")
    assert not may_pass(check["best_interests"], supervisor)


def test_a_child_without_an_adult_is_registered_first(his_case, yawar, caseworker):
    way = uuid4()
    Check.put(his_case, way, ["best_interests"], by=caseworker)
    assert Check.objects.get(way=way).missing


def test_a_child_with_her_mother_needs_no_panel(case, nayeli, caseworker):
    case.add_dependant(nayeli, "child", by=caseworker)
    way = uuid4()
    Check.put(case, way, ["best_interests"], by=caseworker, person=nayeli.pk)
    Check.put(case, way, ["fitness_to_travel"], by=caseworker, person=case.person_id)
    assert Check.objects.get(way=way, person=nayeli).missing == []


def test_a_child_whose_mother_does_not_go_is_registered_first(case, nayeli, caseworker):
    case.add_dependant(nayeli, "child", by=caseworker)
    way = uuid4()
    Check.put(case, way, ["best_interests", "fitness_to_travel"], by=caseworker, person=nayeli.pk)
    [missing] = Check.objects.get(way=way, kind="best_interests").missing
    assert missing.startswith("This child goes without an adult.")
