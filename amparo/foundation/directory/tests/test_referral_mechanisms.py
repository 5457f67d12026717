"""A referral mechanism is written down with who takes which part, and looked at again in time."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import MechanismMember, ReferralMechanism

pytestmark = pytest.mark.django_db
NEW = "/directory/mechanisms/new/"


@pytest.fixture
def send(client):
    """Post what is given, as one tap."""
    return lambda url, **answers: client.post(url, {"once": str(uuid4())} | answers)


@pytest.fixture
def mechanism(harbour):
    return ReferralMechanism.note(
        by=None, name={"en": "Round table"}, level="local", place=harbour, country="BO",
        review_on=date(2026, 1, 1),
    )  # fmt: skip


@pytest.fixture
def refuge(provider):
    return provider.organization


def test_it_is_written_down_and_who_takes_part(client, send, supervisor, harbour, refuge):
    client.force_login(supervisor)
    told = send(
        NEW, name="Mesa local", level="local", place=harbour.ref, review_on="2030-01-01",
        procedures_url="example.org/sop", about="Quien identifica, llama a la guardia.",
    )  # fmt: skip
    mechanism = ReferralMechanism.objects.get()
    here = f"/directory/mechanisms/{mechanism.ref}/"
    assert told.headers["Location"] == here
    assert (mechanism.country, mechanism.by) == (harbour.country, supervisor)
    assert mechanism.procedures_url == "https://example.org/sop"
    send(f"{here}members/new/", organization=refuge.pk, part="helps", contact_point="Guardia")
    send(
        f"{here}members/new/",
        organization=refuge.pk,
        part="helps",
        contact_point="Guardia de noche",
    )
    assert MechanismMember.objects.get().contact_point == "Guardia de noche"
    page = client.get(here).content.decode()
    for words in (refuge.name, "Guardia de noche", "https://example.org/sop"):
        assert words in page
    deeds = AuditEntry.objects.filter(record_ref=mechanism.ref, is_reading=False)
    assert sorted(deeds.values_list("event", flat=True)) == [
        "mechanism.changed",
        "mechanism.joined",
        "mechanism.noted",
    ]


def test_an_organization_shows_its_parts(client, caseworker, mechanism, refuge):
    mechanism.join(refuge, by=None, part="coordinates", contact_point="Secretariat")
    client.force_login(caseworker)
    page = client.get(f"/directory/organizations/{refuge.provider.ref}/").content.decode()
    assert "Round table" in page
    assert "Secretariat" in page


def test_one_past_its_day_says_so_and_comes_first(client, caseworker, mechanism):
    client.force_login(caseworker)
    ReferralMechanism.note(
        by=None,
        name={"en": "Newer"},
        level="national",
        review_on=date.today() + timedelta(400),  # noqa: DTZ011
    )
    page = client.get("/directory/mechanisms/").content.decode()
    assert page.index("Round table") < page.index("Newer")
    assert page.count("#clock") == 1
    assert "notice-warn" in client.get(f"/directory/mechanisms/{mechanism.ref}/").content.decode()


def test_who_leaves_is_no_longer_named_and_the_ledger_says_who_did_it(
    client, send, supervisor, mechanism, refuge
):
    member = mechanism.join(refuge, by=None, part="refers")
    client.force_login(supervisor)
    assert send(f"/directory/members/{member.ref}/leave/").status_code == 303
    assert not MechanismMember.objects.exists()
    assert AuditEntry.objects.get(event="mechanism.left").by == supervisor


def test_only_who_keeps_the_directory_changes_it(client, send, caseworker, mechanism, refuge):
    member = mechanism.join(refuge, by=None, part="refers")
    client.force_login(caseworker)
    here = f"/directory/mechanisms/{mechanism.ref}/"
    assert client.get(here).status_code == 200
    assert f"{here}edit/" not in client.get(here).content.decode()
    for url in (f"{here}edit/", f"{here}members/new/", f"/directory/members/{member.ref}/leave/"):
        assert send(url).status_code == 403
    assert send(NEW, name="x").status_code == 404
    assert MechanismMember.objects.get() == member


def test_what_is_missing_is_said_and_nothing_is_half_done(client, send, supervisor):
    client.force_login(supervisor)
    assert send(NEW, name="Mesa").status_code == 422
    assert not ReferralMechanism.objects.exists()
    with pytest.raises(Refusal):
        ReferralMechanism.note(
            by=None, name={"en": " "}, level="local", review_on=date(2030, 1, 1)
        )
