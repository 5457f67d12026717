"""A partner who does not keep to the agreement is refused whole, in words, and remembered."""

import io
import json
from datetime import timedelta

import pytest

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.core.records import new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.record_linkage import messages, protocol, set_intersection
from amparo.foundation.record_linkage.agreement_exchange import AgreementTerms
from amparo.foundation.record_linkage.models.agreements import LinkageAgreement
from amparo.foundation.record_linkage.models.runs import LinkageMatch, LinkageRun, LinkageStep

from .simulated_partner import Partner

pytestmark = pytest.mark.skipif(
    not set_intersection.is_installed(),
    reason="openmined-psi is not installed: make install-linkage",
)
THEIRS = [f"{number:032x}" for number in range(3)]


@pytest.fixture
def ours(agreement, agrees, rosa):
    agrees(rosa)
    return agreement


@pytest.fixture
def set_up(ours, partner, data_officer):
    """We wait for their request."""
    into = io.BytesIO()
    run = protocol.set_up(into, agreement=ours.ref, by=data_officer)
    partner.run = run.ref
    return into.getvalue()


@pytest.fixture
def refused(data_officer):
    """Nothing is written, no run goes on, and the ledger keeps why."""

    def check(step, stream, reason, **more):
        before = (
            LinkageRun.objects.count(),
            LinkageStep.objects.count(),
            LinkageMatch.objects.count(),
        )
        into = io.BytesIO()
        if step is not protocol.take:
            more["into"] = into
        with pytest.raises(Refusal) as refusal:
            step(stream, by=data_officer, **more)
        assert str(refusal.value) == str(protocol.REFUSALS[reason])
        assert into.getvalue() == b""
        after = (
            LinkageRun.objects.count(),
            LinkageStep.objects.count(),
            LinkageMatch.objects.count(),
        )
        assert after == before
        line = AuditEntry.objects.filter(event="linkrun.refused").latest("pk")
        assert line.details == {"reason": reason}

    return check


def test_more_tokens_than_agreed(ours, partner, set_up, refused):
    many = [f"{number:032x}" for number in range(101)]
    refused(protocol.answer, partner.asks(*many), "too_many")
    refused(protocol.answer, partner.asks(*many, tokens=3), "too_many")
    partner.run = new_reference()
    refused(protocol.ask, partner.sets_up(*many), "too_many")


def test_a_message_that_never_ends(ours, partner, set_up, refused):
    endless = partner.writes("request", b"\0" * 1_000_000, 3)
    refused(protocol.answer, endless, "too_many")
    assert endless.tell() < 20_000, "It is not even read."


def test_another_number_than_it_says(ours, partner, set_up, refused):
    refused(protocol.answer, partner.asks(*THEIRS, tokens=2), "unusable")


def test_the_same_request_again(ours, partner, set_up, refused, data_officer):
    request = partner.asks(*THEIRS)
    protocol.answer(request, into=io.BytesIO(), by=data_officer)
    request.seek(0)
    refused(protocol.answer, request, "replayed")
    refused(protocol.answer, partner.asks(*THEIRS[:1]), "replayed")


def test_the_same_set_up_again(ours, partner, refused, data_officer):
    set_up = partner.sets_up(*THEIRS)
    protocol.ask(set_up, into=io.BytesIO(), by=data_officer)
    set_up.seek(0)
    refused(protocol.ask, set_up, "replayed")


def test_the_same_response_and_the_same_result_again(ours, partner, set_up, refused, data_officer):
    protocol.answer(partner.asks(*THEIRS), into=io.BytesIO(), by=data_officer)
    protocol.take(partner.tells(), by=data_officer)
    refused(protocol.take, partner.tells(), "replayed")
    partner.run, request = new_reference(), io.BytesIO()
    protocol.ask(partner.sets_up(*THEIRS), into=request, by=data_officer)
    protocol.read(partner.answers(request.getvalue()), into=io.BytesIO(), by=data_officer)
    refused(protocol.read, partner.answers(request.getvalue()), "replayed")


def test_our_own_message_sent_back(ours, partner, set_up, refused):
    refused(protocol.ask, io.BytesIO(set_up), "ours")


@pytest.mark.parametrize("place", [60, -40, -1])
def test_a_file_changed_on_its_way(place, ours, partner, set_up, refused):
    whole = bytearray(partner.asks(*THEIRS).getvalue())
    at_place = whole.index(b'"tokens"') + 10 if place == 60 else place
    whole[at_place] ^= 1
    refused(protocol.answer, io.BytesIO(bytes(whole)), "changed")


def test_a_file_cut_short(ours, partner, set_up, refused):
    whole = partner.asks(*THEIRS).getvalue()
    refused(protocol.answer, io.BytesIO(whole[:-10]), "changed")


@pytest.mark.parametrize("whole", [b"", b"PK\3\4", messages.MAGIC, messages.MAGIC + b"[]\n",
                                   messages.MAGIC + b"[" * 1900 + b"\n", messages.MAGIC * 200,
                                   messages.MAGIC + b'{"agreement": 1}\n'])  # fmt: skip
