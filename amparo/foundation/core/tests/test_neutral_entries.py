"""What the audit log says in clear of a restricted record tells no group and no programme."""

import pytest
from django.apps import apps

from amparo.foundation.core.audit import events, history, log, neutral_entries, verification
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.extension_points import audit_events
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.records import Record
from amparo.pillars.assistance.cases import timeline
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord

pytestmark = pytest.mark.django_db

PROGRAMMES = (
    "counter_trafficking", "family_tracing", "child_protection", "returns", "reintegration",
    "surveys", "payments",
)  # fmt: skip


@pytest.fixture
def restricted(case, supervisor):
    case.restrict(Case.Confidentiality.GBV, by=supervisor)
    return case


def stored(entry):
    return AuditEntry.objects.values("event", "record_type", "details").get(pk=entry.pk)


def test_what_every_case_may_have_keeps_its_name_and_seals_its_details(restricted, caseworker):
    entry = log.log_event(caseworker, "service.given", restricted, kind="clinical_care")
    row = stored(entry)
    assert (row["event"], row["record_type"]) == ("service.given", "case")
    assert list(row["details"]) == ["sealed"]
    assert AuditEntry.objects.get(pk=entry.pk).content.details == {"kind": "clinical_care"}


def test_an_event_that_names_a_programme_is_sealed_whole(restricted, rosa, caseworker):
    way = TraffickingRecord.begin(restricted, rosa, by=caseworker)
    read = log.log_read(caseworker, way)
    log.log_denied(caseworker, "traffickingrecord.denied", way)
    begun, seen, denied = AuditEntry.objects.filter(record_ref=way.ref).order_by("pk")
    rows = [stored(each) for each in (begun, seen, denied)]
    assert [row["event"] for row in rows] == [
        neutral_entries.DONE, neutral_entries.READ, neutral_entries.DENIED,
    ]  # fmt: skip
    assert {row["record_type"] for row in rows} == {""}
    assert [each.content.event for each in (begun, seen, denied)] == [
        "traffickingrecord.begun", "traffickingrecord.seen", "traffickingrecord.denied",
    ]  # fmt: skip
    assert (seen.pk, seen.content.record_type) == (read.pk, "traffickingrecord")
    assert list(AuditEntry.objects.denied()) == [denied]


def test_a_list_with_one_restricted_record_names_none_of_them(restricted, rosa, caseworker):
    way = TraffickingRecord.begin(restricted, rosa, by=caseworker)
    entry = log.log_list(caseworker, "ways_out.listed", [way])
    assert stored(entry)["event"] == neutral_entries.READ
    assert str(way.ref) not in str(stored(entry))
    assert entry.content.details == {"refs": [str(way.ref)]}


def test_a_list_under_a_general_name_stays_in_clear(restricted, caseworker):
    entry = log.log_list(caseworker, "case.listed", [restricted])
    assert stored(entry)["event"] == "case.listed"
    assert stored(entry)["details"] == {"refs": [str(restricted.ref)]}


def test_an_ordinary_record_stays_in_clear(case, caseworker):
    entry = log.log_event(caseworker, "service.given", case, kind="shelter")
    assert stored(entry)["details"] == {"kind": "shelter"}
    assert entry.content == neutral_entries.EntryContent(
        "service.given", "case", {"kind": "shelter"}
    )


def test_sealed_parts_are_of_one_length(restricted, caseworker):
    kinds = ("gbv", "trafficking", "a_much_longer_code_of_some_kind")
    rows = [
        stored(log.log_event(caseworker, "service.given", restricted, kind=kind)) for kind in kinds
    ]
    assert len({len(row["details"]["sealed"]) for row in rows}) == 1


def test_a_sealed_part_opens_in_its_own_entry_only(restricted, caseworker):
    one, other = (
        log.log_event(caseworker, "service.given", restricted, kind=kind) for kind in "ab"
    )
    moved = AuditEntry(ref=other.ref, event=one.event, details=one.details)
    with pytest.raises(DecryptionError):
        neutral_entries.content_of(moved)


def test_such_entries_are_verified_like_any_other(restricted, caseworker):
    log.log_event(caseworker, "service.given", restricted, kind="clinical_care")
    entry = AuditEntry.objects.latest("pk")
    assert not [said for said in verification.verify().faults if str(entry.pk) in said]


def test_history_and_timeline_say_what_was_done(restricted, rosa, caseworker):
    TraffickingRecord.begin(restricted, rosa, by=caseworker)
    story = timeline.timeline_entries(timeline.case_audit_entries(restricted, caseworker))
    assert str(audit_events["traffickingrecord.begun"].sentence) in [line.what for line in story]
    file = history.File(restricted.ref, "", shows_reads_of_all=True)
    lines = history.history_lines(history.history_of([file], caseworker), {})
    assert events.event_label("traffickingrecord.begun") in [line.what for line in lines]


def test_a_notice_of_a_restricted_case_does_not_say_which_programme_has_news(
    restricted, caseworker, supervisor
):
    restricted.tell([caseworker], "testimony.opened", by=supervisor)
    restricted.tell([caseworker], "case.assigned", by=supervisor)
    events = Notification.objects.filter(user=caseworker).order_by("pk")
    assert list(events.values_list("event", flat=True))[-2:] == ["case.news", "case.assigned"]


def test_no_record_of_a_programme_counts_as_general():
    models = [each for each in apps.get_models() if each._meta.app_label in PROGRAMMES]
    names = {each.audit_name for each in models if issubclass(each, Record)}
    assert len(names) > 50
    assert not names & neutral_entries.GENERAL
