"""Completions from outside: shown line by line, recorded once, and proof only where the course
says so.
"""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.completion_choices import NEW, keep_choices
from amparo.pillars.training.completion_lists import (
    check_again,
    check_export,
    guessed_columns,
    make_plan,
)
from amparo.pillars.training.models import (
    Certificate,
    Competency,
    CompletionChoice,
    CompletionExport,
    Course,
    HeldCompetency,
    OutsideCompletion,
    Participant,
)
from amparo.pillars.training.participant_disclosure import own_data
from amparo.pillars.training.participant_lists import apply_list, read_head
from amparo.pillars.training.participant_merging import merge
from amparo.pillars.training.participant_retention import past_retention

pytestmark = pytest.mark.django_db
HEAD = "ID,Name,Email address,Department,Course complete"
ANA = '7,Ana Vidal,ana@example.org,Border police,"Tuesday, 3 March 2026, 10:15 AM"'
BETO = "8,Beto Sosa,beto@example.org,Border police,-"


@pytest.fixture
def ana(organizer, office):
    return Participant.record(
        by=organizer, office=office, name="VIDAL Ana", email="ana@example.org"
    )


@pytest.fixture
def receive(organizer, office, course_version):
    """An export that was checked, with its columns as they are guessed."""

    def receive(*rows, version=course_version, encoding="utf-8", **said):
        export = CompletionExport.receive(
            io.BytesIO("\n".join(rows).encode(encoding)), by=organizer, office=office,
            name="export.csv", version=version, system="e_campus",
        )  # fmt: skip
        mapping = guessed_columns(read_head(export.importing).header)
        check_export(export, by=organizer, mapping=mapping, encoding="", **said)
        return export

    return receive


def record(export, by):
    apply_list(export.importing, by=by)


def rows_of(export):
    return [getattr(export.importing, name) for name in ("new", "known", "same", "problems")]


def test_nothing_is_recorded_before_somebody_says_so(receive, ana, organizer):
    export = receive(HEAD, ANA, BETO)
    assert rows_of(export) == [1, 0, 0, 0]
    assert not OutsideCompletion.objects.exists()
    record(export, organizer)
    [completion] = OutsideCompletion.objects.all()
    assert (completion.participant, completion.completed_on) == (ana, date(2026, 3, 3))
    assert completion.system == "e_campus"
    assert export.importing.storage_key == ""
    assert not Certificate.objects.exists()


def test_the_same_or_a_later_export_records_only_what_is_new(receive, ana, organizer, office):
    record(receive(HEAD, ANA, BETO), organizer)
    Participant.record(by=organizer, office=office, name="Beto Sosa", email="beto@example.org")
    assert rows_of(receive(HEAD, ANA, BETO)) == [0, 0, 1, 0]
    later = receive(HEAD, ANA.replace("3 March", "5 March"), BETO.replace("-", "2026-03-09"))
    assert rows_of(later) == [1, 1, 0, 0]
    record(later, organizer)
    days = OutsideCompletion.objects.order_by("completed_on").values_list(
        "completed_on", flat=True
    )
    assert list(days) == [date(2026, 3, 5), date(2026, 3, 9)]


def test_without_their_number_it_is_still_the_same_completion(receive, ana, organizer):
    record(receive(HEAD, ANA), organizer)
    other_report = receive(
        "Name,Email address,Completion date", "Ana Vidal,ana@example.org,2026-03-03"
    )
    assert rows_of(other_report) == [0, 0, 1, 0]


def test_an_address_alone_matches_nobody_and_a_person_chooses(receive, ana, organizer):
    desk = "9,Carla Ruiz,ana@example.org,,2026-03-04"
    export = receive(HEAD, desk)
    plan = make_plan(export)
    assert rows_of(export) == [0, 0, 0, 0]
    [match] = plan.to_choose
    assert [each for each, _how in match.proposed] == [ana]
    with pytest.raises(Refusal, match="changes nothing"):
        record(export, organizer)
    keep_choices(export, {match.identity: str(ana.ref)}, plan.to_choose)
    check_again(export, by=organizer)
    record(export, organizer)
    assert OutsideCompletion.objects.get().participant == ana
    assert not CompletionChoice.objects.exists()
    assert rows_of(receive(HEAD, desk)) == [0, 0, 1, 0]


def test_nobody_is_chosen_who_was_not_proposed(receive, ana, organizer, office):
    export = receive(HEAD, "9,Carla Ruiz,ana@example.org,,2026-03-04")
    other = Participant.record(by=organizer, office=office, name="Somebody Else")
    matches = make_plan(export).to_choose
    with pytest.raises(Refusal, match="proposed"):
        keep_choices(export, {matches[0].identity: str(other.ref)}, matches)


