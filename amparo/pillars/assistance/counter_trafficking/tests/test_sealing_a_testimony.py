"""A testimony lies under its own key, opens by name alone and for a time, and can be erased."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from amparo.foundation.core.encryption import values
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.models import DataKey, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.counter_trafficking.models import (
    Testimony,
    TestimonyGrant,
    TestimonyText,
)
from tests.support.audit_entries import entries_of

pytestmark = pytest.mark.django_db
ACCOUNT = "They took my passport the first night."


@pytest.fixture
def testimony(way, caseworker):
    return Testimony.write(way, by=caseworker, taken_on=way.case.office.today(), text=ACCOUNT)


@pytest.fixture
def open_to(testimony, caseworker):
    def give(user, by=caseworker, **about):
        told = {
            "because": "She accompanies her to court.", "until": now() + timedelta(days=7),
            "person_agrees": True,
        }  # fmt: skip
        return testimony.open_to(user, by=by, **(told | about))

    return give


@pytest.fixture
def page(testimony, at):
    return lambda deed="": at(f"testimony/{testimony.ref}/{deed}")


def reads(client, user, url):
    client.force_login(user)
    answer = client.get(url)
    return answer.status_code, ACCOUNT in answer.content.decode()


def test_its_key_is_its_own(testimony):
    owners = set(DataKey.objects.values_list("owner_ref", flat=True))
    assert testimony.sealed.ref in owners
    stored = TestimonyText.objects.values_list("text", flat=True).get()
    key = DataKey.objects.get(owner_ref=testimony.sealed.ref)
    assert stored.key_number == key.number
    assert key.number != values.key_for_owner(testimony.case).number


def test_whoever_took_it_down_reads_it_and_others_see_that_it_exists(
    client, page, at, caseworker, keeper, lead, colleague
):
    assert reads(client, caseworker, page()) == (200, True)
    for user in (keeper, lead):
        assert reads(client, user, page()) == (403, False)
        client.force_login(user)
        assert "Named staff only" in client.get(at()).content.decode()
    assert reads(client, colleague, page()) == (404, False)


def test_each_reading_leaves_a_line_in_the_file(client, page, testimony, caseworker):
    for _time in range(2):
        reads(client, caseworker, page())
    lines = entries_of("testimony.seen", file_ref=testimony.case.ref)
    assert [(line.record_ref, line.by) for line in lines] == [(testimony.ref, caseworker)] * 2


def test_it_is_opened_by_name_for_a_time_and_shut_again(
    client, page, at, open_to, caseworker, keeper, lead
):
    grant = open_to(keeper)
    assert Notification.objects.filter(user=keeper, event="case.news").exists()
    assert reads(client, keeper, page()) == (200, True)
    assert reads(client, lead, page()) == (403, False)
    TestimonyGrant.objects.update(until=now() - timedelta(minutes=1))
    assert not Testimony.objects.accessible_to(keeper, "read").exists()
    TestimonyGrant.objects.update(until=grant.until)
    client.force_login(keeper)
    assert client.post(at(f"openings/{grant.ref}/shut/")).status_code in (409, 422)
    client.force_login(caseworker)
    assert client.post(at(f"openings/{grant.ref}/shut/")).status_code == 303
    assert reads(client, keeper, page()) == (403, False)


def test_who_no_longer_opens_the_case_no_longer_reads(client, page, open_to, keeper, caseworker):
    open_to(keeper)
    keeper.restricted_group_accesses.get().end(by=caseworker)
    assert reads(client, keeper, page()) == (404, False)


def test_sent_twice_it_is_shut_once(open_to, keeper, caseworker):
    grant = open_to(keeper)
    stale = TestimonyGrant.objects.get()
    grant.revoke(by=caseworker)
    since = TestimonyGrant.objects.get().revoked_at
    stale.revoke(by=caseworker)
    assert TestimonyGrant.objects.get().revoked_at == since
    assert not TestimonyGrant.objects.live().exists()
    assert len(entries_of("testimony.shut")) == 1


def test_nobody_opens_it_to_themselves_nor_to_somebody_without_leave(
    open_to, testimony, keeper, lead, colleague, caseworker
):
    for user, by in ((caseworker, caseworker), (keeper, keeper), (lead, lead), (keeper, lead),
                     (colleague, caseworker)):  # fmt: skip
        with pytest.raises(Refusal):
            open_to(user, by=by)
    assert not TestimonyGrant.objects.exists()


@pytest.mark.parametrize(
    "about",
    [{"person_agrees": False}, {"because": " "}, {"until": now() - timedelta(minutes=1)}],
)
def test_without_a_yes_a_reason_and_a_time_it_stays_shut(open_to, keeper, about):
    with pytest.raises(Refusal):
        open_to(keeper, **about)


def test_sent_twice_it_is_opened_once(open_to, keeper):
    until = now() + timedelta(days=3)
    assert open_to(keeper, until=until) == open_to(keeper, until=until)
    assert len(entries_of("testimony.opened")) == 1


def test_once_its_author_is_gone_who_answers_for_the_team_opens_it_to_somebody_else(
    testimony, open_to, way, keeper, lead, caseworker
):
    way.case.assign(keeper, by=lead)
    open_to(keeper, by=lead)
    with pytest.raises(Refusal, match="themselves"):
        open_to(lead, by=lead)


def test_it_is_opened_and_erased_from_its_page(client, page, keeper, caseworker, testimony):
    client.force_login(caseworker)
    today = testimony.case.office.today()
    said = {"user": str(keeper.ref), "because": "For court.", "until": today.isoformat()}
    assert client.post(page("open/"), said).status_code == 422
    assert client.post(page("open/"), said | {"person_agrees": "on"}).status_code == 303
    assert reads(client, keeper, page()) == (200, True)
    client.force_login(caseworker)
    assert client.post(page("erase/"), {}).status_code == 422
    assert client.post(page("erase/"), {"because": "She asked."}).status_code == 303
    assert reads(client, keeper, page()) == (200, False)


def test_destroying_the_key_erases_it(testimony, caseworker):
    sealed = TestimonyText.objects.get()
    DataKey.destroy([sealed.ref])
    with pytest.raises(DecryptionError):
        _words = TestimonyText.objects.get().text
    stale = Testimony.objects.get()
    Testimony.objects.get().erase(by=caseworker, because="She wants it gone.")
    assert not TestimonyText.objects.exists()
    for again in (stale, Testimony.objects.get()):
        with pytest.raises(Refusal, match="erased"):
            again.erase(by=caseworker, because="Again.")
    erased = Testimony.objects.get()
    assert (erased.erased_by, erased.erased_reason) == (caseworker, "She wants it gone.")


def test_in_an_open_case_nothing_is_taken_down(open_way, caseworker):
    with pytest.raises(Refusal, match="Restrict this case"):
        Testimony.write(
            open_way, by=caseworker, taken_on=open_way.case.office.today(), text=ACCOUNT
        )
