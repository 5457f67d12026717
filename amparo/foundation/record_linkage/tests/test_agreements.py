"""Two houses agree: on the same terms, with a key that lies nowhere, by two people."""

import hmac
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.records import new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.record_linkage import agreement_exchange
from amparo.foundation.record_linkage.models.agreements import LinkageAgreement

from .simulated_partner import Partner


def approve_url(agreement):
    return reverse("record_linkage:agreement-approve", args=[agreement.ref])


def test_both_come_to_the_same_key_and_neither_keeps_it(agreement, partner):
    assert agreement.key == partner.key
    assert agreement.key.hex() not in "".join(stored())
    ours = hmac.digest(key_ring.derive("linking"), agreement.ref.bytes, "sha256")
    assert ours.hex() not in "".join(stored())


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM record_linkage_linkageagreement")
        for row in cursor.fetchall():
            for value in row:
                yield bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def test_what_is_handed_over_is_taken_in_there_on_a_basis_of_their_own(
    proposed, office, network, data_officer
):
    into = io.BytesIO()
    proposed.write_file(into)
    assert agreement_exchange.read_agreement(io.BytesIO(into.getvalue())) == Partner(
        proposed
    ).agreement_file(key_part=proposed.our_key_part)
    handed = Partner(proposed).agreement_file()
    proposed.delete()  # as in another house
    ours = LinkageAgreement.join(
        handed, by=data_officer, office=office, partner=network, legal_basis="Law 263"
    )
    assert (ours.ref, ours.terms, ours.legal_basis) == (handed.ref, handed.terms, "Law 263")
    assert ours.their_key_part == handed.key_part


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"purpose": "case_management"}, "purpose"),
        ({"purpose": "weather"}, "purpose"),
        ({"most_tokens": 0}, "tokens"),
        ({"most_tokens": 10**9}, "tokens"),
        ({"most_runs": 0}, "runs"),
        ({"until": now().date() - timedelta(days=2)}, "last day"),
        ({"until": now().date() + timedelta(days=5000)}, "last day"),
    ],
)
def test_terms_that_nobody_may_agree_to(changed, words, office, network, terms, data_officer):
    from dataclasses import replace

    with pytest.raises(Refusal, match=words):
        LinkageAgreement.propose(
            by=data_officer, office=office, partner=network, terms=replace(terms, **changed),
            legal_basis="Law 263",
        )  # fmt: skip


def test_neither_without_a_basis_nor_with_ourselves(
    office, organization, network, terms, data_officer
):
    for partner, basis, words in ((organization, "Law 263", "not ours"), (network, " ", "basis")):
        with pytest.raises(Refusal, match=words):
            LinkageAgreement.propose(
                by=data_officer, office=office, partner=partner, terms=terms, legal_basis=basis
            )
    assert not LinkageAgreement.objects.exists()


def test_the_half_of_somebody_else_or_for_other_terms_is_not_taken(
    proposed, partner, terms, data_officer
):
    from dataclasses import replace

    other = partner.agreement_file(terms=replace(terms, most_tokens=5000))
    with pytest.raises(Refusal, match="terms"):
        proposed.receive(other, by=data_officer)
    for half in ("00" * 32, "09" + "00" * 31, proposed.our_key_part):
        with pytest.raises(Refusal, match="half"):
            proposed.receive(partner.agreement_file(key_part=half), by=data_officer)
    proposed.receive(
        partner.agreement_file(), by=data_officer
    )  # the same once more changes nothing
    assert proposed.their_key_part == partner.key_part


@pytest.mark.parametrize(
    "file", [b"", b"[]", b"{}", b"x" * 5000, b'{"kind": "amparo agreement 1", "key_part": 7}']
)
def test_what_is_no_agreement_is_refused(file):
    with pytest.raises(Refusal):
        agreement_exchange.read_agreement(io.BytesIO(file))


def test_a_second_person_hears_the_number_and_says_yes(proposed, partner, signed_in, supervisor):
    page = signed_in(supervisor)
    shown = page.get(proposed.get_absolute_url()).content.decode()
    assert proposed.number_to_read in shown
    assert proposed.number_expected not in shown
    answer = page.post(approve_url(proposed), {"number": proposed.number_expected})
    assert answer.status_code == 303
    agreement = LinkageAgreement.objects.get()
    assert agreement.is_in_force
    assert agreement.approval.by == supervisor
    assert AuditEntry.objects.filter(event="linkagreement.approval", by=supervisor).exists()


def test_another_number_or_our_own_is_not_a_yes(proposed, partner, signed_in, supervisor):
    page = signed_in(supervisor)
    for number in (proposed.number_to_read, "12345", "", "٣" * 30):
        assert page.post(approve_url(proposed), {"number": number}).status_code == 422
    assert LinkageAgreement.objects.get().state == "waiting"


def test_who_proposed_it_is_not_the_second_person(proposed, partner, data_officer):
    with pytest.raises(Refusal, match="Somebody else"):
        proposed.approve(proposed.number_expected, by=data_officer)


def test_somebody_in_between_is_heard_in_the_number(proposed, partner, data_officer):
    """Whoever puts a half of their own into both files has another number with each."""
    heard = proposed.number_expected
    proposed.their_key_part = proposed.our_key_part[::-1]
    assert proposed.number_expected != heard


def test_those_who_may_say_yes_are_told(proposed, supervisor, partner):
    told = Notification.objects.filter(event="linkagreement.joined")
    assert [each.user for each in told] == [supervisor]


def test_it_ends_for_good(agreement, signed_in, supervisor):
    page = signed_in(supervisor)
    url = reverse("record_linkage:agreement-end", args=[agreement.ref])
    assert page.post(url).status_code == 303
    over = LinkageAgreement.objects.get()
    assert (over.state, over.ended.by, over.their_key_part) == ("ended", supervisor, "")
    assert page.post(url).status_code == 409
    with pytest.raises(Refusal, match="over"):
        over.write_file(io.BytesIO())


def test_after_its_last_day_it_is_past(agreement):
    with at(now() + timedelta(days=90)):
        assert LinkageAgreement.objects.get().state == "past"


def test_an_administrator_reads_it_and_decides_nothing(agreement, signed_in, administrator):
    page = signed_in(administrator)
    assert "Red Puente" in page.get(reverse("record_linkage:agreements")).content.decode()
    url = reverse("record_linkage:agreement-end", args=[agreement.ref])
    assert page.post(url).status_code == 403


def test_to_another_office_it_is_not_there(agreement, signed_in, stranger):
    assert signed_in(stranger).get(agreement.get_absolute_url()).status_code == 404
    assert signed_in(stranger).get(reverse("record_linkage:agreements")).status_code == 404


def test_one_that_is_not_ours_is_not_there(signed_in, data_officer):
    url = reverse("record_linkage:agreement", args=[new_reference()])
    assert signed_in(data_officer).get(url).status_code == 404
