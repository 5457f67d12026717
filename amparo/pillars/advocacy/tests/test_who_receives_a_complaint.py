"""A complaint reaches those who keep complaints, and never whoever it is about."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, Office, RestrictedGroupAccess, Team, User
from amparo.pillars.advocacy.chain import About, House, Post, barred, receivers
from amparo.pillars.advocacy.models import Complaint
from amparo.pillars.advocacy.tasks import look_at_complaints
from tests.support.nightly import examples

pytestmark = pytest.mark.django_db


def test_an_ordinary_one_reaches_the_supervisor_of_the_office(
    complain, who, supervisor, caseworker, stranger, data_officer, trusted, above
):
    assert who(complain()) == {supervisor}


def test_somebody_named_for_it_receives_it_too(complain, who, supervisor, caseworker, office):
    RestrictedGroupAccess.give(to=caseworker, group="complaints", office=office, by=None)
    assert who(complain()) == {supervisor, caseworker}


def test_a_sensitive_one_first_goes_to_somebody_outside_the_office(
    complain, who, supervisor, trusted, above
):
    """Nobody knows yet whom it is about: it may be whoever would read it."""
    assert who(complain("complaint_staff")) == {above}


def test_where_nobody_is_outside_those_with_leave_there_receive_it(
    complain, who, supervisor, trusted
):
    assert who(complain("fraud")) == {trusted}


def test_it_comes_back_to_the_office_once_it_is_known_that_it_is_another_team(
    complain, who, supervisor, trusted, above, team, caseworker
):
    complaint = complain("complaint_staff")
    complaint.concern(team, by=above)
    assert who(complaint) == {trusted}


def test_who_is_named_no_longer_finds_it_nor_a_notice_of_it(complain, who, trusted, cast, office):
    peer = cast._user("peer", "Ana Vega", "data_officer", office=office)
    RestrictedGroupAccess.give(to=peer, group="misconduct", office=office, by=None)
    complaint = complain("data_breach")
    assert who(complaint) == {trusted, peer}
    complaint.concern(peer, by=trusted)
    assert who(complaint) == {trusted}
    assert not Notification.objects.filter(user=peer).exclude(event="standing.given").exists()


def test_of_the_head_of_an_office_nobody_there_receives_it(
    complain, who, supervisor, trusted, above, caseworker
):
    complaint = complain("fraud")
    complaint.concern(supervisor, by=above)
    assert who(complaint) == {above}


def test_an_ordinary_one_about_the_office_goes_one_up(complain, who, supervisor, above, office):
    complaint = complain()
    complaint.concern(office, by=supervisor)
    assert who(complaint) == {above}


def test_where_nobody_is_left_those_who_give_leave_hear_that_somebody_is_needed(
    complain, who, supervisor, administrator, cast, office, mobile_team
):
    complaint = complain("sea")
    assert who(complaint) == set()
    told = Notification.objects.get(user=administrator, event="complaint.nobody")
    assert (told.about, told.url) == ("", "/staff/")
    user = cast._user("late", "Noor Sabbagh", "caseworker", team=mobile_team)
    RestrictedGroupAccess.give(to=user, group="misconduct", office=office, by=administrator)
    assert who(complaint) == {user}, "whoever is given leave afterwards finds what waited"


def test_leave_that_ends_ends_with_the_same_deed(complain, who, trusted, administrator):
    complaint = complain("fraud")
    trusted.restricted_group_accesses.get().end(by=administrator)
    assert who(complaint) == set()


def test_leave_for_a_time_ends_by_itself_and_the_next_one_up_receives_it(
    complain, who, cast, office, mobile_team, trusted
):
    trusted.restricted_group_accesses.update(until=now() + timedelta(days=2))
    complaint = complain("fraud")
    assert who(complaint) == {trusted}
    later = now() + timedelta(days=3)
    complaint.reach.update(until=now() - timedelta(seconds=1))  # asked by the database's own clock
    assert who(complaint) == set()
    with clock.at(later):
        look_at_complaints.call()
    assert not complaint.reach.exists()


def test_who_joins_the_team_it_is_about_no_longer_receives_it(
    complain, who, trusted, above, team, caseworker
):
    complaint = complain("complaint_staff")
    complaint.concern(team, by=above)
    assert who(complaint) == {trusted}
    trusted.add_role("caseworker", by=None, team=team)
    assert who(complaint) == {above}


def test_accounts_keepers_auditors_and_partners_receive_none_whatever_leave_they_have(
    complain, who, administrator, auditor, nurse, office
):
    for each in (administrator, auditor, nurse):
        RestrictedGroupAccess.give(to=each, group="misconduct", office=office, by=None)
    assert who(complain("fraud")) == set()


def test_what_turns_out_to_be_sensitive_leaves_the_supervisor(
    complain, who, supervisor, trusted, above
):
    complaint = complain(words="He asked me for money to be on the list.")
    complaint.sort_anew("fraud", by=supervisor)
    assert who(complaint) == {above}
    assert complaint.acknowledge_by - now() < timedelta(hours=25)


# The oracle: the same rule, told the long way, asked of many small houses.

ROLES = {"worker": False, "leader": True, "officer": False}


@st.composite
def houses(draw):
    offices = list(range(1, draw(st.integers(1, 4)) + 1))
    above = {each: draw(st.sampled_from([None, *range(1, each)])) for each in offices}
    teams = {100 + each: draw(st.sampled_from(offices)) for each in range(draw(st.integers(0, 3)))}
    posts = []
    for user in range(1, draw(st.integers(1, 7)) + 1):
        for _post in range(draw(st.integers(1, 2))):
            role = draw(st.sampled_from(list(ROLES)))
            if teams and draw(st.booleans()):
                team = draw(st.sampled_from(list(teams)))
                posts.append(Post(user, teams[team], team, ROLES[role]))
            else:
                posts.append(Post(user, draw(st.sampled_from(offices)), None, ROLES[role]))
    users = sorted({post.user for post in posts})
    some = st.dictionaries(
        st.sampled_from(offices), st.frozensets(st.sampled_from(users), max_size=3)
    )
    house = House(above, tuple(posts), teams, draw(some), draw(some))
    about = About(
        draw(st.frozensets(st.sampled_from(users), max_size=2)),
        draw(st.frozensets(st.sampled_from(list(teams)), max_size=1)) if teams else frozenset(),
        draw(st.frozensets(st.sampled_from(offices), max_size=1)),
    )
    return house, draw(st.sampled_from(offices)), about, draw(st.booleans())


@given(houses())
@settings(max_examples=examples(400), deadline=None)
def test_whoever_it_is_about_and_who_stands_with_them_never_receives_it(drawn):
    house, office, about, is_sensitive = drawn
    found = receivers(house, office, about, is_sensitive=is_sensitive)
    for user in found:
        assert not stands_with(house, about, user, is_sensitive)
        kept = [*house.trusted.values(), *(() if is_sensitive else house.keepers.values())]
        assert any(user in users for users in kept), "and somebody gave them leave"


@given(houses())
@settings(max_examples=examples(400), deadline=None)
def test_it_is_received_wherever_somebody_with_leave_is_left(drawn):
    house, office, about, is_sensitive = drawn
    left = frozenset().union(*house.trusted.values()) - barred(
        house, about, is_sensitive=is_sensitive
    )
    if left:
        assert receivers(house, office, about, is_sensitive=is_sensitive)


def stands_with(house, about, user, is_sensitive):
    """One by one: the same person, the same team, over it, under it."""
    mine = [post for post in house.posts if post.user == user]
    theirs = [post for post in house.posts if post.user in about.users]
    return (
        user in about.users
        or any(stands_with_team(house, about, post, is_sensitive) for post in mine)
        or any(stands_with_post(house, a, b, is_sensitive) for a in mine for b in theirs)
    )


def stands_with_team(house, about, post, is_sensitive):
    if post.team in about.teams or any(post.office in house.below(o) for o in about.offices):
        return True
    leads = {house.teams[team] for team in about.teams}
    return is_sensitive and post.tops and post.office in leads


def stands_with_post(house, mine, theirs, is_sensitive):
    if mine.office != theirs.office:
        return theirs.tops and mine.office in house.below(theirs.office)
    beside = mine.team == theirs.team
    return beside or theirs.tops or (is_sensitive and mine.tops)


@pytest.mark.nightly
def test_in_a_house_of_many_turns_nobody_finds_what_is_about_them(cast, complain, who):
    """Random deeds, and after each: who finds a complaint is who the rule says, and no accused."""
    dice = random.Random(2026)
    offices = [cast.office, cast.other_office]
    offices[1].parent = offices[0]
    offices[1].save()
    teams = [Team.objects.create(office=o, name=f"T{n}") for n in range(2) for o in offices]
    staff = []
    for number in range(8):
        role = ("caseworker", "supervisor", "data_officer")[number % 3]
        where = {"team": dice.choice(teams)} if dice.random() < 0.6 else {
            "office": dice.choice(offices)
        }  # fmt: skip
        staff.append(cast._user(f"u{number}", f"Uno {number}", role, **where))
    complaints = []
    for _turn in range(examples(225)):
        one_turn(dice, offices, teams, staff, complaints, complain)
        for complaint in complaints:
            for user in who(complaint):
                assert not complaint.concerned.filter(user=user).exists()
                named = complaint.concerned.filter(team__in=user.teams_for("case.see"))
                assert not named.exists()
                is_led = Office.objects.filter(pk__in=user.offices_for("team.see"))
                if complaint.is_sensitive:
                    assert not complaint.concerned.filter(team__office__in=is_led).exists()
    assert any(who(complaint) for complaint in complaints)


def one_turn(dice, offices, teams, staff, complaints, complain):
    turn = dice.choice(("complain", "concern", "leave", "end", "join"))
    user = User.objects.get(pk=dice.choice(staff).pk)
    if turn == "complain" or not complaints:
        kind = dice.choice(("complaint_service", "fraud", "sea"))
        complaints.append(complain(kind, office=dice.choice(offices)))
    elif turn == "concern":
        whom = dice.choice([user, dice.choice(teams)])
        Complaint.objects.get(pk=dice.choice(complaints).pk).concern(whom, by=staff[0])
    elif turn == "leave":
        group = dice.choice(("misconduct", "complaints"))
        RestrictedGroupAccess.give(to=user, group=group, office=dice.choice(offices), by=None)
    elif turn == "end" and (grant := user.restricted_group_accesses.filter(ended_at=None).first()):
        grant.end(by=staff[1])
    elif turn == "join":
        user.add_role("caseworker", by=None, team=dice.choice(teams))
