"""Who is not in the circle of a quiet ask finds it nowhere: in no list, search, chain, desk."""

import pytest
from django.urls import reverse

from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import SearchTerms
from amparo.foundation.links.broken_links import unasked_patterns
from amparo.foundation.links.chain import chain_of, lines_of
from amparo.foundation.links.models import Link
from amparo.pillars.advocacy.asks.broken_links import broken_asks
from amparo.pillars.advocacy.asks.desk_panel import asks_of_institution
from amparo.pillars.advocacy.asks.evidence_sheet import sheet_content
from amparo.pillars.advocacy.asks.linked import set_basis
from amparo.pillars.advocacy.asks.measures import _put
from amparo.pillars.advocacy.asks.models import Ask
from amparo.pillars.advocacy.asks.public_asks import has_public_asks, public_ask, public_asks
from amparo.pillars.advocacy.asks.search_sources import find_asks
from amparo.pillars.advocacy.asks.worklists import calendar_of_asks, pending_asks

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(draft, pattern, policy_officer, ministry, today):
    """A quiet ask of the policy officer alone, with a day in the calendar, on a pattern."""
    ask = draft(is_quiet=True, place=pattern.place, occasion_on=today)
    set_basis(ask, {"pattern": [str(pattern.ref)]}, by=policy_officer)
    return ask


def test_a_colleague_of_the_same_role_finds_it_nowhere(
    quiet, pattern, policy_officer, second_keeper, today
):
    found = {
        user: (
            list(Ask.objects.accessible_to(user)),
            calendar_of_asks(user, today, today),
            find_asks(user, SearchTerms.parse("shelter"), 9),
            chain_of("pattern", pattern, user).groups,
            list(Link.objects.accessible_to(user)),
        )
        for user in (policy_officer, second_keeper)
    }
    assert all(found[policy_officer])
    assert not any(found[second_keeper])
    assert not pending_asks(second_keeper)
    # The chain breaks for them as if nobody had asked; for its circle it does not.
    lines = lines_of([pattern])
    said = [unasked_patterns(user, lines, today) for user in (policy_officer, second_keeper)]
    assert [len(each) for each in said] == [1, 2]  # no bearer is recorded for either
    assert not broken_asks(second_keeper, lines, today)


def test_every_page_of_it_is_as_if_it_were_not(quiet, client, second_keeper, supervisor):
    names = ("ask", "ask-edit", "ask-risk", "ask-basis", "ask-circle", "ask-clear", "ask-return",
             "ask-put", "ask-answer", "ask-withdraw", "ask-sheet", "ask-sheet-pdf",
             "ask-document-new", "ask-translate", "ask-commit", "ask-follow-up")  # fmt: skip
    for user in (second_keeper, supervisor):
        client.force_login(user)
        codes = {client.get(reverse(f"asks:{name}", args=[quiet.ref])).status_code
                 for name in names}  # fmt: skip
        assert codes == {404}
        listed = client.get(reverse("asks:asks")).content.decode()
        assert quiet.number not in listed
        assert "Open forty" not in listed


def test_its_audit_entries_say_neither_what_it_is_nor_what_was_done(quiet):
    entries = AuditEntry.objects.filter(record_ref=quiet.ref)
    assert {each.event for each in entries} == {"restricted.done"}
    assert {each.record_type for each in entries} == {""}
    assert not AuditEntry.objects.filter(event__startswith="ask.").exists()
    assert not AuditEntry.objects.filter(event="link.added").exists()


def test_somebody_of_its_circle_clears_it(quiet, policy_officer, supervisor):
    with pytest.raises(Refusal, match="Nobody in its circle may clear it"):
        quiet.clear(by=supervisor)
    quiet.set_circle(by=policy_officer, colleagues=[supervisor])
    assert [each.title for each in pending_asks(supervisor)] == [quiet.number]
    quiet.clear(by=supervisor)
    told = Notification.objects.filter(user=policy_officer, event="ask.cleared").get()
    assert told.about == ""
    quiet.set_circle(by=policy_officer, colleagues=[])
    assert not Ask.objects.accessible_to(supervisor).exists()


def test_public_pages_figures_and_other_sheets_know_nothing_of_it(
    put, draft, policy_officer, ministry
):
    hidden = put(is_quiet=True)
    assert not has_public_asks()
    assert not public_asks()
    assert public_ask(hidden.ref) is None
    assert not list(_put())
    other = draft(wording="Another one of the same right.")
    assert sheet_content(other, policy_officer, "en")["before"] == []


def test_a_desk_shows_it_only_by_letter_and_where_somebody_said_so(
    put, client, official, ministry, policy_officer
):
    hidden, shown = put(is_quiet=True), put(is_quiet=True, may_read_on_desk=True)
    panel = asks_of_institution(official, ministry)
    assert [each.ask for each in panel.context] == [shown]
    client.force_login(official)
    codes = [client.get(reverse("asks:desk-ask", args=[each.ref])).status_code
             for each in (hidden, shown)]  # fmt: skip
    assert codes == [404, 200]
    answer = {"text": "No.", "outcome": "refused"}
    codes = [client.post(reverse("asks:desk-answer", args=[each.ref]), answer).status_code
             for each in (hidden, shown)]  # fmt: skip
    assert codes == [404, 303]
    # What stands on a desk opens no page of ours.
    assert client.get(shown.get_absolute_url()).status_code == 404


def test_a_quiet_ask_is_not_put_by_a_public_statement(put):
    with pytest.raises(Refusal, match="not put by a public statement"):
        put(is_quiet=True, channel="statement")
    with pytest.raises(Refusal, match="Only a quiet ask that was put by letter"):
        put(is_quiet=True, channel="call", may_read_on_desk=True)


def test_made_public_in_the_draft_its_links_are_shown_and_its_circle_ends(
    quiet, policy_officer, second_keeper
):
    quiet.change(by=policy_officer, addressee=quiet.addressee, is_quiet=False)
    assert not quiet.grants.exists()
    assert Link.objects.accessible_to(second_keeper).count() == 1
    quiet.change(by=policy_officer, addressee=quiet.addressee, is_quiet=True)
    assert not Link.objects.accessible_to(second_keeper).exists()
    assert [each.user for each in quiet.grants.all()] == [policy_officer]