def test_who_is_no_participant_is_left_out_or_recorded_as_one(receive, organizer):
    assert rows_of(receive(HEAD, ANA)) == [0, 0, 0, 0]
    record(receive(HEAD, ANA, records_new=True), organizer)
    made = Participant.objects.get()
    assert (made.name, made.email, made.institution) == (
        "Ana Vidal", "ana@example.org", "Border police",
    )  # fmt: skip
    assert OutsideCompletion.objects.get().participant == made


def test_a_line_can_be_recorded_as_somebody_new_by_choice(receive, ana, organizer):
    export = receive(HEAD, "9,Carla Ruiz,ana@example.org,,2026-03-04")
    matches = make_plan(export).to_choose
    keep_choices(export, {matches[0].identity: NEW}, matches)
    check_again(export, by=organizer)
    record(export, organizer)
    assert OutsideCompletion.objects.get().participant.name == "Carla Ruiz"


@pytest.mark.parametrize(("encoding", "name"), [("cp437", "José Núñez"), ("cp1256", "فاطمة أحمد")])
def test_names_of_old_encodings_are_read(receive, organizer, encoding, name):
    rows = (HEAD, f"7,{name},n@example.org,,2026-03-03")
    record(receive(*rows, encoding=encoding, records_new=True), organizer)
    assert OutsideCompletion.objects.get().participant.name == name


def test_an_export_of_another_course_is_refused(receive, ana, organizer, office, cast):
    head = "Name,Email address,Course,Completion date"
    row = "Ana Vidal,ana@example.org,Fire safety,2026-03-03"
    with pytest.raises(Refusal, match="another course: “Fire safety”"):
        receive(head, row)
    record(receive(head, row, their_course="Fire safety"), organizer)
    other = Course.record(by=organizer, office=office, code="FIRE-1").versions.get()
    other.state = "published"
    other.save()
    with pytest.raises(Refusal, match="very file"):
        receive(head, row, version=other, their_course="Fire safety")
    with pytest.raises(Refusal, match="course VOT-1 before"):
        receive(head, f"{row}\n{row}", version=other, their_course="Fire safety")


def test_what_changed_since_the_check_is_not_recorded(receive, ana, organizer):
    first, second = receive(HEAD, ANA), receive(HEAD, ANA, BETO)
    record(first, organizer)
    with pytest.raises(Refusal, match="Check the list again"):
        record(second, organizer)
    assert OutsideCompletion.objects.count() == 1


def test_not_completed_any_more_is_said_and_nothing_is_taken_away(receive, ana, organizer):
    record(receive(HEAD, ANA), organizer)
    now_open = make_plan(receive(HEAD, "7,Ana Vidal,ana@example.org,,-"))
    assert now_open.no_longer == [2]
    assert OutsideCompletion.objects.filter(withdrawn_at=None).exists()


# What it proves.


@pytest.fixture
def competency(course_version, organizer):
    found = Competency.record(by=organizer, code="R-1", statements={"en": "Refers"})
    course_version.competencies.add(found)
    return found


def test_it_proves_a_competency_only_where_the_version_says_so(
    receive, ana, organizer, competency, course_version
):
    record(receive(HEAD, ANA), organizer)
    assert not HeldCompetency.objects.exists()
    course_version.counts_outside, course_version.validity_months = True, 12
    course_version.save()
    record(receive(HEAD, ANA.replace("3 March", "4 March")), organizer)
    held = HeldCompetency.objects.get(participant=ana, competency=competency)
    assert (held.since, held.until) == (date(2026, 3, 4), date(2027, 3, 3))
    OutsideCompletion.objects.get().withdraw(by=organizer)
    assert not HeldCompetency.objects.exists()
    assert AuditEntry.objects.filter(event="completion.withdrawn", by=organizer).exists()


def test_a_published_version_cannot_change_whether_it_counts(course_version, organizer):
    with pytest.raises(Refusal):
        course_version.write(by=organizer, texts={}, counts_outside=True)


# Privacy.


def test_the_participant_reads_it_and_it_moves_with_them(receive, ana, organizer, office):
    record(receive(HEAD, ANA), organizer)
    sections = {each.title: dict(each.rows) for each in own_data(ana).sections}
    assert sections["Courses completed elsewhere"]["Platform"] == "IOM E-Campus"
    twin = Participant.record(by=organizer, office=office, name="Ana Vidal")
    merge(twin, ana, by=organizer)
    assert OutsideCompletion.objects.get().participant == twin


def test_choices_are_deleted_with_a_list_that_is_discarded(receive, ana, organizer):
    export = receive(HEAD, "9,Carla Ruiz,ana@example.org,,2026-03-04")
    matches = make_plan(export).to_choose
    keep_choices(export, {matches[0].identity: str(ana.ref)}, matches)
    export.importing.discard(by=organizer)
    assert not CompletionChoice.objects.exists()


