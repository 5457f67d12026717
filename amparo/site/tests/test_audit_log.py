"""An auditor reads who did what and who opened what, in words; never what a file says."""

import pytest
from django.utils import translation

from amparo.foundation.core.audit import blocks, events, log
from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, auditor, caseworker, stranger, case):
    client.force_login(stranger)
    client.get(f"/cases/{case.ref}/")
    log.log_read(caseworker, case)
    client.force_login(auditor)
    return lambda query="": client.get(f"/ledger/{query}").content.decode()


def rows(told):
    return told[told.index("<tbody>") : told.index("</tbody>")] if "<tbody>" in told else ""


def test_lines_are_in_words_and_name_nobody_whose_file_it_is(page):
    told = page()
    assert "Case opened" in rows(told)
    assert "Access denied: Case" in rows(told)
    assert "case.opened" not in rows(told)
    assert "Rosa" not in told
    assert "AMP-" not in told


def test_openings_alone(page):
    told = rows(page("?what=reads"))
    assert "Opened: Case" in told
    assert "Case opened" not in told


def test_refused_tries_alone(page):
    told = rows(page("?what=denied"))
    assert "Omar Haddad" in told
    assert "Opened: Case" not in told


def test_one_action_of_one_colleague_about_one_file(page, case, caseworker, stranger):
    assert rows(page(f"?event=case.opened&by={caseworker.ref}&ref={case.ref}")).count("<tr>") == 1
    assert "Nothing found" in page(f"?event=case.opened&by={stranger.ref}")


def test_the_days_between_which_one_looks(page):
    assert "Nothing found" in page("?until=2001-01-01")
    assert "Case opened" in rows(page("?since=2001-01-01"))


def test_what_is_no_answer_asks_for_nothing(page):
    assert "Case opened" in rows(page("?since=yesterday&by=x&event=y"))


def test_what_is_sealed_in_the_database_of_a_restricted_file_is_read_all_the_same(
    page, case, rosa, supervisor, caseworker
):
    case.restrict("gbv", by=supervisor)
    TraffickingRecord.begin(case, rosa, by=caseworker)
    told = rows(page("?event=restricted.done"))
    with translation.override("en"):
        assert events.event_label("traffickingrecord.begun") in told
        assert events.record_label("traffickingrecord") in told
    assert "something in a restricted file" not in told


def test_long_lists_go_on_where_they_left_off(page, case, caseworker, client):
    for _ in range(60):
        log.log_read(caseworker, case)
    first = client.get("/ledger/?what=reads")
    later = first.context["pages"].later
    second = client.get(f"/ledger/?{later}")
    shown = [line.pk for line in first.context["pages"]]
    assert len(shown) == 50
    assert not {line.pk for line in second.context["pages"]} & set(shown)


def test_it_says_how_far_it_is_sealed(page):
    blocks.sign_pending_entries()
    assert "Sealed up to block 1" in page()


def test_for_everybody_else_there_is_no_ledger(client, supervisor):
    client.force_login(supervisor)
    assert client.get("/ledger/").status_code == 404
