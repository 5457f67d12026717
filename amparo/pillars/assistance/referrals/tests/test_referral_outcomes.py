"""Where referrals end: by organization and kind of help, and each number opens its list."""

from datetime import timedelta

import pytest

from amparo.foundation.core.clock import now
from amparo.pillars.assistance.cases.rounded_counts import round_small_counts
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.referrals.statistics import FUNNEL_STAGES, stage_filter
from amparo.ui.charts import Hidden

pytestmark = pytest.mark.django_db
ENDS, LIST = "/referrals/ends/", "/referrals/"


@pytest.fixture
def several(refer, agree, rosa, refuge, hostess, caseworker):
    """One at each stage."""
    agree(rosa, refuge)
    waiting, late, refused, accepted, given, received, ended = (refer() for _ in range(7))
    Referral.objects.filter(pk=late.pk).update(answer_due=late.at - timedelta(hours=1))
    refused.decline(by=hostess, reason="full")
    for each in (accepted, given, received):
        each.accept(by=hostess)
    given.report(by=hostess, given_on=given.case.office.today())
    received.confirm(by=caseworker)
    ended.withdraw(by=caseworker, why="another_way")
    return dict(
        zip(FUNNEL_STAGES, (waiting, late, refused, accepted, given, received, ended), strict=True)
    )


def test_each_stands_at_one_stage(several, caseworker):
    for code, referral in several.items():
        assert Referral.objects.filter(stage_filter(code)).get() == referral
    statuses = {"expired": "late", "unavailable": "refused", "own_agency": "ended"}
    for status, stage in statuses.items():
        Referral.objects.filter(pk=several["waiting"].pk).update(
            status=status, outcome=status, ended_at=now(), ended_by=caseworker
        )  # fmt: skip
        stages = [code for code in FUNNEL_STAGES if in_stage_of(several["waiting"], code)]
        assert stages == [stage]


def in_stage_of(referral, code):
    return Referral.objects.filter(stage_filter(code), pk=referral.pk).exists()


@pytest.mark.parametrize("by", ["organization", "kind"])
def test_every_number_opens_its_list(client, several, supervisor, by):
    client.force_login(supervisor)
    page = client.get(ENDS, {"by": by}).content.decode()
    doors = [part.split('"')[0] for part in page.split('href="')[1:] if "&amp;state=" in part]
    assert len(doors) == len(FUNNEL_STAGES)
    for door in doors:
        code = door.rpartition("state=")[2]
        shown = client.get(door.replace("&amp;", "&")).content.decode()
        assert several[code].get_absolute_url() in shown
        assert sum(each.get_absolute_url() in shown for each in several.values()) == 1


def test_a_data_officer_reads_no_small_number_and_opens_no_list(client, several, data_officer):
    client.force_login(data_officer)
    page = client.get(ENDS).content.decode()
    assert "Cruz del Sur" in page
    assert "fewer than 5" in page
    assert "figure-link" not in page
    assert client.get(LIST).status_code == 404


def test_of_restricted_cases_others_learn_not_even_that(client, case, several, data_officer):
    case.restrict("trafficking", by=case.owner)
    client.force_login(data_officer)
    assert "Cruz del Sur" not in client.get(ENDS).content.decode()


def test_another_office_counts_nothing_of_ours(client, several, stranger, other_office):
    from amparo.foundation.core.models import User

    user = User.objects.create_user("there@example.org", "Nadia", language="en")
    user.add_role("supervisor", by=None, office=other_office)
    client.force_login(user)
    assert "Cruz del Sur" not in client.get(ENDS).content.decode()
    client.force_login(stranger)
    assert client.get(ENDS).status_code == 404
    page = client.get(LIST).content.decode()
    assert not [each for each in several.values() if each.get_absolute_url() in page]


def test_few_are_few():
    assert [round_small_counts(count) for count in (0, 1, 4, 5, 9, 10)] == [0, -1, -1, 5, 5, 10]


def test_the_list_asks_the_same_however_long(
    client, several, refer, caseworker, django_assert_max_num_queries
):
    for _ in range(10):
        refer()
    client.force_login(caseworker)
    client.get(LIST)
    with django_assert_max_num_queries(14):
        page = client.get(LIST, {"whose": "mine"}).content.decode()
    assert several["late"].get_absolute_url() in page
    assert several["received"].get_absolute_url() not in page


def test_the_table_asks_the_same_however_much(
    client, several, refer, supervisor, django_assert_max_num_queries
):
    for _ in range(10):
        refer()
    client.force_login(supervisor)
    client.get(ENDS)
    with django_assert_max_num_queries(14):
        client.get(ENDS)


def test_the_funnel_counts_those_that_came_as_far(client, several, supervisor):
    client.force_login(supervisor)
    funnel = client.get(ENDS).context["funnel"]
    # Waiting and late were not answered; the one that was withdrawn is not counted.
    assert [stage.value for stage in funnel.stages] == [6, 4, 3, 2, 1]
    assert "How far referrals came" in client.get(ENDS).content.decode()


def test_a_data_officer_sees_no_small_number_in_the_funnel(client, several, data_officer):
    client.force_login(data_officer)
    funnel = client.get(ENDS).context["funnel"]
    assert [stage.value for stage in funnel.stages] == [5, *4 * [Hidden(below=5)]]


def test_without_referrals_there_is_no_funnel(client, supervisor):
    client.force_login(supervisor)
    assert client.get(ENDS).context["funnel"] is None
