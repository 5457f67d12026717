"""A complaint reaches those who keep complaints, and never whoever it is about."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, Office, RestrictedGroupAccess, Team, User
from amparo.pillars.advocacy.feedback.models import Complaint
from amparo.pillars.advocacy.feedback.routing import (
    ComplaintSubjects,
    OrganizationChart,
    Position,
    excluded_users,
    find_recipients,
)
from amparo.pillars.advocacy.feedback.tasks import escalate_complaints
from tests.support.nightly import examples

pytestmark = pytest.mark.django_db


def test_an_ordinary_one_reaches_the_supervisor_of_the_office(
    send_complaint,
    who,
    supervisor,
    caseworker,
    stranger,
    data_officer,
    sensitive_complaint_staff,
    head_office_user,
):
    assert who(send_complaint()) == {supervisor}


def test_somebody_named_for_it_receives_it_too(
    send_complaint, who, supervisor, caseworker, office
):
    RestrictedGroupAccess.give(to=caseworker, group="complaints", office=office, by=None)
    assert who(send_complaint()) == {supervisor, caseworker}


def test_a_sensitive_one_first_goes_to_somebody_outside_the_office(
    send_complaint, who, supervisor, sensitive_complaint_staff, head_office_user
):
    """Nobody knows yet whom it is about: it may be whoever would read it."""
    assert who(send_complaint("complaint_staff")) == {head_office_user}


def test_where_nobody_is_outside_those_with_leave_there_receive_it(
    send_complaint, who, supervisor, sensitive_complaint_staff
):
    assert who(send_complaint("fraud")) == {sensitive_complaint_staff}


def test_it_comes_back_to_the_office_once_it_is_known_that_it_is_another_team(
    send_complaint, who, supervisor, sensitive_complaint_staff, head_office_user, team, caseworker
):
    complaint = send_complaint("complaint_staff")
    complaint.add_subject(team, by=head_office_user)
    assert who(complaint) == {sensitive_complaint_staff}


def test_who_is_named_no_longer_finds_it_nor_a_notice_of_it(
    send_complaint, who, sensitive_complaint_staff, cast, office
):
    peer = cast._user("peer", "Ana Vega", "data_officer", office=office)
    RestrictedGroupAccess.give(to=peer, group="misconduct", office=office, by=None)
    complaint = send_complaint("data_breach")
    assert who(complaint) == {sensitive_complaint_staff, peer}
    complaint.add_subject(peer, by=sensitive_complaint_staff)
    assert who(complaint) == {sensitive_complaint_staff}
    assert not Notification.objects.filter(user=peer).exclude(event="standing.given").exists()


def test_of_the_head_of_an_office_nobody_there_receives_it(
    send_complaint, who, supervisor, sensitive_complaint_staff, head_office_user, caseworker
):
    complaint = send_complaint("fraud")
    complaint.add_subject(supervisor, by=head_office_user)
    assert who(complaint) == {head_office_user}


def test_an_ordinary_one_about_the_office_goes_one_up(
    send_complaint, who, supervisor, head_office_user, office
):
    complaint = send_complaint()
    complaint.add_subject(office, by=supervisor)
    assert who(complaint) == {head_office_user}


def test_where_nobody_is_left_those_who_give_leave_hear_that_somebody_is_needed(
    send_complaint, who, supervisor, administrator, cast, office, mobile_team
):
    complaint = send_complaint("sea")
    assert who(complaint) == set()
    told = Notification.objects.get(user=administrator, event="complaint.nobody")
    assert (told.about, told.url) == ("", "/staff/")
    user = cast._user("late", "Noor Sabbagh", "caseworker", team=mobile_team)
    RestrictedGroupAccess.give(to=user, group="misconduct", office=office, by=administrator)
    assert who(complaint) == {user}, "whoever is given leave afterwards finds what waited"


def test_leave_that_ends_ends_with_the_same_action(
    send_complaint, who, sensitive_complaint_staff, administrator
):
    complaint = send_complaint("fraud")
    sensitive_complaint_staff.restricted_group_accesses.get().end(by=administrator)
    assert who(complaint) == set()


def test_leave_for_a_time_ends_by_itself_and_the_next_one_up_receives_it(
    send_complaint, who, cast, office, mobile_team, sensitive_complaint_staff
):
    sensitive_complaint_staff.restricted_group_accesses.update(until=now() + timedelta(days=2))
    complaint = send_complaint("fraud")
    assert who(complaint) == {sensitive_complaint_staff}
    later = now() + timedelta(days=3)
    # Asked by the database's own clock.
    complaint.access_grants.update(until=now() - timedelta(seconds=1))
    assert who(complaint) == set()
    with clock.at(later):
        escalate_complaints.call()
    assert not complaint.access_grants.exists()


def test_who_joins_the_team_it_is_about_no_longer_receives_it(
    send_complaint, who, sensitive_complaint_staff, head_office_user, team, caseworker
):
    complaint = send_complaint("complaint_staff")
    complaint.add_subject(team, by=head_office_user)
    assert who(complaint) == {sensitive_complaint_staff}
    sensitive_complaint_staff.add_role("caseworker", by=None, team=team)
    assert who(complaint) == {head_office_user}


def test_accounts_keepers_auditors_and_partners_receive_none_whatever_leave_they_have(
    send_complaint, who, administrator, auditor, nurse, office
):
    for each in (administrator, auditor, nurse):
        RestrictedGroupAccess.give(to=each, group="misconduct", office=office, by=None)
    assert who(send_complaint("fraud")) == set()


def test_what_turns_out_to_be_sensitive_leaves_the_supervisor(
    send_complaint, who, supervisor, sensitive_complaint_staff, head_office_user
):
    complaint = send_complaint(text="He asked me for money to be on the list.")
    complaint.recategorize("fraud", by=supervisor)
    assert who(complaint) == {head_office_user}
    assert complaint.acknowledge_by - now() < timedelta(hours=25)


# The oracle: the same rule, told the long way, asked of many small organizations.

ROLES = {"worker": False, "leader": True, "officer": False}


@st.composite
def organization_charts(draw):
    offices = list(range(1, draw(st.integers(1, 4)) + 1))
    above = {each: draw(st.sampled_from([None, *range(1, each)])) for each in offices}
    teams = {100 + each: draw(st.sampled_from(offices)) for each in range(draw(st.integers(0, 3)))}
    positions = []
    for user in range(1, draw(st.integers(1, 7)) + 1):
        for _post in range(draw(st.integers(1, 2))):
            role = draw(st.sampled_from(list(ROLES)))
            if teams and draw(st.booleans()):
                team = draw(st.sampled_from(list(teams)))
                positions.append(Position(user, teams[team], team, ROLES[role]))
            else:
                positions.append(Position(user, draw(st.sampled_from(offices)), None, ROLES[role]))
    users = sorted({position.user for position in positions})
    some = st.dictionaries(
        st.sampled_from(offices), st.frozensets(st.sampled_from(users), max_size=3)
    )
    chart = OrganizationChart(above, tuple(positions), teams, draw(some), draw(some))
    about = ComplaintSubjects(
        draw(st.frozensets(st.sampled_from(users), max_size=2)),
        draw(st.frozensets(st.sampled_from(list(teams)), max_size=1)) if teams else frozenset(),
        draw(st.frozensets(st.sampled_from(offices), max_size=1)),
    )
    return chart, draw(st.sampled_from(offices)), about, draw(st.booleans())


@given(organization_charts())
@settings(max_examples=examples(400), deadline=None)
def test_whoever_it_is_about_and_who_depends_on_them_never_receives_it(drawn):
    chart, office, about, is_sensitive = drawn
    found = find_recipients(chart, office, about, is_sensitive=is_sensitive)
    for user in found:
        assert not depends_on(chart, about, user, is_sensitive)
        kept = [*chart.restricted.values(), *(() if is_sensitive else chart.keepers.values())]
        assert any(user in users for users in kept), "and somebody gave them leave"


@given(organization_charts())
@settings(max_examples=examples(400), deadline=None)
def test_it_is_received_wherever_somebody_with_leave_is_left(drawn):
    chart, office, about, is_sensitive = drawn
    left = frozenset().union(*chart.restricted.values()) - excluded_users(
        chart, about, is_sensitive=is_sensitive
    )
    if left:
        assert find_recipients(chart, office, about, is_sensitive=is_sensitive)


def depends_on(chart, about, user, is_sensitive):
    """One by one: the same person, the same team, over it, under it."""
    mine = [position for position in chart.positions if position.user == user]
    theirs = [position for position in chart.positions if position.user in about.users]
    return (
        user in about.users
        or any(depends_on_team(chart, about, position, is_sensitive) for position in mine)
        or any(depends_on_position(chart, a, b, is_sensitive) for a in mine for b in theirs)
    )


def depends_on_team(chart, about, position, is_sensitive):
    if position.team in about.teams or any(
        position.office in chart.offices_below(o) for o in about.offices
    ):
        return True
    leads = {chart.teams[team] for team in about.teams}
    return is_sensitive and position.leads_office and position.office in leads


def depends_on_position(chart, mine, theirs, is_sensitive):
    if mine.office != theirs.office:
        return theirs.leads_office and mine.office in chart.offices_below(theirs.office)
    beside = mine.team == theirs.team
    return beside or theirs.leads_office or (is_sensitive and mine.leads_office)


@pytest.mark.nightly
def test_in_an_organization_of_many_changes_nobody_finds_what_is_about_them(
    cast, send_complaint, who
):
    """Random actions, and after each: who finds a complaint is who the rule says."""
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
        one_turn(dice, offices, teams, staff, complaints, send_complaint)
        for complaint in complaints:
            for user in who(complaint):
                assert not complaint.subjects.filter(user=user).exists()
                named = complaint.subjects.filter(team__in=user.teams_for("case.see"))
                assert not named.exists()
                is_led = Office.objects.filter(pk__in=user.offices_for("team.see"))
                if complaint.is_sensitive:
                    assert not complaint.subjects.filter(team__office__in=is_led).exists()
    assert any(who(complaint) for complaint in complaints)


def one_turn(dice, offices, teams, staff, complaints, send_complaint):
    turn = dice.choice(("send", "name", "permit", "end", "join"))
    user = User.objects.get(pk=dice.choice(staff).pk)
    if turn == "send" or not complaints:
        kind = dice.choice(("complaint_service", "fraud", "sea"))
        complaints.append(send_complaint(kind, office=dice.choice(offices)))
    elif turn == "name":
        whom = dice.choice([user, dice.choice(teams)])
        Complaint.objects.get(pk=dice.choice(complaints).pk).add_subject(whom, by=staff[0])
    elif turn == "permit":
        group = dice.choice(("misconduct", "complaints"))
        RestrictedGroupAccess.give(to=user, group=group, office=dice.choice(offices), by=None)
    elif turn == "end" and (grant := user.restricted_group_accesses.filter(ended_at=None).first()):
        grant.end(by=staff[1])
    elif turn == "join":
        user.add_role("caseworker", by=None, team=dice.choice(teams))
