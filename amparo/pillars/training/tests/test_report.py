"""The report of an event: what it says, to whom, and what it never says."""

import io
import json
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
import typst
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import pdf
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training import report_papers
from amparo.pillars.training.models import (
    AttendanceEntry,
    Enrolment,
    Participant,
    Reaction,
    SessionCount,
    TrainingCost,
    TrainingEvent,
)
from amparo.pillars.training.presenters.report import EventReport
from amparo.pillars.training.report_papers import content_of_report, report_xlsx

pytestmark = pytest.mark.django_db

SENTENCES = ("Very clear.", "Too short.", "Thank you, Ana.", "The cases were ours.", "Cold room.",
         "More practice.", "I know whom to call.")  # fmt: skip


def seen(event):
    """The event as a page loads it."""
    return TrainingEvent.objects.get(pk=event.pk)


def parts_of(event, user):
    return {each.code: each for each in EventReport(seen(event), user).parts}


def figure(part, label):
    return next(each for each in part.figures if each.label == label)


@pytest.fixture
def held(event, organizer, office):
    """Twelve with a seat, of whom eleven came: seven women and four men."""
    seats = []
    for at in range(12):
        learner = Participant.objects.create(
            office=office, name=f"Ana Vidal {at}", institution_type="border",
            sex="female" if at < 7 else "male",
        )  # fmt: skip
        seats.append(Enrolment.enrol(event, learner, by=organizer, may_be_asked_later=True))
    back = timedelta(days=18)
    for number, session in enumerate(event.sessions.all()):
        session.starts_at, session.ends_at = session.starts_at - back, session.ends_at - back
        session.save()
        for at, each in enumerate(seats):
            AttendanceEntry.objects.create(
                session=session, enrolment=each, how="tick", is_present=at < 11,
                source="desk", number=number * 100 + at, by=organizer,
            )  # fmt: skip
    event.count_times()
    TrainingEvent.objects.filter(pk=event.pk).update(state="held")
    return seen(event)


@pytest.fixture
def seats(held):
    return list(held.enrolments.order_by("number"))


def react(seats):
    for at, each in enumerate(seats[: len(SENTENCES)]):
        Reaction.give(
            each, useful=1 + at % 5, clear=4, able=3, text=SENTENCES[at], may_be_quoted=True
        )


def test_it_says_what_is_missing_and_never_a_zero_for_it(event, organizer):
    said = parts_of(event, organizer)
    assert figure(said["participants"], "Took part").value == "not recorded"
    assert "Nobody recorded attendance." in said["participants"].remarks
    assert said["tests"].remarks == ("No test before was held.", "No test after was held.")
    assert said["certificates"].remarks == ("No certificate was issued.",)
    assert said["reactions"].remarks == ("Nobody said what they think of it.",)
    assert said["costs"].remarks == (
        "No cost was recorded. That is not the same as nothing spent.",
    )
    report = EventReport(seen(event), organizer)
    assert [each.value for each in report.headline] == [
        "not recorded", "not recorded", "not known", "not recorded",
    ]  # fmt: skip
    assert "The event is not recorded as held." in report.open
    assert "2 sessions are still to come." in report.open


def test_participants_are_counted_and_a_small_group_is_not(held, organizer):
    part = parts_of(held, organizer)["participants"]
    assert [(each.label, each.value) for each in part.figures] == [
        ("Registered", "12"), ("Had a seat", "12"), ("Took part", "11"),
        ("Stayed long enough", "11"), ("Did not come", "1"), ("Participant-hours", "154"),
        ("Still waiting for a seat", "0"),
    ]  # fmt: skip
    [by_type] = part.tables
    assert "By sex: not shown, for a group would be too small." in part.remarks
    assert by_type.rows[0][:2] == ["Migration or border authority", "11"]


def test_the_head_count_of_trainers_stands_beside_attendance(held, organizer):
    part = parts_of(held, organizer)["participants"]
    assert any("counted heads" in each for each in part.remarks)
    SessionCount.record(held.sessions.first(), 14, by=organizer)
    [remark] = [e for e in parts_of(held, organizer)["participants"].remarks if "room" in e]
    assert "3 more in the room than recorded" in remark


def test_no_sentence_leaves_before_an_organizer_has_read_it(client, held, seats, organizer, cast):
    react(seats)
    client.force_login(organizer)
    page = reverse("training:report", args=[held.ref])
    assert "Not read yet" in client.get(page).text
    assert parts_of(held, organizer)["reactions"].sentences == ()
    assert client.post(reverse("training:report-sentences", args=[held.ref])).status_code == 303
    told = parts_of(held, organizer)["reactions"].sentences
    assert 3 <= len(told) <= 5
    client.force_login(cast.training_observer)
    text = client.get(page).text
    assert told[0] in text
    assert "Sentences to read" not in text
    assert "Ana Vidal" not in text


