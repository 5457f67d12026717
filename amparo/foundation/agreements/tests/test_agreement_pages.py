"""Agreements on the screen: who sees which, what is said of them, what bad input is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.agreements.models import Agreement, AgreementAnnex, AgreementObligation
from amparo.foundation.agreements.search_sources import find_agreements
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.search import SearchTerms
from amparo.foundation.directory.models import Provider
from tests.support.uploads import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client, cast):
    cast.policy_officer.language = "en"
    cast.policy_officer.save()
    client.force_login(cast.policy_officer)
    return client


def sent(client, name, agreement, data=None, **refs):
    url = reverse(f"agreements:{name}", kwargs={"ref": agreement.ref, **refs})
    return client.post(url, data or {}, headers={"accept-language": "en"})


def test_it_is_recorded_signed_and_renewed_on_the_screen(keeper, cast, registry):
    today = cast.office.today()
    fields = {
        "kind": "mou", "title": "Memorando de ejemplo", "starts_on": today, "ends_on": "",
        "renewal": "none", "notice_days": 60, "office": cast.office.pk,
    }  # fmt: skip
    url = reverse("agreements:agreement-new")
    refused = keeper.post(url, fields | {"first": registry.pk, "second": registry.pk})
    assert refused.status_code == 422
    assert not Agreement.objects.exists()
    keeper.post(url, fields | {"first": cast.organization.pk, "second": registry.pk})
    agreement = Agreement.objects.get()
    for party in agreement.parties.all():
        answer = sent(keeper, "party-sign", agreement, {"on": today}, party=party.ref)
        assert answer.status_code == 303
    page = keeper.get(agreement.get_absolute_url()).content.decode()
    assert "open-ended" in page or "sin plazo" in page
    # What is open-ended is not renewed.
    late = {"starts_on": today, "ends_on": today, "document": "Acta 1"}
    assert sent(keeper, "agreement-renew", agreement, late).status_code == 422


def test_a_paper_comes_back_as_it_was_and_goes_with_a_reason(keeper, record):
    agreement = record()
    assert sent(keeper, "annex-new", agreement, {"part": "text"}).status_code == 422
    sent(keeper, "annex-new", agreement, {"part": "text", "language": "es", "paper": photo()})
    annex = AgreementAnnex.objects.get()
    url = reverse("agreements:annex", args=[agreement.ref, annex.ref])
    answer = keeper.get(url)
    assert answer.headers["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    sent(keeper, "annex-remove", agreement, {"because": "Era otra versión"}, annex=annex.ref)
    annex.refresh_from_db()
    assert (annex.storage_key, annex.name) == ("", "")
    assert keeper.get(url).status_code == 404


def test_an_institution_reads_its_own_agreements_while_it_takes_part(
    client, cast, record, registry
):
    today = cast.office.today()
    theirs, other = (
        record(title="De su registro"),
        record(
            title="De otros", parties=[cast.organization, Organization.found(by=None, name="Otra")]
        ),
    )
    office = Office.objects.create(organization=registry, name="Registro", country="BO")
    speaker = User.objects.create_user("registry@amparo.example", "Sara Ejemplo", language="es")
    speaker.add_role("official", by=None, office=office)
    client.force_login(speaker)
    page = client.get(reverse("agreements:agreements")).content.decode()
    assert "De su registro" in page
    assert "De otros" not in page
    assert client.get(other.get_absolute_url()).status_code == 404
    assert sent(client, "agreement-end", theirs).status_code == 403
    party = theirs.parties.get(organization=registry)
    party.leave(by=cast.policy_officer, until=today - timedelta(days=1))
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_what_ends_soon_stands_first_and_what_is_owed_above_it(keeper, record, cast):
    today = cast.office.today()
    later, ending = record(title="Más tarde", days=(-9, 300)), record(title="Ya", days=(-99, 20))
    record(title="Terminado", days=(-300, -3))
    owed = AgreementObligation.add(
        later, by=cast.policy_officer, party=later.parties.first(), text="Enviar el informe",
        due_on=today - timedelta(days=2),
    )  # fmt: skip
    url = reverse("agreements:agreements")
    page = keeper.get(url)
    titles = [each.agreement.title for each in page.context["rows"]]
    assert titles == ["Ya", "Más tarde", "Terminado"]
    assert page.context["past_due"] == [owed]
    found = keeper.get(url, {"state": "ending", "kind": "data_sharing"}).context["rows"]
    assert [each.agreement for each in found] == [ending]
    nowhere = keeper.get(url, {"state": "nonsense"}).context
    assert len(nowhere["rows"]) == 3
    assert nowhere["bar"].unknown


def test_it_is_found_by_a_party_and_by_nobody_else(record, cast):
    agreement = record(reference="AID 7/2026")
    for words in ("registro ejemplo", "aid 7", "acuerdo"):
        [hit] = find_agreements(cast.policy_officer, SearchTerms.parse(words), 5)
        assert hit.url == agreement.get_absolute_url()
    assert find_agreements(cast.caseworker, SearchTerms.parse("registro"), 5) == []


def test_the_page_of_an_institution_shows_its_agreements_to_who_sees_them(
    client, keeper, cast, record, registry
):
    record(title="De su registro")
    record(title="De otros", parties=[cast.organization, Organization.found(by=None, name="Otra")])
    provider = Provider.list(registry, by=None)
    url = reverse("directory:provider", args=[provider.ref])
    page = keeper.get(url).content.decode()
    assert "De su registro" in page
    assert "De otros" not in page
    client.force_login(cast.caseworker)
    assert "De su registro" not in client.get(url).content.decode()


def test_the_list_asks_no_more_for_more(keeper, record, django_assert_max_num_queries):
    for number in range(12):
        record(title=f"Acuerdo {number}")
    url = reverse("agreements:agreements")
    keeper.get(url)
    with django_assert_max_num_queries(14):
        keeper.get(url)
