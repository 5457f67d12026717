"""Those who help find what was referred to them, and answer it from their own account."""

import pytest

from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.records import new_reference
from amparo.pillars.assistance.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(client, hostess):
    client.force_login(hostess)
    return client


def test_it_waits_first_on_their_list_with_the_time_left(there, referral):
    page = there.get("/received/")
    assert f"/received/{referral.ref}/" in page.text
    assert "left" in page.text
    assert "Rosa" not in page.text
    assert referral.case.number not in page.text


def test_they_read_what_was_agreed_and_nothing_else(there, referral, rosa):
    page = there.get(f"/received/{referral.ref}/")
    assert "A bed for tonight." in page.text
    assert "Rosa" in page.text
    for secret in ("70012345", referral.case.number, str(rosa.ref), str(referral.case.ref)):
        assert secret not in page.text
    line = AuditEntry.objects.filter(event="referral.seen").latest("pk")
    assert line.file_ref == referral.case.ref


def test_nobody_else_finds_it(client, referral, stranger, nurse, official, data_officer):
    for user in (stranger, nurse, official, data_officer):
        client.force_login(user)
        for url in ("", "read/", "answer/", "report/"):
            send = client.post if url else client.get
            assert send(f"/received/{referral.ref}/{url}").status_code == 404


def test_who_speaks_for_them_may_no_more_than_their_verbs(referral, hostess):
    """A token or a colleague who looks as them holds fewer verbs: none opens by the other half."""
    for scope, verbs in (
        (None, ["receive", "answer"]),
        (frozenset({"referral.see"}), ["receive"]),
        (frozenset(), []),
    ):
        user = User.objects.get(pk=hostess.pk)
        user.scope = scope
        opened = [
            v for v in ("receive", "answer") if Referral.objects.accessible_to(user, v).exists()
        ]
        assert opened == verbs


def test_they_say_that_they_have_read_it_and_then_that_they_help(there, referral, hostess):
    there.post(f"/received/{referral.ref}/read/")
    referral.refresh_from_db()
    assert referral.status == "acknowledged"
    said = {"outcome": "accepted", "text": "At six, ask for Pilar."}
    there.post(f"/received/{referral.ref}/answer/", said)
    referral.refresh_from_db()
    assert (referral.status, referral.decision.by) == ("accepted", hostess)
    given = {
        "ref": new_reference(),
        "given_on": referral.case.office.today(),
        "text": "Three nights.",
    }
    page = there.post(f"/received/{referral.ref}/report/", given, follow=True)
    assert "Three nights." in page.text
    assert referral.reports.get().service.provider == "Cruz del Sur"


def test_what_is_missing_is_asked_and_nothing_they_wrote_is_lost(there, referral):
    for said, asked in (
        ({"outcome": "rejected", "text": "Sorry"}, "Choose why"),
        ({"outcome": "rejected", "reason": "other"}, "Write the reason"),
        ({"outcome": "asked"}, "Write the question"),
        ({"text": "Sorry"}, "Can you provide this service?"),
    ):
        page = there.post(f"/received/{referral.ref}/answer/", said)
        assert page.status_code == 422
        assert asked in page.text
        assert said.get("text", "") in page.text
    assert referral.decision is None


def test_who_declines_is_led_back_and_reads_no_more(there, referral):
    said = {"outcome": "rejected", "reason": "full"}
    page = there.post(f"/received/{referral.ref}/answer/", said, follow=True)
    assert page.redirect_chain[-1][0] == "/received/"
    assert there.get(f"/received/{referral.ref}/").status_code == 404
    assert str(referral.ref) not in there.get("/received/").text


def test_taken_back_consent_closes_it_at_the_next_page(there, referral, agree, rosa, refuge):
    agree(rosa, refuge, agreed=False)
    assert there.get(f"/received/{referral.ref}/").status_code == 404
    answer = there.post(f"/received/{referral.ref}/answer/", {"outcome": "accepted"})
    assert answer.status_code == 404


def test_two_at_the_same_desk_do_not_answer_twice(there, referral, refuge, hostess):
    there.post(f"/received/{referral.ref}/answer/", {"outcome": "accepted"})
    colleague = User.objects.create_user("paco@example.org", "Paco Rey", language="en")
    colleague.add_role("provider", by=None, office=hostess.memberships.get().office)
    there.force_login(colleague)
    answer = there.post(
        f"/received/{referral.ref}/answer/", {"outcome": "rejected", "reason": "full"}
    )
    assert answer.status_code == 409
    assert referral.decision.by == hostess