def test_a_report_of_activities_says_by_its_columns_which_activity_counts(
    receive, ana, organizer, office, course_version
):
    """Of Moodle: no heading over names and dates, two columns for each activity."""
    rows = (
        ",Email address,Quiz,,Certificate,",
        '"Ana Vidal",ana@example.org,Completed,"2026-03-01 10:00:00",'
        'Completed (achieved pass grade),"2026-03-03 10:15:00"',
        '"Beto Sosa",b@example.org,Completed,"2026-03-01 10:00:00",Not completed,',
    )
    export = CompletionExport.receive(
        io.BytesIO("\n".join(rows).encode()), by=organizer, office=office, name="progress.csv",
        version=course_version, system="moodle",
    )  # fmt: skip
    mapping = {"name": 0, "email": 1, "status": 4, "completed_on": 5}
    plan = check_export(export, by=organizer, mapping=mapping, encoding="")
    assert [(each.line.name, each.line.day) for each in plan.new] == [
        ("Ana Vidal", date(2026, 3, 3))
    ]
    assert len(plan.reading.open) == 1


def test_an_erasure_leaves_a_completion_of_nobody(receive, ana, organizer):
    record(receive(HEAD, ANA), organizer)
    ana.erase(by=None, reason="asked")
    completion = OutsideCompletion.objects.get()
    assert (completion.identity, completion.participant.is_erased) == ("", True)


def test_a_completion_keeps_a_participant_as_an_event_does(receive, ana, organizer, office):
    Participant.objects.filter(pk=ana.pk).update(at=ana.at - timedelta(days=4000))
    assert ana in past_retention(office)
    record(receive(HEAD, ANA), organizer)
    assert ana not in past_retention(office)


# Pages.


def test_an_organizer_goes_from_the_course_to_recorded_completions(
    client, organizer, course_version, ana
):
    client.force_login(organizer)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    file = io.BytesIO("\n".join((HEAD, ANA, "9,Carla,ana@example.org,,2026-03-04")).encode())
    file.name = "export.csv"
    url = reverse("training:completion-import-new", args=[course_version.ref])
    answer = client.post(url, {"file": file, "system": "e_campus"})
    columns = answer.headers["Location"]
    assert "Course complete" in client.get(columns).content.decode()
    mapping = {"number": 0, "name": 1, "email": 2, "institution": 3, "completed_on": 4}
    shown = client.get(client.post(columns, mapping).headers["Location"]).content.decode()
    assert "VIDAL Ana" in shown
    assert "Say who they are" in shown
    importing = CompletionExport.objects.get().importing
    choices = reverse("training:completion-import-choices", args=[importing.ref])
    assert "same address, another name" in client.get(choices).content.decode()
    client.post(reverse("training:completion-import-apply", args=[importing.ref]))
    listed = client.get(reverse("training:course-completions", args=[course_version.ref]))
    assert "VIDAL Ana" in listed.content.decode()
    completion = OutsideCompletion.objects.get()
    client.post(reverse("training:completion-withdraw", args=[completion.ref]))
    completion.refresh_from_db()
    assert completion.is_withdrawn
    detail = client.get(ana.get_absolute_url()).content.decode()
    assert "Completed elsewhere" in detail


def test_others_see_neither_completions_nor_imports(client, cast, course_version, receive, ana):
    export = receive(HEAD, ANA)
    for user in (cast.trainer, cast.training_observer, cast.caseworker):
        client.force_login(user)
        for url in (
            reverse("training:course-completions", args=[course_version.ref]),
            export.importing.get_absolute_url(),
        ):
            assert client.get(url).status_code in (403, 404)


def test_pages_cost_as_much_with_many_lines_as_with_few(
    client, receive, organizer, course_version, django_assert_max_num_queries
):
    names = ["Ana", "Beto", "Caro", "Dina", "Eva", "Fito", "Gala", "Hugo"]
    rows = [f"{at},{each} Rey,,Border police,2026-03-03" for at, each in enumerate(names)]
    record(receive(HEAD, *rows, records_new=True), organizer)
    again = receive(HEAD, *rows, *(row.replace(" Rey", " Sol") for row in rows), records_new=True)
    client.force_login(organizer)
    for url in (
        reverse("training:course-completions", args=[course_version.ref]),
        again.importing.get_absolute_url(),
        reverse("training:completion-import-choices", args=[again.importing.ref]),
        reverse("training:course-version", args=[course_version.ref]),
    ):
        client.get(url)
        with django_assert_max_num_queries(20):
            client.get(url)
