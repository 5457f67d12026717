"""With parents or legal guardian a child is alone no longer: on no list, and no flag stands."""

import pytest
from django.urls import reverse

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Family
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.child_protection.models import (
    CareArrangement,
    Guardian,
    MinorWithoutAdult,
    end_time_alone,
)
from amparo.pillars.assistance.child_protection.worklists import children_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag(his_case, yawar, child, supervisor):
    """Raised once more after the child was registered."""
    [flag] = ProtectionFlag.raise_flags(
        his_case, ["child_without_adult"], by=supervisor, source="screening", person=yawar
    )
    return flag


def place(child, by, today, **told):
    told = {"kind": "kinship", "carer": "Elsa Tola"} | told
    return CareArrangement.begin(child, by=by, since=today, **told)


def name_guardian(child, by, today, basis="court", **told):
    told = {"name": "Elsa Tola", "basis": basis} | told
    return Guardian.name_one(child, by=by, since=today, **told)


def must_be_over(child, flag, user, why):
    child.refresh_from_db()
    assert (child.is_over, child.end_reason, child.ended_by) == (True, why, user)
    flag.refresh_from_db()
    assert (flag.is_open, flag.latest_answer.by) == (False, user)
    assert not children_of(user).exists()


def test_placed_with_the_recorded_guardian_the_child_leaves_the_list(
    client, child, flag, caseworker, today
):
    name_guardian(child, caseworker, today)
    client.force_login(caseworker)
    assert child.case.number in client.get("/children/").text
    client.post(
        reverse("child_protection:care-new", args=[child.ref]),
        {"kind": "kinship", "since": today, "carer": "Elsa Tola", "with_guardian": "on"},
    )
    must_be_over(child, flag, caseworker, "guardian")
    assert child.cares.get().with_guardian
    assert child.case.number not in client.get("/children/").text


def test_a_carer_who_becomes_the_guardian_ends_it_too(client, child, flag, caseworker, today):
    place(child, caseworker, today)
    client.force_login(caseworker)
    client.post(
        reverse("child_protection:guardian-new", args=[child.ref]),
        {"name": "Elsa Tola", "basis": "court", "since": today, "lives_with_child": "on"},
    )
    must_be_over(child, flag, caseworker, "guardian")


def test_with_the_parents_again(child, flag, caseworker, today):
    place(child, caseworker, today, kind="parents")
    must_be_over(child, flag, caseworker, "reunified")


def test_sent_twice_it_is_the_same(child, caseworker, today):
    first = place(child, caseworker, today, kind="parents")
    assert place(child, caseworker, today, kind="parents") == first


def test_a_guardian_or_a_placement_alone_ends_nothing(child, caseworker, today):
    name_guardian(child, caseworker, today)
    place(child, caseworker, today)
    child.refresh_from_db()
    assert not child.is_over


@pytest.mark.parametrize("basis", ["", "interim"])
def test_nobody_is_placed_with_a_guardian_who_is_not_recorded_for_good(
    child, caseworker, today, basis
):
    if basis:
        name_guardian(child, caseworker, today, basis=basis)
    with pytest.raises(Refusal, match="First record who is the guardian"):
        place(child, caseworker, today, with_guardian=True)
    place(child, caseworker, today)
    with pytest.raises(Refusal, match="First record who is the guardian"):
        name_guardian(
            child, caseworker, today, name="Another", basis="interim", lives_with_child=True
        )


# Said in words.


def must_be_refused(child, by, why, match, **more):
    with pytest.raises(Refusal, match=match):
        child.no_longer(by=by, why=why, **more)
    child.refresh_from_db()
    assert not child.is_over


@pytest.mark.parametrize("basis", ["", "interim"])
def test_nobody_is_with_a_guardian_who_is_not_recorded(child, caseworker, today, basis):
    if basis:
        name_guardian(child, caseworker, today, basis=basis)
    words = "With her guardian."
    must_be_refused(child, caseworker, "guardian", "No legal guardian", text=words)
    name_guardian(child, caseworker, today, name="Another")
    child.no_longer(by=caseworker, why="guardian")
    assert child.is_over


def test_nobody_is_reunified_with_parents_who_are_not_recorded(
    child, yawar, cast, caseworker, today
):
    name_guardian(child, caseworker, today)
    must_be_refused(child, caseworker, "reunified", "No parent is recorded", text="At home.")
    mother = cast._person(given_names="Elsa", birth_year=today.year - 40)
    Family.register(mother, by=caseworker).add(yawar, "child", by=caseworker)
    child.no_longer(by=caseworker, why="reunified")
    assert child.is_over


@pytest.mark.parametrize("why", ["caregiver", "elsewhere"])
def test_of_others_somebody_writes_what_was_found(child, caseworker, why):
    must_be_refused(child, caseworker, why, "who saw it", text=" ")
    child.no_longer(by=caseworker, why=why, text="With his aunt; I saw them on Monday.")
    assert child.is_over


def test_who_is_handed_over_before_anybody_looked_waits_no_longer(
    his_case, yawar, caseworker, today
):
    """It has happened: also whoever registered the child may write the handover down."""
    [minor] = MinorWithoutAdult.find([yawar], {yawar.pk: his_case}, by=caseworker, on=today)
    end_time_alone(yawar, by=caseworker)
    minor.refresh_from_db()
    assert (minor.looked_by, minor.because) == (caseworker, "Handed over to the family.")
    assert not ProtectionFlag.objects.unanswered().exists()
    end_time_alone(yawar, by=caseworker)
    assert ProtectionFlag.objects.get().answers.count() == 1
