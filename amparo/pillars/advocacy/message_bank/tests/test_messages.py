"""A message leaves only whole, checked and approved by a second person; a withdrawn one stops."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.message_bank.channel_texts import channel_text
from amparo.pillars.advocacy.message_bank.extension_points import message_withdrawn
from amparo.pillars.advocacy.message_bank.help_lines import full_text, help_lines
from amparo.pillars.advocacy.message_bank.link_visits import visits_by_channel
from amparo.pillars.advocacy.message_bank.models import (
    KeyMessage,
    MaterialRules,
    MessageLink,
    Pretest,
    PretestWaiver,
    Recording,
    RiskCheck,
)
from amparo.pillars.advocacy.message_bank.pretest_notes import pretest_note
from amparo.pillars.advocacy.message_bank.queries import filter_bar, filtered, lacking
from amparo.pillars.advocacy.message_bank.worklists import (
    messages_to_approve,
    pending_messages,
    review_dates,
)
from tests.support.sample_data.message_bank import drafted_message, sound_file

pytestmark = pytest.mark.django_db
PRETEST_FIELDS = {"audience": "women", "method": "group", "understood": 9}


def check(message, by, answer="no", **more):
    return RiskCheck.make(message, by=by, answer=answer, measures="Asked the shelter.", **more)


def pretest(message, by, language="es", asked=10, **more):
    today = message.office.today()
    fields = {"tested_on": today} | PRETEST_FIELDS | more
    return Pretest.record(message, by=by, language=language, today=today, asked=asked, **fields)


def test_a_missing_wording_is_named_and_never_another_language(cast, writer):
    message = drafted_message(cast)
    message.remove_wording("fr", by=writer)
    assert message.wording("fr") is None
    assert channel_text(message, "poster", "fr") == ""
    assert message.missing_languages == ("fr",)
    check(message, writer)
    with pytest.raises(Refusal, match="Français"):
        message.submit(by=writer)
    assert list(lacking(KeyMessage.objects.all(), "fr")) == [message]


def test_it_is_not_submitted_without_risk_check_and_pretest_or_waiver(draft, writer):
    with pytest.raises(Refusal, match="risk check"):
        draft.submit(by=writer)
    check(draft, writer, "unknown")
    with pytest.raises(Refusal, match="risk check"):
        draft.submit(by=writer)
    check(draft, writer)
    pretest(draft, writer, "es")
    with pytest.raises(Refusal, match=r"No pretest in: .*Français"):
        draft.submit(by=writer)
    PretestWaiver.sign(draft, by=writer, reason="translation")
    draft.submit(by=writer)
    assert draft.state == "submitted"


def test_a_waiver_shows_only_for_what_was_not_pretested(draft, writer):
    pretest(draft, writer, "es")
    PretestWaiver.sign(draft, by=writer, reason="translation")
    assert pretest_note(draft, "es") == ""
    assert pretest_note(draft, "fr") == "Not pretested in this language."


def test_a_risk_check_that_makes_no_sense_is_refused(draft, writer):
    for wrong, said in (
        ({"answer": "yes"}, "whom it could harm and how"),
        ({"answer": "yes", "groups": ["children"]}, "whom it could harm and how"),
        ({"answer": "no", "groups": ["children"]}, "Choose one"),
    ):
        with pytest.raises(Refusal, match=said):
            check(draft, writer, **wrong)
    with pytest.raises(Refusal, match="Say what was done"):
        RiskCheck.make(draft, by=writer, answer="no", measures="  ")
    with pytest.raises(ValueError, match="not on the list"):
        check(draft, writer, "yes", groups=["dragons"], harms=["fear"])
    found = check(draft, writer, "yes", groups=["children"], harms=["fear"])
    assert (found.groups, found.harms) == (["Children"], ["Fear without a way out"])


def test_a_pretest_that_makes_no_sense_is_refused(draft, writer):
    tomorrow = draft.office.today() + timedelta(days=1)
    for wrong, said in (
        ({"asked": 0}, "Somebody must have been asked"),
        ({"asked": 8}, "No more people"),
        ({"understood": None}, "at least one result"),
        ({"tested_on": tomorrow}, "still to come"),
    ):
        with pytest.raises(Refusal, match=said):
            pretest(draft, writer, **wrong)
    draft.remove_wording("fr", by=writer)
    with pytest.raises(Refusal, match="no wording in this language"):
        pretest(draft, writer, "fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        Pretest.objects.create(
            message=draft, by=writer, language="es", audience="women", method="group", asked=3,
            tested_on=tomorrow, believed=4,
        )  # fmt: skip


def test_a_waiver_of_another_reason_needs_words(draft, writer):
    with pytest.raises(Refusal, match="Explain"):
        PretestWaiver.sign(draft, by=writer, reason="other", note=" ")


def test_a_discarded_pretest_no_longer_counts(draft, writer):
    found = pretest(draft, writer, "es")
    found.discard(by=writer)
    draft = KeyMessage.objects.get()
    assert "es" in draft.untested_languages


def test_nobody_approves_what_they_wrote(submitted, writer):
    with pytest.raises(Refusal, match="Somebody else"):
        submitted.approve(by=writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyMessage.objects.filter(pk=submitted.pk).update(approved_by=writer)


def test_what_was_submitted_stays_as_it_is(submitted, writer, supervisor):
    said = {"heading": "Other", "body": "Other"}
    for change in (
        lambda: submitted.write_wording("es", by=writer, fields=said),
        lambda: submitted.write_channel_text("radio", "es", by=writer, text="x"),
        lambda: check(submitted, writer),
        lambda: PretestWaiver.sign(submitted, by=writer, reason="danger"),
        lambda: Recording.add(submitted, by=writer, language="es", file=sound_file()),
    ):
        with pytest.raises(Refusal, match="no longer a draft"):
            change()
    submitted.return_for_changes(by=supervisor, because="Shorter.")
    submitted.write_wording("es", by=writer, fields=said)
    assert submitted.returned_because == "Shorter."


def test_a_wording_is_read_by_somebody_else_until_it_changes(draft, writer, supervisor):
    with pytest.raises(Refusal, match="Somebody else reads"):
        draft.mark_read("fr", by=writer)
    draft.mark_read("fr", by=supervisor)
    assert draft.wording("fr").read_by == supervisor
    draft.write_wording("fr", by=writer, fields={"heading": "Autre", "body": "Autre"})
    assert draft.wording("fr").read_by is None


def test_withdrawing_tells_whoever_uses_it(approved, supervisor, monkeypatch):
    monkeypatch.setattr(message_withdrawn, "is_closed", False)
    told = []

    def hear(sender, message, by, **signal):
        told.append((message, by))

    message_withdrawn.connect(hear)
    try:
        approved.withdraw(by=supervisor, because="No longer true.")
        approved.withdraw(by=supervisor, because="Twice is once.")
    finally:
        message_withdrawn.disconnect(hear)
    assert told == [(approved, supervisor)]
    assert not KeyMessage.objects.approved().exists()


def test_a_new_version_takes_its_place_only_once_it_is_approved(approved, writer, supervisor):
    approved.wordings.update(text="kept")
    version = approved.begin_new_version(by=writer)
    assert version.replaces == approved
    assert version.wording("ar").text == "kept"
    assert approved.begin_new_version(by=writer) == version, "One at a time."
    with pytest.raises(Refusal, match="risk check"):
        version.submit(by=writer)
    check(version, writer)
    PretestWaiver.sign(version, by=writer, reason="small_change")
    version.submit(by=writer)
    assert KeyMessage.objects.approved().get() == approved
    version.approve(by=supervisor)
    assert KeyMessage.objects.approved().get() == version
    approved.refresh_from_db()
    assert (approved.state, approved.newest_version) == ("withdrawn", version)


def test_help_stands_on_everything_unless_somebody_says_why_not(draft, office, writer):
    rules = MaterialRules.of(office)
    assert "/a/c/" in help_lines(draft, rules, "en").value, "The public page of complaints."
    rules.change(by=writer, number="800 10 0155", days="weekdays")
    assert full_text(draft, rules, "radio", "en").endswith(
        "Help is free. Complaints and questions: 800 10 0155 (Monday to Friday)."
    )
    assert help_lines(draft, rules, "es").free != help_lines(draft, rules, "en").free
    draft.without_help_because = "A notice to institutions."
    assert help_lines(draft, rules, "en") is None


def test_hours_without_a_number_and_impossible_paces_are_refused(office, writer):
    rules = MaterialRules.of(office)
    with pytest.raises(Refusal, match="both hours"):
        MaterialRules.of(office).change(by=writer, number="1", opens=time(8))
    with pytest.raises(Refusal, match="Give the number too"):
        MaterialRules.of(office).change(by=writer, opens=time(8), closes=time(9))
    with pytest.raises(Refusal, match="words a minute"):
        rules.change(by=writer, paces={"es": 1})


def test_a_channel_has_its_own_words_or_those_of_the_wording(draft, writer):
    draft.write_channel_text("radio", "es", by=writer, text="Escuche bien.")
    draft = KeyMessage.objects.get()
    assert channel_text(draft, "radio", "es") == "Escuche bien."
    assert channel_text(draft, "radio", "en") == "Help is free.\nHelp is free"
    draft.write_channel_text("radio", "es", by=writer, text=" ")
    assert channel_text(KeyMessage.objects.get(), "radio", "es").startswith("Ayuda gratuita")


def test_a_recording_takes_the_place_of_the_former(draft, writer):
    first = Recording.add(draft, by=writer, language="es", file=sound_file())
    Recording.add(draft, by=writer, language="es", file=sound_file())
    first.refresh_from_db()
    assert not first.storage_key
    assert Recording.objects.not_removed().count() == 1
    draft.remove_wording("fr", by=writer)
    with pytest.raises(Refusal, match="wording in this language first"):
        Recording.add(draft, by=writer, language="fr", file=sound_file())


def test_openings_are_counted_by_day_and_two_are_two(approved, writer, office):
    link = MessageLink.for_message(approved, "poster", by=writer, label="Terminal")
    assert MessageLink.for_message(approved, "poster", by=writer, label=" Terminal ") == link
    today = office.today()
    link.count_visit(today)
    link.count_visit(today)
    link.count_visit(today - timedelta(days=1))
    assert visits_by_channel([approved.pk], today, today) == [(link.channel, link.label, 2)]
    [(*_of, total)] = visits_by_channel([approved.pk], today - timedelta(days=1), today)
    assert total == 3
    later = today + timedelta(days=1)
    assert visits_by_channel([approved.pk], later, later) == []


def test_what_is_not_public_has_no_link(cast, writer):
    message = drafted_message(cast, is_public=False)
    with pytest.raises(Refusal, match="no public page"):
        MessageLink.for_message(message, "poster", by=writer)


def test_who_may_approve_and_did_not_write_is_asked(submitted, writer, supervisor, stranger):
    assert list(messages_to_approve(supervisor)) == [submitted]
    assert not messages_to_approve(writer)
    assert not messages_to_approve(stranger)
    assert "Approve message" in [each.action for each in pending_messages(supervisor)]


def test_a_review_date_stands_in_the_calendar_and_then_is_late(approved, writer, office):
    today = office.today()
    KeyMessage.objects.update(review_on=today + timedelta(days=3))
    assert [each.day for each in review_dates(writer, today, today + timedelta(days=14))] == [
        today + timedelta(days=3)
    ]
    KeyMessage.objects.update(review_on=today - timedelta(days=3))
    assert [(each.action, each.is_late) for each in pending_messages(writer)] == [
        ("Review message", True)
    ]


def test_filters_and_search_find_messages_by_their_headings(draft, approved, office):
    today, rows = office.today(), KeyMessage.objects.all()
    assert list(filtered(rows, filter_bar({"state": "approved"}), "", today)) == [approved]
    assert filtered(rows, filter_bar({}), "dragones", today).count() == 0
    assert filtered(rows, filter_bar({}), "GRATUITA", today).count() == 2
    assert not filtered(rows, filter_bar({"topic": "health"}), "", today)
    bar = filter_bar({"topic": "dragons"})
    assert bar.unknown
    assert filtered(rows, bar, "", today).count() == 2


def test_who_wrote_one_language_does_not_approve_and_who_changed_it_neither(
    draft, writer, supervisor
):
    check(draft, writer)
    draft.write_wording(
        "fr", by=supervisor, fields={"heading": "Autre", "body": "Autre", "text": ""}
    )
    check(draft, writer)
    PretestWaiver.sign(draft, by=writer, reason="translation")
    draft.submit(by=writer)
    with pytest.raises(Refusal, match="Somebody else approves"):
        draft.approve(by=supervisor)


def test_a_risk_check_of_other_words_is_asked_for_again(draft, writer):
    check(draft, writer)
    PretestWaiver.sign(draft, by=writer, reason="translation")
    draft.write_wording("en", by=writer, fields={"heading": "Other", "body": "Other", "text": ""})
    with pytest.raises(Refusal, match="after the risk check"):
        draft.submit(by=writer)
    check(draft, writer)
    draft.submit(by=writer)