def test_a_sentence_that_names_a_participant_is_never_cleared(client, held, seats, organizer):
    react(seats)
    named = Reaction.objects.get(pk=next(e.pk for e in Reaction.objects.all() if "Ana" in e.text))
    # Chosen: the others are left out until it is among the five.
    for each in Reaction.objects.exclude(pk=named.pk)[:2]:
        each.withhold(by=organizer, because="insult")
    client.force_login(organizer)
    assert "Names somebody" in client.get(reverse("training:report", args=[held.ref])).text
    client.post(reverse("training:report-sentences", args=[held.ref]))
    sentences = parts_of(held, organizer)["reactions"].sentences
    assert len(sentences) == 4
    assert not any("Ana" in each for each in sentences)


def test_leaving_one_out_asks_why_and_the_report_counts_it(client, held, seats, organizer):
    react(seats)
    client.force_login(organizer)
    reaction = EventReport(held, organizer).after.chosen[0]
    url = reverse("training:reaction-withhold", args=[reaction.ref])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"because": "known"}).status_code == 303
    entry = AuditEntry.objects.filter(event="trainingreaction.withheld").get()
    assert entry.details["reason"] == "known"
    remarks = parts_of(held, organizer)["reactions"].remarks
    assert any("left out 1 sentence" in each for each in remarks)


def test_taking_it_along_is_written_down(client, held, seats, organizer):
    react(seats)
    client.force_login(organizer)
    answer = client.get(reverse("training:report-xlsx", args=[held.ref]))
    assert answer.status_code == 200
    entry = AuditEntry.objects.filter(event="trainingevent.reported").get()
    assert (entry.details["format"], entry.details["count"]) == ("xlsx", 0)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [
        str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
    ]
    assert "Participant-hours" in cells
    assert not any("Ana" in each for each in cells)


def test_page_paper_and_workbook_say_the_same(held, seats, organizer):
    react(seats)
    TrainingCost.record(
        held, by=organizer, kind="venue", amount=Decimal(770), currency=held.office.currency,
        spent_on=held.office.today(),
    )  # fmt: skip
    report = EventReport(held, organizer)
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report)))
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    paper = content_of_report(report)
    for part in paper["parts"].values():
        for _label, value, _note in part["figures"]:
            assert value in cells
        for table in part["tables"]:
            assert all(cell in cells for row in table["rows"] for cell in row if cell)
    assert "5" in report.headline[-1].value, "770 for 154 hours."


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_has_two_pages_at_most(held, seats, organizer, language):
    """Much is said: five long sentences, many groups and funds."""
    react(seats)
    with translation.override(language):
        said = content_of_report(EventReport(held, organizer))
        parts = said["parts"]
        group = ["Social or child protection service", *["120"] * 4]
        table = {"title": "T", "head": ["", *["Stayed long enough"] * 4], "rows": [group] * 10,
                 "note": ""}  # fmt: skip
        parts["participants"]["tables"] = [table, table]
        parts["costs"]["tables"] = [table]
        parts["tests"]["figures"] = [
            ["Normalised change c", "0.66", "One sentence of it." * 3]
        ] * 17
        parts["after"]["figures"] = [["After three months", "8 of 11", "Three did not."]] * 8
        parts["reactions"]["sentences"] = ["At night there is no interpreter. " * 8] * 5
        said["size"] = report_papers.size_for(parts)
        whole = said | {"lang": language, "rtl": language == "ar"}
        pages = typst.compile(
            report_papers.PAGE.read_bytes(), font_paths=[str(pdf.LETTERS)], format="svg",
            ignore_system_fonts=True, sys_inputs={"case": json.dumps(whole)},
        )  # fmt: skip
    assert isinstance(pages, bytes) or len(pages) == 2


def test_who_reads_it(client, cast, held, organizer, trainer):
    page = reverse("training:report", args=[held.ref])
    for user, status in (
        (organizer, 200), (cast.training_observer, 200), (trainer, 200), (cast.caseworker, 404),
    ):  # fmt: skip
        client.force_login(user)
        assert client.get(page).status_code == status
    client.force_login(trainer)
    text = client.get(page).text
    assert "Costs are shown to those who organize" in text
    assert "No cost was recorded" not in text


def test_a_page_takes_as_many_queries_for_many_as_for_few(
    client, held, organizer, django_assert_max_num_queries
):
    client.force_login(organizer)
    page = reverse("training:report", args=[held.ref])
    client.get(page)
    with django_assert_max_num_queries(48):
        client.get(page)


def test_a_reaction_may_be_refused_only_once_and_by_its_organizers(held, seats, cast):
    react(seats)
    first = Reaction.objects.first()
    first.withhold(by=cast.training_organizer, because="known")
    first.withhold(by=cast.training_organizer, because="insult")
    first.refresh_from_db()
    assert first.withheld_because == "known"
    with pytest.raises(Refusal, match="already"):
        react(seats)
