"""Pages of meetings: what is typed is kept, what is refused is said, minutes come out as PDF."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core import pdf
from amparo.foundation.core.encryption import values
from amparo.foundation.core.models import Organization
from amparo.pillars.dialogue.minutes_pdf import content_of_paper
from amparo.pillars.dialogue.models import (
    ActionItem,
    AgendaItem,
    Convening,
    Decision,
    Delegation,
    FocalPoint,
    MeetingPaper,
    Statement,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, forums, policy_officer):
    client.force_login(policy_officer)
    return client


def test_the_pages_show_what_there_is(desk, forums, django_assert_max_num_queries):
    held, coming = forums.held_meeting, forums.meeting
    for url, words in (
        (reverse("dialogue:meetings"), [coming.title, held.title]),
        (coming.get_absolute_url(), ["41 niñas", "Circular a los albergues", held.title]),
        (reverse("dialogue:meeting-minutes", args=[held.ref]), ["C. Rivas", "Abrir 26"]),
        (reverse("dialogue:forums"), ["Grupo de alojamiento"]),
        (forums.forum.get_absolute_url(), ["T. Beltrán", "Municipio de Puerto Alto"]),
    ):
        with django_assert_max_num_queries(36):
            text = desk.get(url).content.decode()
        for each in words:
            assert each in text, (url, each)


def test_an_institution_finds_its_coming_meetings_on_its_desk(client, forums):
    client.force_login(forums.official)
    assert "Coming meetings" not in client.get(reverse("dialogue:desk")).text  # not called yet
    forums.meeting.call(by=forums.policy_officer)
    page = client.get(reverse("dialogue:desk")).text
    assert forums.meeting.title in page
    assert forums.held_meeting.title not in page
    Convening.objects.update(state=Convening.State.CANCELLED)
    assert "Coming meetings" not in client.get(reverse("dialogue:desk")).text


def test_papers_of_a_meeting_that_was_held_are_not_called_late(desk, forums):
    Convening.objects.update(papers_due_on=forums.office.today() - timedelta(days=57))
    coming, held = (
        desk.get(each.get_absolute_url()).text for each in (forums.meeting, forums.held_meeting)
    )
    late = 'Papers due on</dt><dd><span class="mark mark-late">'
    assert (late in coming, late in held) == (True, False)
    assert "Papers due on</dt><dd><time" in held


def test_minutes_are_saved_item_by_item(desk, forums, policy_officer):
    forums.meeting.call(by=policy_officer)
    item = forums.agenda_item
    url = reverse("dialogue:agenda-item-minutes", args=[forums.meeting.ref, item.ref])
    assert desk.post(url, {"minutes": ""}).status_code == 422
    answer = desk.post(url, {"minutes": "Todas de acuerdo."})
    assert answer.url.endswith(f"/minutes/#item-{item.ref}")
    item.refresh_from_db()
    assert (item.minutes, item.state) == ("Todas de acuerdo.", AgendaItem.State.TAKEN)
    url = reverse("dialogue:decision-new", args=[forums.meeting.ref, item.ref])
    answer = desk.post(url, {"text": "Sí", "how": "vote", "votes_for": "9"})
    assert "how many against" in answer.content.decode()
    answer = desk.post(url, {"text": "Sí", "how": "vote", "votes_for": "9", "votes_against": "1"})
    assert answer.status_code == 303
    assert Decision.objects.get(item=item).votes_for == 9


def test_a_meeting_is_planned_and_all_seats_are_invited(desk, forums):
    url = reverse("dialogue:meeting-new")
    sent = {
        "title": "Encuentro", "kind": "coordination", "day": "2027-03-02", "starts": "14:00",
        "ends": "12:00", "time_zone": "America/La_Paz", "place": "Aquí", "rule": "open",
        "forum": forums.forum.pk, "office": forums.office.pk,
    }  # fmt: skip
    assert "ends after it begins" in desk.post(url, sent).content.decode()
    assert (
        "time zone is not known" in desk.post(url, sent | {"time_zone": "Moon"}).content.decode()
    )
    assert desk.post(url, sent | {"ends": "16:00"}).status_code == 303
    meeting = Convening.objects.get(title="Encuentro")
    assert meeting.local_start.hour == 14
    assert {each.role for each in meeting.delegations.all()} == {"chair", "member"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_minutes_come_out_as_pdf_without_names_of_people(desk, forums, language):
    url = reverse("dialogue:minutes-pdf", args=[forums.held_meeting.ref])
    answer = desk.get(url, {"language": language})
    if not any(pdf.LETTERS.glob("*.ttf")):
        assert answer.status_code == 409
        return
    assert io.BytesIO(answer.content).read(5) == b"%PDF-"


def test_the_paper_says_what_was_minuted_and_that_nobody_adopted_it(forums, second_keeper):
    meeting = forums.held_meeting
    told = content_of_paper(meeting)
    assert told["draft"]
    assert "09:00–13:00" in told["facts"][0][1]  # on the clock of where it takes place
    [item] = told["items"]
    assert item["minutes"] == ["Faltan 26 plazas."]
    assert item["said"] == [["Municipio de Puerto Alto", "Abriremos las duchas."]]
    assert item["decisions"] == [["Abrir 26 plazas más.", "By consensus"]]
    assert "Rivas" not in str(told)
    assert told["came"][1][2:4] == ["2", "1"]
    meeting.adopt_minutes(by=second_keeper)
    assert content_of_paper(meeting)["draft"] == ""


def test_names_are_read_by_keepers_alone(client, forums, official):
    client.force_login(official)
    url = reverse("dialogue:meeting-minutes", args=[forums.held_meeting.ref])
    text = client.get(url).content.decode()
    assert "Abriremos las duchas." in text
    assert "Rivas" not in text
    assert client.get(forums.meeting.get_absolute_url()).status_code == 404


def test_a_script_replaces_only_the_part_that_changed(desk, forums, policy_officer):
    forums.meeting.call(by=policy_officer)
    item, script = forums.agenda_item, {"HX-Request": "true"}
    refs = [forums.meeting.ref, item.ref]
    url = reverse("dialogue:agenda-item-minutes", args=refs)
    text = desk.post(url, {"minutes": "Todas de acuerdo."}, headers=script).content.decode()
    assert text.strip().startswith(f'<form class="stackd" id="write-{item.ref}"')
    url = reverse("dialogue:decision-new", args=refs)
    assert f'id="recorded-{item.ref}"' in desk.get(url, headers=script).content.decode()
    text = desk.post(url, {"text": "Sí", "how": "consensus"}, headers=script).content.decode()
    assert "<textarea" not in text
    assert "Sí" in text
    url = reverse("dialogue:meeting-minutes", args=[forums.meeting.ref])
    again = desk.get(url, {"item": item.ref}, headers=script).content.decode()
    assert again.split() == text.split()
    assert desk.get(url, {"item": "nothing"}, headers=script).status_code == 404


def test_two_who_write_at_once_both_keep_their_words(desk, forums, policy_officer, second_keeper):
    forums.meeting.call(by=policy_officer)
    item = AgendaItem.objects.get(pk=forums.agenda_item.pk)
    before = item.minutes_version
    AgendaItem.objects.get(pk=item.pk).write_minutes(by=second_keeper, minutes="Hers.")
    url = reverse("dialogue:agenda-item-minutes", args=[forums.meeting.ref, item.ref])
    sent = {"minutes": "Mine.", "version": before}
    text = desk.post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert "both texts stand here" in text
    item.refresh_from_db()
    assert item.minutes == "Hers.\n\nMine."
    desk.post(url, {"minutes": "Only this.", "version": item.minutes_version})
    item.refresh_from_db()
    assert item.minutes == "Only this."


def test_what_lacks_a_paper_is_said_until_there_is_one(desk, forums, policy_officer):
    words = "1 item of the agenda has no paper yet"
    url = forums.meeting.get_absolute_url()
    assert words not in desk.get(url).content.decode()
    forums.meeting_paper.remove(by=policy_officer)
    assert words in desk.get(url).content.decode()


def test_many_cost_as_much_as_few(desk, forums, policy_officer):
    meeting = forums.meeting
    meeting.call(by=policy_officer)
    urls = [
        reverse("dialogue:meetings"),
        reverse("dialogue:forums"),
        meeting.get_absolute_url(),
        reverse("dialogue:meeting-minutes", args=[meeting.ref]),
        forums.forum.get_absolute_url(),
    ]
    _fill(forums, 1)
    few = [_asked(desk, url) for url in urls]
    for each in range(2, 5):
        _fill(forums, each)
    assert [_asked(desk, url) for url in urls] == few
    assert max(few) <= 20


def test_under_the_chatham_rule_nobody_is_asked_for_and_none_is_taken(
    desk, forums, policy_officer
):
    meeting = forums.meeting
    meeting.change(by=policy_officer, rule=Convening.Rule.CHATHAM)
    meeting.call(by=policy_officer)
    url = reverse("dialogue:statement-new", args=[meeting.ref, forums.agenda_item.ref])
    assert 'name="speaker"' not in desk.get(url).content.decode()
    answer = desk.post(url, {"text": "Sí", "speaker": "C. Rivas"})
    assert "do not say who said what" in answer.content.decode()
    assert not Statement.objects.filter(item=forums.agenda_item).exists()
    assert desk.post(url, {"text": "Sí"}).status_code == 303


def _fill(forums, number):
    by, meeting = forums.policy_officer, Convening.objects.get(pk=forums.meeting.pk)
    name = f"Institution {number}"
    organization = Organization.objects.create(name=name, kind="government")
    seat = forums.forum.add_seat(by=by, organization=organization, since=forums.office.today())
    FocalPoint.appoint(seat, by=by, name=name, phone="+59121234567", since=seat.since)
    Delegation.invite(meeting, by=by, organization=organization)
    item = AgendaItem.propose(
        meeting, by=by, title=name, presenter=organization, asked_of=organization
    )
    item.accept(by=by)
    MeetingPaper.add(meeting, by=by, url="https://example.org/a", title=name, item=item)
    Statement.record(item, by=by, text=name, organization=organization, speaker=name)
    Decision.record(item, by=by, text=name, how="reservations", reserved_by=[organization])
    ActionItem.record(item, by=by, text=name, owner=organization, due_on=meeting.day)


def _asked(client, url):
    client.get(url)  # what is remembered of the menu
    values.evict_keys([])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return sum("core_datakey" not in each["sql"] for each in queries)