def test_what_is_no_message(whole, ours, data_officer):
    with pytest.raises(Refusal, match="does not come from a linked"):
        protocol.answer(io.BytesIO(whole), into=io.BytesIO(), by=data_officer)


def test_a_message_of_another_agreement(
    ours, partner, set_up, refused, office, data_officer, supervisor
):
    """Another partner, with a true agreement of their own, goes on with this one's run."""
    other = Organization.found(by=None, name="Otra Red", kind="ngo")
    terms = AgreementTerms("tracing", 100, 3, office.today() + timedelta(days=60))
    second = LinkageAgreement.propose(
        by=data_officer, office=office, partner=other, terms=terms, legal_basis="Law 263"
    )
    another = Partner(second)
    second.receive(another.agreement_file(), by=data_officer)
    second.approve(second.number_expected, by=supervisor)
    another.run = partner.run
    refused(protocol.answer, another.asks(*THEIRS), "no_run")
    refused(protocol.answer, another.asks(*THEIRS, agreement=ours.ref), "changed")


def test_an_agreement_that_nobody_here_has(partner, set_up, data_officer):
    with pytest.raises(Refusal, match="no such agreement"):
        protocol.answer(
            partner.asks(*THEIRS, agreement=new_reference()), into=io.BytesIO(), by=data_officer
        )


def test_an_agreement_that_has_ended_is_past_or_was_not_begun(
    ours, partner, set_up, refused, supervisor
):
    request = partner.asks(*THEIRS)
    with at(now() + timedelta(days=90)):
        refused(protocol.answer, request, "not_in_force")
    ours.end(by=supervisor)
    request.seek(0)
    refused(protocol.answer, request, "not_in_force")


def test_before_the_second_person_nothing_goes(proposed, partner, data_officer, refused):
    refused(protocol.ask, partner.sets_up(*THEIRS), "not_in_force")


def test_more_runs_than_agreed(ours, partner, refused, data_officer):
    for _number in range(3):
        partner.run = new_reference()
        protocol.ask(partner.sets_up(*THEIRS), into=io.BytesIO(), by=data_officer)
    partner.run = new_reference()
    refused(protocol.ask, partner.sets_up(*THEIRS), "too_often")
    with at(now() + timedelta(hours=25)):
        protocol.ask(partner.sets_up(*THEIRS), into=io.BytesIO(), by=data_officer)


def test_a_message_for_another_step_or_made_in_another_way(ours, partner, set_up, refused):
    refused(protocol.answer, partner.sets_up(*THEIRS), "another_step")
    refused(protocol.answer, partner.asks(*THEIRS, token_method=2), "other_way")
    refused(protocol.take, partner.tells("ABCD-EFGH-IJKL-MNOP"), "another_step")


def test_points_that_are_none(ours, partner, set_up, refused, data_officer):
    import private_set_intersection.python as psi

    for element in (b"", b"garbage", b"\2" + b"\xff" * 32, b"\0"):
        request = psi.Request(reveal_intersection=True, encrypted_elements=[element])
        body = request.SerializeToString()
        refused(protocol.answer, partner.writes("request", body, 1), "unusable")
    refused(protocol.answer, partner.writes("request", b"\xff\xff\xff", 1), "unusable")


def test_a_response_to_other_questions(ours, partner, refused, data_officer):
    request = io.BytesIO()
    protocol.ask(partner.sets_up(*THEIRS), into=request, by=data_officer)
    body = set_intersection.answer(
        partner.secret, set_intersection.ask(partner.secret, THEIRS[:1])
    )
    refused(protocol.read, partner.writes("response", body, 1), "unusable")


def test_more_pseudonyms_than_they_asked_about(ours, partner, set_up, refused, data_officer):
    protocol.answer(partner.asks(*THEIRS), into=io.BytesIO(), by=data_officer)
    refused(protocol.take, partner.tells("A", "B", "C", "D"), "too_many")
    for body in (b"{}", b"[1]", b"nothing", json.dumps([["A"]]).encode()):
        refused(protocol.take, partner.writes("result", body, 1), "unusable")


def test_pseudonyms_of_nobody_name_nobody(ours, partner, set_up, data_officer):
    protocol.answer(partner.asks(*THEIRS), into=io.BytesIO(), by=data_officer)
    assert protocol.take(partner.tells("A", "B"), by=data_officer).found == 0
    assert not LinkageMatch.objects.exists()


def test_a_run_that_was_put_away_or_took_too_long(ours, partner, set_up, refused, data_officer):
    with at(now() + timedelta(days=15)):
        refused(protocol.answer, partner.asks(*THEIRS), "lapsed")
    protocol.discard_run(partner.run, by=data_officer)
    refused(protocol.answer, partner.asks(*THEIRS), "lapsed")


def test_somebody_of_another_office_takes_no_step(ours, partner, set_up, stranger):
    with pytest.raises(Refusal, match="no such agreement"):
        protocol.answer(partner.asks(*THEIRS), into=io.BytesIO(), by=stranger)
