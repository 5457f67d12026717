"""Who asks and who is asked both learn whom both know, and neither of anybody else."""

import io
import json
import sys
from datetime import date, timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import AuditEntry, DataKey
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.record_linkage import protocol, set_intersection, tasks
from amparo.foundation.record_linkage.models.runs import LinkageMatch, LinkageRun
from amparo.foundation.record_linkage.participants import pseudonym_maker
from amparo.foundation.record_linkage.tokens import ComparisonData

needs_the_extra = pytest.mark.skipif(
    not set_intersection.is_installed(),
    reason="openmined-psi is not installed: make install-linkage",
)
ROSA_THERE = ComparisonData("Rosa", ("Kispe",), "", "female", date(1992, 3, 14), 1992)
SOMEBODY = ComparisonData("Luz", ("Rojas",), "", "female", date(1980, 2, 3), 1980)


@pytest.fixture
def ours(agreement, agrees, rosa, nayeli):
    """Rosa and her daughter agreed; Rosa alone is known there too."""
    agrees(rosa)
    agrees(nayeli)
    return agreement


def begun(agreement, by):
    into = io.BytesIO()
    run = protocol.set_up(into, agreement=agreement.ref, by=by)
    return run, into.getvalue()


@needs_the_extra
def test_they_ask_us(ours, partner, rosa, data_officer, django_capture_on_commit_callbacks):
    run, set_up = begun(ours, data_officer)
    partner.run = run.ref
    known = partner.tokens(ROSA_THERE, SOMEBODY)
    into = io.BytesIO()
    protocol.answer(partner.asks(*known), into=into, by=data_officer)
    places = set_intersection.intersect(
        partner.secret, partner.reads(set_up).body, partner.reads(into.getvalue()).body
    )
    assert len(places) == 2, "Rosa, by her day of birth and by her year."
    name = pseudonym_maker(run)
    told = [name(known[place]) for place in places]
    with django_capture_on_commit_callbacks(execute=True):
        protocol.take(partner.tells(*told), by=data_officer)
    assert {each.person for each in LinkageMatch.objects.all()} == {rosa}
    assert {each.pseudonym for each in LinkageMatch.objects.all()} == set(told)
    assert LinkageRun.objects.get().found == 1


@needs_the_extra
def test_we_ask_them(ours, partner, rosa, data_officer):
    theirs = partner.tokens(ROSA_THERE, SOMEBODY)
    request, result = io.BytesIO(), io.BytesIO()
    protocol.ask(partner.sets_up(*theirs), into=request, by=data_officer)
    protocol.read(partner.answers(request.getvalue()), into=result, by=data_officer)
    linked = LinkageMatch.objects.get()
    assert (linked.person, linked.sort) == (rosa, "birth")
    told = json.loads(partner.reads(result.getvalue()).body)
    assert told == [linked.pseudonym]


@needs_the_extra
def test_nothing_of_a_run_is_kept_when_it_is_over(
    ours, partner, data_officer, django_capture_on_commit_callbacks
):
    request = io.BytesIO()
    with django_capture_on_commit_callbacks(execute=True):
        run = protocol.ask(
            partner.sets_up(*partner.tokens(SOMEBODY)), into=request, by=data_officer
        )
    kept = run.storage_key
    assert kept in set(EncryptedFile.names())
    with django_capture_on_commit_callbacks(execute=True):
        protocol.read(partner.answers(request.getvalue()), into=io.BytesIO(), by=data_officer)
    over = LinkageRun.objects.get()
    assert (bytes(over.salt), over.storage_key, over.found) == (b"", "", 0)
    assert kept not in set(EncryptedFile.names())
    assert not DataKey.objects.filter(owner_ref=over.ref).exists()


@needs_the_extra
def test_who_took_their_word_back_meanwhile_is_not_told(
    ours, partner, rosa, data_officer, caseworker
):
    request, result = io.BytesIO(), io.BytesIO()
    protocol.ask(partner.sets_up(*partner.tokens(ROSA_THERE)), into=request, by=data_officer)
    rosa.consents.get(purpose="share_services").withdraw(by=caseworker)
    protocol.read(partner.answers(request.getvalue()), into=result, by=data_officer)
    assert not LinkageMatch.objects.exists()
    assert partner.reads(result.getvalue()).head.tokens == 0


@needs_the_extra
def test_each_step_leaves_a_line_with_how_many_and_each_file_one(
    ours, partner, rosa, data_officer
):
    request = io.BytesIO()
    protocol.ask(partner.sets_up(*partner.tokens(ROSA_THERE)), into=request, by=data_officer)
    protocol.read(partner.answers(request.getvalue()), into=io.BytesIO(), by=data_officer)
    lines = {each.event: each.details for each in AuditEntry.objects.filter(by=data_officer)}
    assert lines["linkrun.asked"]["count"] == LinkageRun.objects.get().tokens
    assert lines["linkrun.read"]["count"] == 1
    of_rosa = AuditEntry.objects.of_file(rosa.ref).get(event="person.linked")
    assert of_rosa.details == {"recipient": str(ours.partner.ref)}


@needs_the_extra
def test_who_holds_the_file_sees_who_it_is_and_others_how_many(
    ours, partner, data_officer, supervisor, signed_in
):
    request = io.BytesIO()
    protocol.ask(partner.sets_up(*partner.tokens(ROSA_THERE)), into=request, by=data_officer)
    run = protocol.read(partner.answers(request.getvalue()), into=io.BytesIO(), by=data_officer)
    url = reverse("record_linkage:run", args=[run.ref])
    pseudonym = LinkageMatch.objects.get().pseudonym
    for_the_supervisor = signed_in(supervisor).get(url).content.decode()
    assert "Quispe" in for_the_supervisor
    assert pseudonym in for_the_supervisor
    for_the_data_officer = signed_in(data_officer).get(url).content.decode()
    assert "Quispe" not in for_the_data_officer
    assert "Nobody whose file you may open" in for_the_data_officer


@needs_the_extra
def test_the_messages_name_nobody(ours, data_officer):
    _run, set_up = begun(ours, data_officer)
    for word in ("Rosa", "Quispe", "1992", "rs", "ksp"):
        assert f'"{word}"'.encode() not in set_up
    assert b"Rosa" not in set_up


@needs_the_extra
def test_a_run_that_takes_too_long_is_put_away_by_the_clock(ours, data_officer):
    run, _set_up = begun(ours, data_officer)
    tasks.discard_lapsed_runs.call()
    assert not LinkageRun.objects.get().is_over
    with at(now() + timedelta(days=15)):
        tasks.discard_lapsed_runs.call()
    over = LinkageRun.objects.get()
    assert over.is_over
    assert over.storage_key == ""
    with pytest.raises(Refusal, match="over already"):
        protocol.discard_run(run.ref, by=data_officer)


@needs_the_extra
def test_where_nobody_agreed_nothing_is_sent(agreement, data_officer):
    into = io.BytesIO()
    with pytest.raises(Refusal, match="Nobody in this office"):
        protocol.set_up(into, agreement=agreement.ref, by=data_officer)
    assert into.getvalue() == b""
    assert not LinkageRun.objects.exists()


def test_without_the_extra_it_says_what_is_missing(ours, data_officer, monkeypatch):
    monkeypatch.setitem(sys.modules, "private_set_intersection.python", None)
    with pytest.raises(Refusal, match="make install-linkage"):
        protocol.set_up(io.BytesIO(), agreement=ours.ref, by=data_officer)
    assert not LinkageRun.objects.exists()
